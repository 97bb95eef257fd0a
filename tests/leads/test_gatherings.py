"""Fairs and receptions: prepared by coordinators, shared by ambassadors, offered first, never anybody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import Encounter, Gathering
from ledger.models import Event
from ledger.refusal import Refusal
from tests import cast
from tests.leads.hands import make_encounter, make_gathering
from tests.leads.test_pages import CAPTURE, said

NEW, LIST = reverse("leads:gathering_new"), reverse("leads:gatherings")


def a_fair(**fields):
    today = str(timezone.localdate())
    return {
        "name": "Autumn fair", "place": "Zwickau", "occasion": "fair", "opens_on": today, "closes_on": today, "whose": "",
        **fields,
    }  # fmt: skip


def offered(client):
    form = client.get(reverse("leads:encounter_new")).context["form"]
    return [label for key, label in form.fields["occasion"].choices if key in form.gatherings]


@pytest.fixture
def cora(db):
    """She coordinates Saxony alone."""
    return cast.make_coordinator("Cora", scope_kind="region", scope_value="DE-SN").person


@pytest.fixture
def ute(db):
    """She coordinates a unit and all below it."""
    cast.make_unit("T-DE-S-HOT", parent=cast.make_unit("T-DE-S"))
    return cast.make_coordinator("Ute", scope_kind="unit", scope_value="T-DE-S").person


def test_a_coordinator_prepares_a_fair_and_it_is_told(as_, cy):
    assert as_(cy).post(NEW, a_fair())["Location"] == LIST
    fair = Gathering.objects.get()
    assert (fair.name, fair.place, fair.prepared_by, fair.region, fair.is_running) == (
        "Autumn fair", "Zwickau", cy, "", True,
    )  # fmt: skip
    assert [event.verb for event in Event.objects.about(fair)] == ["prepared"]


def test_the_same_form_sent_twice_is_one_fair(as_, cy):
    form = a_fair(client_id=str(uuid4()))
    for _twice in range(2):
        as_(cy).post(NEW, form)
    assert Gathering.objects.count() == 1


def test_several_ambassadors_share_a_fair(as_, cy, ada, bo):
    fair = make_gathering(by=cy)
    for who in (ada, bo):
        as_(who).post(reverse("leads:encounter_new"), {**CAPTURE, "occasion": str(fair.pk)})
    assert [(met.gathering, met.occasion, met.place) for met in Encounter.objects.all()] == [
        (fair, "fair", "Autumn fair, Zwickau")
    ] * 2
    assert as_(cy).get(LIST).context["page"].rows[0].logged == 2


def test_what_is_on_today_is_offered_first_and_the_shortest_before_the_rest(as_, cy, ada):
    make_gathering(by=cy, name="A week", days=-2, lasts=6)
    make_gathering(by=cy, name="An evening", occasion="reception")
    make_gathering(by=cy, name="Tomorrow", days=1)
    make_gathering(by=cy, name="Yesterday", days=-1)
    make_gathering(by=cy, name="Broken off", lasts=3).end(by=cy)
    assert offered(as_(ada)) == ["An evening", "A week"]


def test_a_fair_of_a_land_is_offered_there_alone(as_, cora, ada, bo):
    make_gathering(by=cora, region="DE-SN")
    assert (offered(as_(ada)), offered(as_(bo))) == (["Autumn fair"], [])


def test_a_fair_of_a_unit_is_offered_to_all_below_it(as_, ute, ada, bo):
    make_gathering(by=ute, unit_code="T-DE-S")
    assert (offered(as_(ada)), offered(as_(bo))) == (["Autumn fair"], [])


def test_a_fair_of_another_land_can_not_be_sent(as_, cy, bo):
    fair = make_gathering(by=cy, region="DE-SN")
    answer = as_(bo).post(reverse("leads:encounter_new"), {**CAPTURE, "occasion": str(fair.pk)})
    assert (answer.status_code, Encounter.objects.count(), "flash--bad" in said(answer)) == (200, 0, True)
    assert "Autumn fair" not in said(answer)


@pytest.mark.parametrize(("days", "taken"), [(-31, 1), (-32, 0), (1, 0)])
def test_a_phone_without_reception_may_bring_what_happened_there_lately(as_, cy, ada, days, taken):
    fair = make_gathering(by=cy, days=days)
    as_(ada).post(reverse("leads:encounter_new"), {**CAPTURE, "occasion": str(fair.pk)})
    assert Encounter.objects.count() == taken


def test_the_next_encounter_begins_at_the_same_fair(as_, cy, ada):
    fair = make_gathering(by=cy)
    as_(ada).post(reverse("leads:encounter_new"), {**CAPTURE, "occasion": str(fair.pk)})
    form = as_(ada).get(reverse("leads:encounter_new")).context["form"]
    assert (form["occasion"].value(), form["opener"].value()) == (str(fair.pk), "rucksack")


def test_a_place_that_was_typed_wins_over_the_one_that_is_guessed(as_, cy, ada):
    fair = make_gathering(by=cy)
    as_(ada).post(reverse("leads:encounter_new"), {**CAPTURE, "occasion": str(fair.pk), "place": "Hall 3"})
    assert Encounter.objects.get().place == "Hall 3"


def test_a_coordinator_of_a_land_prepares_for_it_and_for_nothing_else(as_, cora):
    client = as_(cora)
    for whose in ("", "region:DE-BE", "unit:T-HR", "region:"):
        assert (client.post(NEW, a_fair(whose=whose)).status_code, Gathering.objects.count()) == (200, 0)
    client.post(NEW, a_fair(whose="region:DE-SN"))
    assert Gathering.objects.get().region == "DE-SN"


@pytest.mark.parametrize("facts", [{}, {"region": "DE-BE"}, {"unit_code": "T-HR"}])
def test_the_model_refuses_a_foreign_scope_too(cora, facts):
    with pytest.raises(Refusal):
        make_gathering(by=cora, **facts)


@pytest.mark.parametrize("who", ["ada", "max", "noor", "hanne", "cora"])
def test_nobody_else_changes_or_ends_a_fair(as_, cy, request, who):
    person, fair = request.getfixturevalue(who), make_gathering(by=cy)
    for name in ("gathering_edit", "gathering_ending"):
        answer = as_(person).post(
            reverse(f"leads:{name}", args=[fair.pk]), a_fair(name="Mine", whose="region:DE-SN")
        )
        assert answer.status_code == (404 if who == "cora" else 403)
    fair.refresh_from_db()
    assert (fair.name, fair.ended_at) == ("Autumn fair", None)


def test_a_fair_is_changed_and_ended_once(as_, cy):
    fair, client = make_gathering(by=cy, lasts=3), as_(cy)
    client.post(reverse("leads:gathering_edit", args=[fair.pk]), a_fair(name="Spring fair"))
    ends = [client.post(reverse("leads:gathering_ending", args=[fair.pk])).status_code for _twice in range(2)]
    fair.refresh_from_db()
    assert (fair.name, ends, fair.is_over, fair.ended_by) == ("Spring fair", [302, 409], True, cy)
    assert [event.verb for event in Event.objects.about(fair)] == ["ended", "changed", "prepared"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 81), ("name", "two\nlines"), ("place", ""), ("place", "a\u202eb"), ("occasion", ""),
        ("occasion", "congress"), ("opens_on", ""), ("opens_on", "1901-01-01"), ("opens_on", "2999-01-01"),
        ("opens_on", "0001-01-01"), ("closes_on", "9999-12-31"), ("closes_on", "1901-01-01"), ("closes_on", "soon"),
        ("whose", "planet:mars"), ("client_id", "1"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_typed_is_lost(as_, cy, field, value):
    answer = as_(cy).post(NEW, {**a_fair(name="Gala"), field: value})
    assert (answer.status_code, Gathering.objects.count(), "flash--bad" in said(answer)) == (200, 0, True)
    assert field == "name" or "Gala" in said(answer)


def test_a_list_costs_the_same_for_one_row_and_for_three(as_, cy, django_assert_max_num_queries):
    client, costs = as_(cy), []
    for _number in range(3):
        make_encounter(cy, gathering=make_gathering(by=cy, region="DE-SN"))
        with django_assert_max_num_queries(12) as counted:
            client.get(LIST)
        costs.append(len(counted))
    assert costs[0] == costs[2]


def test_the_capture_costs_the_same_for_one_fair_and_for_three(as_, cy, ada, django_assert_max_num_queries):
    client, costs = as_(ada), []
    for _number in range(3):
        make_gathering(by=cy)
        with django_assert_max_num_queries(12) as counted:
            client.get(reverse("leads:encounter_new"))
        costs.append(len(counted))
    assert costs[0] == costs[2]


def test_a_day_is_over_the_day_after(cy):
    fair = make_gathering(by=cy, days=-1)
    assert (fair.is_over, fair.is_running) == (True, False)
    assert make_gathering(by=cy, days=1).is_running is False
    assert fair.closes_on == timezone.localdate() - timedelta(days=1)
