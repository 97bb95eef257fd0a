from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import typed
from leads import listing
from leads.forms.follow_up import AnswerForm, FollowUpForm, SnoozeForm, quick_choices
from leads.models import CallBack, FollowUp, Lead
from leads.standing import Standing
from ledger.again import again
from ledger.pages import first_of, page_of
from ledger.plans import kept_if

CARDS = 20  # each is a picture, a sentence and two buttons


@kept_if(listing.sees_all_or_own)
def index(request):
    """The calls one promised: due, coming, answered; for a coordinator also what is due in the network."""
    show = request.GET.get("show", "")
    page = _shown(request, show)
    call_backs = (
        [] if show else CallBack.objects.owned_by(request.user).open().on_cards().soonest_first()[:20]
    )
    return render(request, "follow_ups/index.html", {
        "page": page, "call_backs": call_backs, "show": show, "show_owner": show == "network", "options": listing.follow_up_options(request, show),
    })  # fmt: skip


def new(request, pk):
    """Promise a call by hand."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user).with_people(), pk=pk)
    owner = lead.owner or request.user.ambassador_or_none
    tz = owner.person.time_zone if owner else request.user.time_zone
    form = FollowUpForm(request.POST or None, tz=tz, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("wall", "purpose", "remark", "client_id")}
        FollowUp.add(lead, by=request.user, **given)
        typed.sent(request)
        messages.success(request, _("Promised. We remind you."))
        return redirect(lead)
    return render(request, "follow_ups/new.html", {"lead": lead, "form": form})


def answer(request, pk):
    """How are they doing? One tap; opening the page changes nothing."""
    found = _found(request, pk)
    form = AnswerForm(request.POST or None, follow_up=found)
    if request.method == "POST" and form.is_valid():
        found.complete(by=request.user, **form.said)
        return _answered(request, found)
    why_not = "" if found.may_call else Standing(found.customer).why_no_call(found.purpose)
    return render(request, "follow_ups/answer.html", {"follow_up": found, "form": form, "why_not": why_not})


def correct(request, pk):
    """Take a mistaken answer back."""
    found = _found(request, pk)
    form = AnswerForm(request.POST or None, follow_up=found)
    if request.method == "POST" and form.is_valid():
        found.correct(by=request.user, **form.said)
        return _answered(request, found)
    return render(request, "follow_ups/correct.html", {"follow_up": found, "form": form})


def snooze(request, pk):
    """Call another day: with one tap, or at a day and hour of one's own."""
    found = _found(request, pk)
    form = SnoozeForm(request.POST or None, tz=found.tz, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        found.snooze(form.cleaned_data["wall"], by=request.user)
        typed.sent(request)
        messages.success(request, _("Put off. We remind you then."))
        return redirect(found.way_back)
    quick = quick_choices(timezone.now(), found.tz, found.owner.region)
    return render(request, "follow_ups/snooze.html", {"follow_up": found, "form": form, "quick": quick})


def _found(request, pk):
    return get_object_or_404(FollowUp.objects.visible_to(request.user).with_customers(), pk=pk)


def _shown(request, show):
    """A page of what was answered, newest first, or of what is open, the soonest first."""
    mine = FollowUp.objects.owned_by(request.user)
    if show == "answered":
        return page_of(mine.answered().in_rows().latest_answers_first(), request, time="answered_at")
    if show == "coming":
        return _soonest(mine.coming().in_rows(), request)
    if show == "network" and request.user.is_coordinator:
        everybodys = FollowUp.objects.visible_to(request.user).due()
        return _soonest(everybodys.in_rows(show_owner=True), request)
    read = first_of if request.GET else lambda _rows, _number, _after: _due(request.user)
    return _soonest(mine.due().on_cards(), request, rows_on_page=CARDS, read=read)


@again
def _due(me):
    return FollowUp.objects.owned_by(me).due().on_cards().soonest_first()[: CARDS + 1]


def _soonest(follow_ups, request, **how):
    return page_of(follow_ups.soonest_first(), request, time="due_at", soonest_first=True, **how)


def _answered(request, follow_up):
    case = getattr(follow_up, "opened_case", None)
    if follow_up.answer == FollowUp.Answer.NOT_OK and case and follow_up.stands_in_for:
        messages.warning(
            request,
            _("Something is wrong: a help case is open with %(name)s.") % {"name": case.owner},
        )
        return redirect(follow_up.way_back)
    if follow_up.answer == FollowUp.Answer.NOT_OK and case:
        messages.warning(
            request, _("Something is wrong: a help case is open. It is yours until it is solved.")
        )
        return redirect(case)
    messages.success(request, _("Kept: %(answer)s.") % {"answer": follow_up.get_answer_display()})
    more = FollowUp.objects.owned_by(request.user).due().exists()
    return redirect("leads:follow_ups") if more else redirect(follow_up.way_back)
