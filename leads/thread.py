"""The story of a lead as one thread: what happened, in its order, and what comes next."""

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ambassadors.look.days import day, moment
from leads.models import Lead

MOVES = {"won": "trophy", "lost": "no", "offered": "file", "contacted": "speech", "new": "flag"}
ANSWERS = {"all_ok": "check", "not_ok": "warning", "not_reached": "clock", "not_needed": "no"}


def thread_of(whole):
    """The steps of a lead (Whole), oldest first: dicts of icon, when, title and maybe text, template, next, at, url."""
    steps = [
        *_met(whole.lead),
        *_agreed(whole.consents),
        *_moved(whole.lead, whole.events),
        *_helped(whole.cases),
        *_called(whole.calls),
        *_handed(whole.referrals),
        *_shared(whole.credits),
    ]
    return sorted(steps, key=lambda step: step["at"]) + _next(whole.calls)


def _met(lead):
    met = lead.encounter
    if met is None:
        yield _step(lead.created_at, "flag", _("Lead taken over"), text=lead.source)
        return
    title = _("Met: %(occasion)s") % {"occasion": met}
    yield _step(met.happened_at, met.opener, title, template="leads/_met.html", encounter=met)
    if lead.interest != Lead.Interest.UNKNOWN:
        interest = _("Lead: %(interest)s") % {"interest": lead.get_interest_display()}
        yield _step(lead.created_at, "flag", interest, text=_left(lead))


def _left(lead):
    return (
        _("Until now with %(provider)s.") % {"provider": lead.former_provider} if lead.former_provider else ""
    )


def _agreed(consents):
    for consent in consents:
        at = consent.given_at or consent.created_at
        yield _step(at, "shield", _("Consent, %(manner)s") % {"manner": consent.get_manner_display()},
                    template="consents/_agreed.html", consent=consent)  # fmt: skip
        if consent.is_withdrawn:
            yield _step(consent.withdrawal.at, "no", _("Consent taken back"), text=str(consent))


def _moved(lead, events):
    for event in events:
        if event.subject_key != str(lead.pk) or event.verb not in ("moved", "handed_on"):
            continue
        if event.verb == "handed_on":
            yield _step(event.at, "handshake", _("Handed to somebody else"))
            continue
        to, before = event.data["to"], event.data["before"]
        title = _("Won, taken back") if before == "won" else _words(to)
        yield _step(event.at, "undo" if before == "won" else MOVES[to], title)


def _words(state):
    words = {
        "won": _("Won"),
        "lost": _("Lost"),
        "offered": _("The offer is out"),
        "contacted": _("Spoke again"),
    }
    return words.get(state, Lead.State(state).label)


def _helped(cases):
    for case in cases:
        yield _step(case.opened_at, "help", case.title, template="cases/_helped.html", case=case)


def _handed(referrals):
    for referral in referrals:
        title = _("Handed to %(desk)s") % {"desk": settings.SERVICE_DESK.name}
        yield _step(referral.created_at, "send", title, template="referrals/_step.html", referral=referral)


def _shared(credits):
    for credit in credits:
        at = credit.answered_at or credit.created_at
        yield _step(at, "handshake", _("Shared credit"), template="credits/_step.html", credit=credit)


def _called(follow_ups):
    for call in follow_ups:
        if call.answered_at:
            title = _("Called: %(answer)s") % {"answer": call.get_answer_display()}
            yield _step(
                call.answered_at,
                ANSWERS[call.answer],
                title,
                template="follow_ups/_called.html",
                follow_up=call,
            )


def _next(follow_ups):
    coming = [call for call in follow_ups if call.is_open]
    return [
        _step(call.due_at, "phone", _("Call again"), when=moment(call.due_at), next=True,
              template="follow_ups/_next.html", follow_up=call, acts=call is coming[0])
        for call in coming
    ]  # fmt: skip


def _step(at, icon, title, *, when="", **more):
    return {
        "at": at or timezone.now(),
        "icon": icon,
        "when": capfirst(when or day(at)),
        "title": title,
        **more,
    }
