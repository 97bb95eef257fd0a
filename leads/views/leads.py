from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from ambassadors.models import Network
from leads import listing
from leads.facts import facts_of
from leads.forms.lead import HandOverForm, LeadForm, StateForm
from leads.models import Duplicate, Lead
from leads.thread import thread_of
from ledger.models import Look
from ledger.pages import page_of
from ledger.refusal import Refusal

LOOKS_SHOWN = 5


def index(request):
    """The leads one looks after; a coordinator's whole scope."""
    view, q = request.GET.get("state", ""), request.GET.get("q", "")[:80]
    leads = Lead.objects.visible_to(request.user)
    if view == "mine":
        leads = leads.owned_by(request.user)
    shown = leads.shown_as(view).found_by(q).with_people().with_chain().newest_first()
    context = {"page": page_of(shown, request, time="created_at"), "q": q, "view": view}
    return render(
        request, "leads/index.html", {**context, "options": listing.lead_options(request, leads, view, q)}
    )


def lead(request, pk):
    """One lead with its whole story."""
    found = get_object_or_404(Lead.objects.visible_to(request.user).with_people().with_chain(), pk=pk)
    consents = list(found.customer.all_consents().with_story().in_order())
    looks = Look.objects.at(found.customer).with_actors()[:LOOKS_SHOWN]
    thread = thread_of(found, consents, request.user)
    facts = facts_of(found, Network.now())
    twice = Duplicate.objects.visible_to(request.user).open().of_customer(found.customer).with_customers()[:3]
    shown = {
        "lead": found,
        "thread": thread,
        "consents": consents,
        "looks": looks,
        "facts": facts,
        "duplicates": twice,
    }
    return render(request, "leads/lead.html", shown)


def state(request, pk):
    found = get_object_or_404(Lead.objects.visible_to(request.user).with_people(), pk=pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("This state doesn't exist. Choose one of the buttons on the lead's page."))
    found.move(**form.cleaned_data, by=request.user)
    messages.success(request, listing.moved_words(found))
    return redirect(found)


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
