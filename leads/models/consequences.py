"""What follows from an answer, and how it is taken back when the answer was a mistake."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models.case import Case
from ledger.refusal import Refusal

REACHED = ("all_ok", "not_ok")
NOBODY_MAY_CALL = gettext_lazy(
    "No consent allows a call about an offer. Say whether you met or they called you, then answer."
)
SAME = ("lead", "case", "rule", "occurrence", "purpose", "remark")  # from one attempt to the next


def follow(follow_up, *, by):
    """A call used the consent; trouble opens a case; nobody there means another attempt."""
    if follow_up.how == "called":
        _note_the_use(follow_up, by)
    if follow_up.answer == "not_ok":
        _open_case(follow_up, by)
    if follow_up.answer == "not_reached" and follow_up.tries_left:
        _try_again(follow_up, by)


def how_they_spoke(follow_up, answer, how):
    """Called, met or called by them; refused where nobody may call about an offer and nobody says how else they spoke."""
    if answer not in REACHED:
        return ""
    if follow_up.may_call:
        return how or "called"
    how = "" if how == "called" else how
    if not how and follow_up.purpose == "advertising":
        raise Refusal(NOBODY_MAY_CALL)
    return how


def undo(follow_up, *, by):
    """Drop the case and end the next attempt; a use of the consent stays written down."""
    for case in Case.objects.of_follow_up(follow_up).told():
        case.drop(by=by)
    again = type(follow_up).objects.attempt_after(follow_up)
    if again and again.ended_at is None:
        again.end("corrected", by=by)


def _note_the_use(follow_up, by):
    consent = follow_up.fitting_consent()
    if consent:  # without one they met, or the customer called
        consent.use(by=by, follow_up=follow_up)


def _looked_after_by(follow_up):
    """Who looks after the matter now: it may have been handed on since the answer."""
    return follow_up.subject.owner or follow_up.owner


def _open_case(follow_up, by):
    owner = _looked_after_by(follow_up)
    dropped = Case.objects.of_follow_up(follow_up)
    dropped.hand_all_to(owner, by=by)
    if case := dropped.first():
        return case.reopen(by=by)
    lead = follow_up.lead or follow_up.case.lead
    title = _("Not ok when asked again")
    return Case.open_for(
        follow_up.customer, owner=owner, by=by, lead=lead, opened_from=follow_up, title=title
    )


def _try_again(follow_up, by):
    again = type(follow_up).objects.attempt_after(follow_up)
    owner = _looked_after_by(follow_up)
    if again:
        return again.revive(follow_up.next_try, owner=owner, by=by)
    same = {name: getattr(follow_up, name) for name in SAME}
    return type(follow_up).plan(
        **same, owner=owner, attempt=follow_up.attempt + 1, again_of=follow_up, wall=follow_up.next_try, by=by
    )
