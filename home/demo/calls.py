"""A call that was planned on a day of the past, and its answer."""

from home.demo.content import key
from home.demo.moments import DAY, awake
from leads.models import ConsentUse, FollowUp

REACHED = ("all_ok", "not_ok")


def plan(journal, when, at, *, lead=None, case=None, rule, purpose="advertising", **what):
    """A follow-up planned at a moment of the past; `when` are the columns of its due time."""
    subject = lead or case
    place = {"owner": subject.owner, "unit_code": subject.unit_code, "region": subject.region}
    pk = key("follow-up", subject.pk, rule, what.get("attempt", 1))
    what = {**when, **place, "rule": rule, "purpose": purpose, "created_at": at, **what}
    follow_up = journal.add(FollowUp(pk=pk, lead=lead, case=case, customer=subject.customer, **what))
    journal.tell(
        follow_up, "planned", at, subject.owner.person, rule=rule, due_at=follow_up.due_at, about=subject.pk
    )
    return follow_up


def answer(journal, follow_up, answer, at, consent=None):
    """The answer of the past; a call that reached somebody used the consent."""
    by = follow_up.owner.person
    follow_up.answer, follow_up.answered_at, follow_up.answered_by = answer, at, by
    follow_up.remind_at = None
    if answer in REACHED:
        follow_up.how = "called" if consent else "met"
    journal.tell(follow_up, "answered", at, by, answer=answer, how=follow_up.how)
    if consent and answer in REACHED:
        use = ConsentUse(
            pk=key("use", follow_up.pk), consent=consent, at=at, created_at=at, by=by, follow_up=follow_up
        )
        journal.add(use)
        journal.tell(consent, "used", at, by, follow_up=follow_up.pk)


def when_answered(moment, age, dice):
    """Within four days, and now and then too late; `age` is how long ago it was due."""
    late = age > 16 * DAY and dice.happens(0.05)
    wait = dice.days(8, 15) if late else min(dice.days(0.02, 4), age * 0.9)
    return awake(moment + wait)
