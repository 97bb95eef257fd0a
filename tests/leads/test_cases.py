"""Help cases: opened, helped with, solved, handed on."""

import pytest
from django.db import IntegrityError, transaction

from leads.models import Case
from ledger.models import Event
from ledger.refusal import Refusal
from tests.leads.hands import make_case, make_follow_up, make_lead


def test_a_solved_case_remembers_what_helped_and_how_long_it_took(ada):
    case = make_case(ada)
    case.solve(by=ada, what_helped="A restart of the router.")
    case.refresh_from_db()
    assert (case.state, case.what_helped, case.duration >= case.solved_at - case.solved_at) == (
        "solved", "A restart of the router.", True,
    )  # fmt: skip


def test_a_case_at_the_service_desk_can_still_be_solved(ada):
    case = make_case(ada)
    case.hand_on(by=ada, reference="TS-4711")
    case.solve(by=ada, what_helped="They changed the port.")
    assert [event.verb for event in Event.objects.about(case)] == ["solved", "handed_on", "opened"]


@pytest.mark.parametrize("door", ["solve", "hand_on"])
def test_of_two_stale_pages_the_second_is_told(ada, door):
    case = make_case(ada)
    stale = Case.objects.get(pk=case.pk)
    case.solve(by=ada, what_helped="A cable.")
    words = {"solve": {"what_helped": "x"}, "hand_on": {"reference": "x"}}[door]
    with pytest.raises(Refusal, match="solved"):
        getattr(stale, door)(by=ada, **words)
    assert Case.objects.get().what_helped == "A cable."


def test_a_reopened_case_asks_nobody_whether_it_still_works(ada):
    case = make_case(ada)
    case.solve(by=ada, what_helped="A cable.")
    case.reopen(by=ada)
    assert (Case.objects.get().state, case.follow_ups.all().open().count()) == ("open", 0)
    case.solve(by=ada, what_helped="Another cable.")
    assert [f.occurrence for f in case.follow_ups.all().open()] == [2]


def test_not_ok_about_a_solved_case_opens_another_one(ada):
    lead = make_lead(ada)
    case = make_case(ada, customer=lead.customer, lead=lead)
    case.solve(by=ada, what_helped="A cable.")
    case.follow_ups.get().complete(by=ada, answer="not_ok")
    assert Case.objects.open().get().lead == lead


def test_cases_opened_by_mistake_are_not_told(ada):
    case = make_case(ada)
    case.drop(by=ada)
    assert not Case.objects.told().exists()


@pytest.mark.parametrize(
    "columns", [{"state": "solved"}, {"solved_at": "2026-01-01T00:00Z"}, {"state": "handed_on"}]
)
def test_the_database_refuses_a_case_that_contradicts_itself(ada, columns):
    case = make_case(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.only_this(case).update(**columns)


def test_one_follow_up_opens_one_case(ada):
    follow_up = make_follow_up(make_lead(ada))
    make_case(ada, opened_from=follow_up)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_case(ada, opened_from=follow_up)
