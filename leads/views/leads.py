from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ambassadors import typed
from leads import listing
from leads.board import Board
from leads.facts import facts_of
from leads.forms.lead import HandOverForm, LeadForm, StateForm
from leads.history import events_of, lines
from leads.lead_list import LeadList, one_for
from leads.models import Lead, LeadBatch, SavedView
from leads.thread import thread_of
from leads.whole import Whole
from ledger.models import Look
from ledger.pages import page_of
from ledger.plans import kept, kept_if
from ledger.refusal import Refusal

LOOKS_SHOWN = 5
EVENTS_SHOWN = 6


@kept_if(listing.is_whole)
def index(request):
    """The leads one looks after; a coordinator's whole scope. Narrowed and searched as the address says."""
    leads = LeadList(request.user, request.GET)
    page = leads.page(request)
    return render(request, "leads/index.html", {
        "list": leads,
        "page": page,
        "choosing": "choose" in request.GET and bool(page.rows),
        "acts": LeadBatch.Act.choices,
        "options": listing.lead_options(leads),
        "views": _views(request),
    })  # fmt: skip


def board(request):
    """The leads side by side, a column for each state; the filters are those of the list."""
    leads = LeadList(request.user, request.GET)
    shown = {"list": leads, "board": Board(leads), "options": listing.lead_options(leads, board=True)}
    return render(request, "leads/board.html", {**shown, "views": _views(request)})


def _views(request):
    return list(SavedView.objects.visible_to(request.user).by_name())


@kept
def lead(request, pk):
    """One lead with its whole story."""
    found = one_for(request.user, pk)
    if found is None:
        raise Http404
    whole = Whole(found, request.user)
    return render(request, "leads/lead.html", {
        "lead": found, "whole": whole, "allowed": whole.allowed, "thread": thread_of(whole), "facts": facts_of(found),
        "looks": Look.objects.at(found.customer).with_actors()[:LOOKS_SHOWN],
        "lines": lines(whole.events[:EVENTS_SHOWN]), "more": len(whole.events) > EVENTS_SHOWN,
    })  # fmt: skip


def history(request, pk):
    """Everything that happened about a lead, page by page."""
    found = get_object_or_404(Lead.objects.visible_to(request.user).with_people(), pk=pk)
    page = page_of(events_of(found, request.user), request, time="at")
    return render(request, "leads/history.html", {"lead": found, "page": page, "lines": lines(page.rows)})


def state(request, pk):
    found = get_object_or_404(Lead.objects.visible_to(request.user).with_people(), pk=pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("This state doesn't exist. Choose one of the buttons on the lead's page."))
    found.move(**form.cleaned_data, by=request.user)
    messages.success(request, listing.moved_words(found))
    return redirect(back_to(request) or found)


def edit(request, pk):
    found = get_object_or_404(Lead.objects.visible_to(request.user).with_people(), pk=pk)
    form = LeadForm(request.POST or None, instance=found, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        found.refresh_from_db()
        found.change(by=request.user, **form.cleaned_data)
        typed.sent(request)
        messages.success(request, _("Kept."))
        return redirect(found)
    return render(request, "leads/edit.html", {"lead": found, "form": form})


def hand_over(request, pk):
    """Give a lead to another ambassador, found by name or town."""
    found = get_object_or_404(Lead.objects.visible_to(request.user).with_people(), pk=pk)
    wanted = request.GET.get("q", "")[:80]
    form = HandOverForm(request.POST or None, lead=found, wanted=wanted, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        found.hand_to(form.cleaned_data["to"], by=request.user)
        typed.sent(request)
        messages.success(
            request, _("%(name)s looks after %(lead)s from now on.") % {"name": found.owner, "lead": found}
        )
        return redirect(
            found if Lead.objects.visible_to(request.user).only_this(found).exists() else "leads:index"
        )
    return render(request, "leads/hand_over.html", {"lead": found, "form": form})


def back_to(request):
    """The page a form was sent from, where it says so and the page is one of ours; else ""."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else ""
