"""The calls after a lead was won or somebody was helped, and what was answered."""

from datetime import timedelta

from django.utils import timezone

from home.demo import calls, cases
from home.demo.content import document, said
from home.demo.moments import DAY, due
from leads import calendar
from leads.models.chain import AT_FIRST
from leads.models.due import due_at, working_morning

PROMISED = (-2, -1, 0, 0, 1, 2, 3, 5, 6, 8, 9, 12, 13)


def of(journal, lead, consent, dice):
    """Everything that was promised because of this lead."""
    if lead.is_won:
        won_on = timezone.localdate(lead.won_at)
        for step in AT_FIRST["sale"]:
            wall = working_morning(calendar.later(won_on, **step.span), lead.owner)
            planned = calls.plan(journal, due_at(wall), lead.won_at, lead=lead, rule=step.rule)
            _perhaps_answer(journal, planned, consent, dice)
    elif lead.state in ("contacted", "offered") and dice.happens(0.25):
        _promise(journal, lead, dice)
    if lead.encounter and "helped" in lead.encounter.outcomes:
        cases.of_encounter(journal, lead, dice)


def _perhaps_answer(journal, follow_up, consent, dice):
    """What is long due is answered, nearly always in time; what is due just now often isn't yet."""
    age = timezone.now() - follow_up.due_at
    if age < timedelta(0) or dice.happens(_chance_to_be_open(age)):
        if age > DAY:
            follow_up.remind_at = None  # they were told about it on the day
        return
    how = dice.weighed(all_ok=80, not_ok=7, not_reached=9, not_needed=4)
    at = calls.when_answered(follow_up.due_at, age, dice)
    calls.answer(journal, follow_up, how, at, consent)
    if how == "not_reached":
        _try_again(journal, follow_up, consent, dice)
    if how == "not_ok":
        cases.of_follow_up(journal, follow_up, dice)


def _chance_to_be_open(age):
    return 0.5 if age < 2 * DAY else 0.15 if age < 6 * DAY else 0


def _try_again(journal, first, consent, dice):
    day = calendar.working_days_after(timezone.localdate(first.answered_at), 2, first.owner.region)
    wall = calendar.morning_of(day, first.owner.person.time_zone)
    again = calls.plan(journal, due_at(wall), first.answered_at, lead=first.lead, case=first.case, rule=first.rule,
                 purpose=first.purpose, attempt=2, again_of=first)  # fmt: skip
    age = timezone.now() - again.due_at
    if age > DAY:
        calls.answer(journal, again, "all_ok", calls.when_answered(again.due_at, age, dice), consent)


def _promise(journal, lead, dice):
    """A call promised by hand, around today."""
    days = dice.one_of(PROMISED)
    remark = said(dice.one_of(document("everyday.yaml")["remarks"]), "text")
    at = max(lead.state_since, timezone.now() - 6 * DAY)
    calls.plan(journal, due(days, lead.owner.person.time_zone), at, lead=lead, rule="by_hand", remark=remark)
