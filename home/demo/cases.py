"""Troubles that ambassadors helped with: found at an encounter, or when they asked again."""

from datetime import timedelta

from django.utils import timezone

from home.demo import calls
from home.demo.content import document, key, said
from home.demo.moments import DAY, awake
from leads import calendar
from leads.models import Case
from leads.models.due import due_at, working_morning

QUICKEST = timedelta(minutes=20)


def of_encounter(journal, lead, dice):
    at = lead.encounter.happened_at
    case = _open(journal, key("case", lead.pk), lead, at, dice, encounter=lead.encounter)
    _solve(journal, case, at + dice.days(0.05, 3), dice)


def of_follow_up(journal, follow_up, dice):
    at = follow_up.answered_at
    case = _open(journal, key("case", follow_up.pk), follow_up.lead, at, dice, opened_from=follow_up)
    _solve(journal, case, at + dice.days(0.2, 5), dice)


def open_case(journal, case):
    """A case of the past; its events stand where it does."""
    by = case.owner.person
    journal.add(case)
    journal.tell(case, "opened", case.opened_at, by, customer=case.customer_id, lead=case.lead_id)
    if case.solved_at:
        case.state = Case.State.SOLVED
        journal.tell(case, "solved", case.solved_at, by)
    return case


def ask_again(journal, case):
    """The call three days after the solution, planned when it was solved."""
    day = calendar.later(timezone.localdate(case.solved_at), days=3)
    when = due_at(working_morning(day, case.owner))
    return calls.plan(journal, when, case.solved_at, case=case, rule="case:3d", purpose="service")


def _open(journal, pk, lead, at, dice, **origin):
    trouble = dice.one_of(document("everyday.yaml")["troubles"])
    return Case(
        pk=pk,
        customer=lead.customer,
        lead=lead,
        owner=lead.owner,
        title=said(trouble, "title"),
        tried=said(trouble, "tried"),
        what_helped=said(trouble, "what_helped"),
        since_when=timezone.localdate(at - dice.days(1, 9)),
        opened_at=at,
        created_at=at,
        unit_code=lead.unit_code,
        region=lead.region,
        **origin,
    )


def _solve(journal, case, at, dice):
    """Solved, unless that would be still to come; then it is open."""
    at = max(awake(at), case.opened_at + QUICKEST)
    if at >= timezone.now():
        case.what_helped = ""
        return open_case(journal, case)
    case.solved_at = at
    open_case(journal, case)
    asked = ask_again(journal, case)
    age = timezone.now() - asked.due_at
    if age > 2 * DAY:
        calls.answer(journal, asked, "all_ok", calls.when_answered(asked.due_at, age, dice))
    elif age > timedelta(0):
        asked.remind_at = None
    return case
