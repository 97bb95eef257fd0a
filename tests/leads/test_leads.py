"""Leads: one table of transitions, one owner, one scope."""

from functools import partial
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from leads.models import Lead
from leads.models.lead import TRANSITIONS
from ledger.models import Event
from ledger.refusal import Refusal
from tests.cast import give_role, make_ambassador, make_coordinator, make_unit
from tests.leads.hands import DAY, make_case, make_customer, make_encounter, make_follow_up, make_lead
from tests.racing import at_once


def lead_in(state, *, of):
    """A lead that came to this state by its own doors."""
    lead = make_lead(of)
    for step in {"new": [], "lost": ["lost"]}.get(state, [state]):
        lead.move(step, by=of)
    return Lead.objects.get(pk=lead.pk)


@pytest.mark.parametrize(
    ("before", "to"), [(a, b) for a, b in product(TRANSITIONS, TRANSITIONS) if b in TRANSITIONS[a]]
)
def test_a_lead_goes_where_the_table_says(ada, before, to):
    lead = lead_in(before, of=ada)
    lead.move(to, by=ada)
    lead.refresh_from_db()
    event = Event.objects.about(lead).of_verb("moved").first()
    assert (lead.state, event.data, event.actor, lead.won_at is None) == (
        to,
        {"before": before, "to": to},
        ada,
        to != "won",
    )


@pytest.mark.parametrize(
    ("before", "to"), [(a, b) for a, b in product(TRANSITIONS, TRANSITIONS) if b not in TRANSITIONS[a]]
)
def test_a_lead_goes_nowhere_else(ada, before, to):
    lead = lead_in(before, of=ada)
    with pytest.raises(Refusal):
        lead.move(to, by=ada)
    assert Lead.objects.get().state == before


def test_two_stale_pages_win_a_lead_once(ada):
    lead = make_lead(ada)
    same_page = Lead.objects.get(pk=lead.pk)
    lead.win(by=ada)
    with pytest.raises(Refusal):
        same_page.win(by=ada)
    assert lead.follow_ups.count() == 3


def test_only_what_was_won_is_taken_back(ada):
    with pytest.raises(Refusal):
        lead_in("offered", of=ada).take_back(by=ada)


def test_nobodys_lead_is_not_won(cy):
    with pytest.raises(Refusal):
        make_lead(None).win(by=cy)


def test_a_lead_keeps_the_unit_and_land_of_its_day(ada):
    lead = make_lead(ada)
    ada.ambassador.region = "DE-BE"
    ada.ambassador.save()
    assert (Lead.objects.get(pk=lead.pk).unit_code, Lead.objects.get(pk=lead.pk).region) == (
        "T-DE-S-HOT",
        "DE-SN",
    )


# Handed on


def test_a_handed_lead_takes_along_every_case_in_which_the_customer_still_waits(ada, bo):
    lead = make_lead(ada)
    cases = [make_case(ada, customer=lead.customer, lead=lead) for _number in range(4)]
    cases[1].hand_on(by=ada, reference="TS-4711")
    cases[2].solve(by=ada, what_helped="A cable.")
    cases[3].drop(by=ada)
    call = make_follow_up(cases[1], due_in=DAY)
    asked = cases[2].follow_ups.get()
    lead.hand_to(bo.ambassador, by=ada)
    for row in (*cases, call, asked):
        row.refresh_from_db()
    taker, giver = bo.ambassador, ada.ambassador
    assert (Lead.objects.get().owner, [case.owner for case in cases]) == (taker, [taker, taker, giver, giver])
    assert (call.owner, asked.owner) == (taker, giver)
    assert [Event.objects.about(case).of_verb("handed_over").count() for case in cases] == [1, 1, 0, 0]


def test_who_takes_a_lead_reads_what_was_solved_before_and_finds_no_door_that_is_shut(as_, ada, bo):
    lead = make_lead(ada)
    solved = make_case(ada, customer=lead.customer, lead=lead, title="No dial tone")
    solved.solve(by=ada, what_helped="A cable.")
    address, door = lead.get_absolute_url(), solved.get_absolute_url()
    assert door in as_(ada).get(address).content.decode()
    lead.hand_to(bo.ambassador, by=ada)
    page = as_(bo).get(address).content.decode()
    assert ("No dial tone" in page, "A cable." in page, door in page) == (True, True, False)
    assert (as_(bo).get(door).status_code, as_(ada).get(door).status_code) == (404, 200)


def test_the_encounter_says_who_looks_after_what_came_of_it_and_names_no_customer_of_others(as_, ada, bo):
    encounter = make_encounter(ada)
    lead = make_lead(ada, encounter=encounter, customer=make_customer("Frau Quittenbaum"))
    case = make_case(ada, encounter=encounter, customer=lead.customer, lead=lead)
    page = as_(ada).get(encounter.get_absolute_url()).content.decode()
    assert (lead.get_absolute_url() in page, case.get_absolute_url() in page) == (True, True)
    lead.hand_to(bo.ambassador, by=ada)
    page = as_(ada).get(encounter.get_absolute_url()).content.decode()
    assert page.count("Bo Lindqvist looks after it now.") == 2
    assert [
        text for text in ("Quittenbaum", lead.get_absolute_url(), case.get_absolute_url()) if text in page
    ] == []
    lead.put_into_queue(by=bo)
    assert (
        "The coordinators look after it now." in as_(ada).get(encounter.get_absolute_url()).content.decode()
    )


def test_a_lead_is_handed_to_active_ambassadors_only(ada, dee):
    lead = make_lead(ada)
    for taker in (make_ambassador(state="alumnus"), make_ambassador(state="invited"), ada.ambassador):
        with pytest.raises(Refusal):
            lead.hand_to(taker, by=ada)
    assert Lead.objects.get().owner == ada.ambassador


def test_of_two_who_hand_a_lead_on_the_second_is_told(ada, bo, dee):
    lead = make_lead(ada)
    same_page = Lead.objects.get(pk=lead.pk)
    lead.hand_to(bo.ambassador, by=ada)
    with pytest.raises(Refusal):
        same_page.hand_to(dee.ambassador, by=ada)
    assert Lead.objects.get().owner == bo.ambassador


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_win_a_lead_at_once_one_does(ada):
    lead = make_lead(ada)
    pages = [Lead.objects.with_people().get(pk=lead.pk) for _number in range(10)]
    came = at_once(*[partial(page.win, by=ada) for page in pages])
    assert (sum(isinstance(each, Refusal) for each in came), lead.follow_ups.count()) == (9, 3)


# Seen


def test_ambassadors_see_their_own_leads_and_nobody_elses(ada, bo, dee, max, noor, hanne):
    lead = make_lead(ada)
    make_lead(bo)
    assert list(Lead.objects.visible_to(ada)) == [lead]
    for stranger in (dee, max, noor, hanne):
        assert not Lead.objects.visible_to(stranger).exists()


def test_coordinators_see_the_leads_of_their_scope(ada, bo):
    make_unit("T-DE-S-HOT", parent=None)
    saxon, berlin, queued = make_lead(ada), make_lead(bo), make_lead(None)
    seen = {
        scope: set(Lead.objects.visible_to(make_coordinator(scope_kind=scope, scope_value=value).person))
        for scope, value in {"network": "", "region": "DE-SN", "unit": "T-MOB-N"}.items()
    }
    assert seen == {"network": {saxon, berlin, queued}, "region": {saxon}, "unit": {berlin}}


def test_a_coordinator_of_a_unit_sees_the_units_below_it(db):
    above = make_unit("T-X")
    make_unit("T-X-1", parent=above)
    lead = make_lead(make_ambassador(unit="T-X-1"))
    assert list(Lead.objects.visible_to(make_coordinator(scope_kind="unit", scope_value="T-X").person)) == [
        lead
    ]


def test_a_customer_is_seen_with_their_lead_or_case(ada, bo, cy):
    from leads.models import Customer

    alone = make_customer("Nobody's")
    by_lead, by_case = make_lead(ada).customer, make_case(ada).customer
    assert set(Customer.objects.visible_to(ada)) == {by_lead, by_case}
    assert not Customer.objects.visible_to(bo).exists()
    assert alone not in Customer.objects.visible_to(give_role(cy, "admin") and cy)


# Counted and found


def test_leads_are_counted_by_state_with_every_state_named(ada):
    make_lead(ada)
    lead_in("won", of=ada)
    assert Lead.objects.by_state() == {"new": 1, "contacted": 0, "offered": 0, "won": 1, "lost": 0}


def test_a_lead_is_due_with_a_due_follow_up_only(ada):
    due, later_ = make_lead(ada), make_lead(ada)
    make_follow_up(due)
    make_follow_up(later_, due_in=DAY)
    assert list(Lead.objects.due()) == [due]


def test_a_lead_is_found_by_what_its_customer_is_called_later(ada):
    lead = make_lead(ada)
    lead.customer.change(by=ada, nickname="Frau Größmann")
    assert [list(Lead.objects.found_by(q)) for q in ("groessmann", "nobody", "größm zwick")] == [
        [lead],
        [],
        [lead],
    ]


def test_the_chain_shows_how_far_a_lead_is(ada):
    def step(lead):
        return Lead.objects.with_chain().get(pk=lead.pk).step

    bare, agreed, won = make_lead(ada), make_lead(ada, consent="service"), lead_in("won", of=ada)
    called = lead_in("won", of=ada)
    make_follow_up(called).complete(by=ada, answer="all_ok")
    assert [step(lead) for lead in (bare, agreed, won, called)] == [2, 3, 4, 5]


@pytest.mark.parametrize("columns", [{"state": "won"}, {"won_at": "2026-01-01T00:00Z"}])
def test_the_database_refuses_a_lead_that_contradicts_itself(ada, columns):
    lead = make_lead(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.only_this(lead).update(**columns)


def test_an_encounter_knows_what_kind_of_story_it_may_become(ada):
    kinds = {"offer": "sales", "helped": "help", "colleague": "motivation", "good_word": "perception"}
    assert {outcome: make_encounter(ada, outcomes=[outcome]).kind for outcome in kinds} == kinds
    assert make_encounter(ada).kind == "perception"
