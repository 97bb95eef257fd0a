"""Chains: which calls are promised by themselves, from one day until another."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from leads.calendar import later, next_working_day
from leads.models import CallBack, Chain, FollowUp
from leads.models.chain_step import Step
from ledger.models import Event
from ledger.refusal import Refusal
from tests.cast import give_role, make_person
from tests.leads.hands import NUMBER, make_case, make_lead

DAY = timedelta(days=1)
URL = "/follow-ups/chains/"


@pytest.fixture
def cora(ada):
    """She coordinates one land."""
    cora = make_person("Cora")
    give_role(cora, "coordinator", scope_kind="region", scope_value="DE-SN")
    return cora


def written(kind, *steps, by, days=0):
    return Chain.write(kind, [Step(*step) for step in steps], by=by, valid_from=by.today() + days * DAY)


def rules(lead):
    return [(one.rule, one.purpose) for one in lead.follow_ups.all().open().soonest_first()]


def test_until_somebody_writes_a_chain_it_is_three_days_weeks_and_months(cy):
    assert [step.rule for step in Chain.calls_on("sale", cy.today())] == ["3d", "3w", "3m"]
    assert Chain.calls_on("help", cy.today()) == [Step(3, "d", "service")]
    assert Chain.calls_on("call_back", cy.today()) == []
    assert not Chain.objects.exists()


def test_a_new_version_counts_from_its_day_on_and_what_is_promised_stays(ada, cy):
    before, after = make_lead(ada), make_lead(ada)
    before.win(by=ada)
    written("sale", (2, "w", "service"), (6, "m", "advertising"), by=cy, days=1)
    assert [rule for rule, _ in rules(before)] == ["3d", "3w", "3m"]
    with time_machine.travel(timezone.now() + DAY, tick=False):
        after.win(by=ada)
    assert rules(after) == [("2w", "service"), ("6m", "advertising")]
    assert [rule for rule, _ in rules(before)] == ["3d", "3w", "3m"]


def test_the_first_version_is_what_held_before(cy):
    second = written("help", (5, "d", "service"), by=cy)
    first = Chain.objects.get(valid_until=cy.today())
    assert [first.calls, second.calls] == [[Step(3, "d", "service")], [Step(5, "d", "service")]]
    assert [(event.verb, event.actor) for event in Event.objects.about(second)] == [("written", cy)]


def test_a_mistake_of_today_is_written_anew_and_stays_readable(cy):
    mistake = written("sale", (3, "m", "advertising"), by=cy)
    right = written("sale", (3, "d", "advertising"), by=cy)
    mistake.refresh_from_db()
    assert mistake.replaced_at and Chain.calls_on("sale", cy.today()) == right.calls


def test_an_earlier_day_replaces_what_would_begin_later(cy):
    written("sale", (9, "w", "service"), by=cy, days=20)
    written("sale", (2, "w", "service"), by=cy, days=10)
    found = [Chain.calls_on("sale", cy.today() + days * DAY) for days in (9, 10, 30)]
    assert [[step.rule for step in steps] for steps in found] == [["3d", "3w", "3m"], ["2w"], ["2w"]]


def test_ended_nothing_is_promised_by_itself(ada, cy):
    Chain.end("help", by=cy, valid_until=cy.today())
    case = make_case(ada)
    case.solve(by=ada, what_helped="")
    assert not case.follow_ups.exists()
    with pytest.raises(Refusal):
        Chain.end("help", by=cy, valid_until=cy.today())


def test_a_case_is_asked_about_as_often_as_its_chain_says(ada, cy):
    written("help", (1, "w", "service"), (1, "m", "service"), by=cy)
    case = make_case(ada)
    case.solve(by=ada, what_helped="")
    days = [next_working_day(later(ada.today(), **span), "DE-SN") for span in ({"weeks": 1}, {"months": 1})]
    found = [(one.rule, one.wall_date, one.why) for one in case.follow_ups.all().soonest_first()]
    why = "Their trouble was solved. Does it still work?"
    assert found == [("case:1w", days[0], why), ("case:1m", days[1], why)]
    case.reopen(by=ada)
    assert not case.follow_ups.all().open().exists()
    case.solve(by=ada, what_helped="")
    assert [one.occurrence for one in case.follow_ups.all().open()] == [2, 2]


def test_who_was_called_back_is_called_again_as_the_chain_says(ada, cy):
    written("call_back", (2, "d", "service"), by=cy)
    lead = make_lead(ada)
    for answer in ("not_reached", "spoken"):
        asked = CallBack.objects.first() or CallBack.ask(
            lead.customer, owner=ada.ambassador, by=ada, phone=NUMBER
        )
        asked.complete(by=ada, answer=answer)
    assert [one.why for one in FollowUp.objects.of_lead(lead)] == ["You spoke on the phone. Is it settled?"]
    lead.win(by=ada)
    lead.take_back(by=ada)
    assert rules(lead) == [("call:2d", "service")]


def test_a_step_without_a_sentence_of_its_own_still_says_why(ada, cy):
    written("sale", (2, "w", "advertising"), by=cy)
    lead = make_lead(ada)
    lead.win(by=ada)
    assert lead.follow_ups.get().why == "It was won 2 weeks ago: are they content?"


@pytest.mark.parametrize("steps", [[(400, "d", "service")], [(2, "d", "service"), (2, "d", "advertising")]])
def test_no_chain_asks_after_a_year_or_twice_on_a_day(cy, steps):
    with pytest.raises(Refusal):
        written("sale", *steps, by=cy)


def test_only_who_speaks_for_the_whole_network_writes_a_chain(ada, cora, hanne, cy):
    for person in (ada, cora):
        with pytest.raises(Refusal):
            written("sale", (2, "d", "service"), by=person)
    written("sale", (2, "d", "service"), by=hanne)
    with pytest.raises(Refusal):
        written("sale", (2, "d", "service"), by=cy, days=-1)


# On the page


def sent(**fields):
    rows = {f"call{n}-{name}": value for n in range(1, 7)
            for name, value in {"number": "", "unit": "d", "purpose": "service"}.items()}  # fmt: skip
    return rows | fields


def test_cy_writes_a_chain_on_the_page(as_, cy):
    form = sent(day=str(cy.today()), **{"call1-number": "2", "call1-unit": "w"})
    answer = as_(cy).post(reverse("leads:chain_new", args=["sale"]), form, follow=True)
    assert Chain.calls_on("sale", cy.today()) == [Step(2, "w", "service")]
    page = answer.content.decode()
    assert "2 weeks later" in page and "As it was before" in page


def test_what_was_typed_stays_beside_a_sentence(as_, cy):
    form = sent(day=str(cy.today() - DAY), **{"call1-number": "7", "call2-number": "7", "call3-number": "x"})
    page = as_(cy).post(reverse("leads:chain_new", args=["sale"]), form).content.decode()
    assert "This day is over." in page and 'value="7"' in page and 'value="x"' in page
    form = sent(day=str(cy.today()), **{"call1-number": "7", "call2-number": "7"})
    page = as_(cy).post(reverse("leads:chain_new", args=["sale"]), form).content.decode()
    assert "Two calls at the same time" in page and not Chain.objects.exists()


def test_cy_ends_a_chain_on_the_page(as_, cy):
    as_(cy).post(reverse("leads:chain_end", args=["help"]), {"day": str(cy.today())})
    assert "No call is promised by itself." in as_(cy).get(URL).content.decode()
    assert Chain.calls_on("help", cy.today()) == []


def test_a_coordinator_of_one_land_reads_and_ada_stays_outside(as_, cora, ada):
    page = as_(cora).get(URL).content.decode()
    assert "3 weeks later" in page and reverse("leads:chain_new", args=["sale"]) not in page
    assert as_(ada).get(URL).status_code in (403, 404)
    assert as_(cora).get(URL + "nonsense/new/").status_code == 404


def test_the_page_costs_the_same_for_one_version_and_for_three(as_, cy):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, costs = as_(cy), []
    client.get(URL)
    for days in (0, 5, 9):
        written("sale", (days + 1, "d", "service"), by=cy, days=days)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        costs.append(len(queries))
    assert len(set(costs)) == 1
