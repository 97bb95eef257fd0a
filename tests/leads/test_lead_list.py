"""Narrowing the leads: every filter alone and together, in the address, with chips that take it away again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import Lead
from tests.cast import make_coordinator, make_unit
from tests.leads.hands import DAY, make_customer, make_encounter, make_follow_up, make_lead

INDEX = reverse("leads:index")


def listed(client, **query):
    return [lead.customer.called for lead in client.get(INDEX, query).context["page"].rows]


@pytest.fixture
def three(ada):
    """Three leads that differ in everything one can narrow by."""
    fair = make_encounter(ada, place="Herbstmesse Görlitz")
    first = make_lead(ada, customer=make_customer("First", city="München"), interest="fibre", former_provider="Anderswo Net",
                      obstacle="price", relation="friend", win_back=True, encounter=fair)  # fmt: skip
    second = make_lead(ada, customer=make_customer("Second", city="Zwickau"), interest="mobile", obstacle="landlord",
                       relation="family", consent="service")  # fmt: skip
    third = make_lead(ada, customer=make_customer("Third", city="Frankfurt am Main"), consent="service")
    second.move("offered", by=ada)
    make_follow_up(third)
    Lead.objects.only_this(first).update(created_at=timezone.now() - 40 * DAY)
    return first, second, third


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Third", "Second", "First"]),
        ({"state": "offered"}, ["Second"]),
        ({"state": "new"}, ["Third", "First"]),
        ({"interest": "fibre"}, ["First"]),
        ({"provider": "anderswo"}, ["First"]),
        ({"provider": "Anderswo NET"}, ["First"]),
        ({"obstacle": "landlord"}, ["Second"]),
        ({"relation": "friend"}, ["First"]),
        ({"back": "1"}, ["First"]),
        ({"place": "münchen"}, ["First"]),
        ({"place": "munchen"}, ["First"]),
        ({"place": "goerlitz"}, ["First"]),
        ({"place": "frankfurt main"}, ["Third"]),
        ({"due": "1"}, ["Third"]),
        ({"bare": "1"}, ["First"]),
        ({"obstacle": "price", "relation": "friend", "place": "münchen"}, ["First"]),
        ({"obstacle": "price", "relation": "family"}, []),
        ({"state": "open", "q": "zwick", "interest": "mobile"}, ["Second"]),
        ({"since": "not a day", "relation": "nobody"}, []),
    ],
)
def test_a_list_shows_what_fits_all_that_is_chosen(as_, ada, three, query, names):
    assert listed(as_(ada), **query) == names


def test_since_leaves_out_what_is_older(as_, ada, three):
    assert listed(as_(ada), since=str(timezone.localdate() - 10 * DAY)) == ["Third", "Second"]
    assert listed(as_(ada), since="soon") == ["Third", "Second", "First"]


def test_each_choice_stands_above_the_list_and_can_be_taken_away(as_, ada, three):
    leads = as_(ada).get(INDEX, {"obstacle": "price", "place": "München", "due": "1"}).context["list"]
    assert [(chosen.label, chosen.url) for chosen in leads.chosen] == [
        ("The price", "?place=M%C3%BCnchen&due=1"),
        ("Place: München", "?obstacle=price&due=1"),
        ("A call is due", "?obstacle=price&place=M%C3%BCnchen"),
    ]


def test_a_chip_over_the_list_keeps_the_other_choices(as_, ada, three):
    page = as_(ada).get(INDEX, {"obstacle": "price"}).content.decode()
    assert "?obstacle=price&amp;state=won" in page


def test_coordinators_narrow_by_land_and_unit_within_their_scope(as_, ada, bo):
    make_unit("T-DE-S-HOT")
    make_lead(ada, customer=make_customer("Saxon"))
    make_lead(bo, customer=make_customer("Berliner"))
    cy, cora = make_coordinator(), make_coordinator(scope_kind="region", scope_value="DE-SN")
    assert listed(as_(cy), region="DE-BE") == ["Berliner"]
    assert listed(as_(cy), unit="T-DE-S-HOT") == ["Saxon"]
    assert listed(as_(cy), unit="NO-SUCH-UNIT") == []
    assert listed(as_(cora), region="DE-BE") == []


def test_an_ambassador_is_asked_for_no_land(as_, ada, three):
    assert listed(as_(ada), region="DE-BE", unit="T-X") == ["Third", "Second", "First"]


def test_a_narrowed_list_costs_the_same_for_one_lead_and_for_three(
    as_, ada, cy, django_assert_max_num_queries
):
    query = {"obstacle": "price", "relation": "friend", "due": "1", "bare": "1", "narrow": "1"}

    def cost(who):
        client = as_(who)
        client.get(INDEX)  # a new session is written down once
        with django_assert_max_num_queries(12) as asked:
            client.get(INDEX, query)
        return len(asked)

    make_follow_up(make_lead(ada, obstacle="price", relation="friend"))
    one = [cost(ada), cost(cy)]
    for _number in range(2):
        make_follow_up(make_lead(ada, obstacle="price", relation="friend"))
    assert [cost(ada), cost(cy)] == one


def test_a_customer_who_moves_is_found_at_the_new_place(ada, three):
    three[1].customer.change(by=ada, city="Köln")
    assert list(Lead.objects.marked("place:koeln")) == [three[1]]
    assert not Lead.objects.marked("place:zwickau").exists()


def test_what_is_marked_follows_what_is_changed(ada):
    lead = make_lead(ada)
    lead.change(by=ada, obstacle="effort", former_provider="Anderswo", win_back=True)
    assert list(Lead.objects.marked("obstacle:effort", "provider:anderswo", "win_back")) == [lead]


# Board


def test_the_board_has_a_column_for_each_state_with_its_newest(as_, ada, three):
    columns = as_(ada).get(reverse("leads:board")).context["board"].columns
    shown = {column.state.value: [lead.customer.called for lead in column.leads] for column in columns}
    assert shown == {"new": ["Third", "First"], "contacted": [], "offered": ["Second"], "won": [], "lost": []}


def test_the_board_is_narrowed_as_the_list_is(as_, ada, three):
    columns = as_(ada).get(reverse("leads:board"), {"obstacle": "price"}).context["board"].columns
    assert [lead.customer.called for column in columns for lead in column.leads] == ["First"]


def test_a_long_column_ends_with_a_way_to_the_rest(as_, ada):
    for _number in range(14):
        make_lead(ada)
    page = as_(ada).get(reverse("leads:board"), {"place": "zwickau"})
    new = page.context["board"].columns[0]
    assert (len(new.leads), new.more_url) == (12, f"{INDEX}?place=zwickau&state=new")


def test_a_card_moves_by_its_buttons_and_one_stays_on_the_board(as_, ada, three):
    address, board = reverse("leads:state", args=[three[0].pk]), reverse("leads:board") + "?obstacle=price"
    answer = as_(ada).post(address, {"to": "contacted", "seen": "new", "next": board})
    elsewhere = as_(ada).post(address, {"to": "offered", "next": "https://evil.example/"})
    assert (answer.url, elsewhere.url) == (board, three[0].get_absolute_url())


def test_the_board_costs_the_same_for_one_lead_and_for_three(as_, ada, django_assert_max_num_queries):
    def cost():
        client = as_(ada)
        with django_assert_max_num_queries(12) as asked:
            client.get(reverse("leads:board"))
        return len(asked)

    make_lead(ada)
    one = cost()
    make_lead(ada), make_lead(ada)
    assert cost() == one


def test_strangers_and_managers_see_no_board_of_others(as_, ada, dee, max, three):
    assert b"First" not in as_(dee).get(reverse("leads:board")).content
    assert as_(max).get(reverse("leads:board")).status_code == 403
