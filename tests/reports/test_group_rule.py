import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.group_rule import NETWORK, GroupRule, Hidden, Why, groups_with_enough
from reports.months import MONTHS, RUNNING

WHOLE = frozenset(range(RUNNING))
ALWAYS = frozenset(range(MONTHS))
LANDS = ["", "DE-BE", "DE-BY", "DE-HH", "DE-SN"]


def rule(minimum=10, strays=(), **people):
    """A rule over lands that have the same number of people in every month."""
    census = {land.replace("_", "-"): [number] * MONTHS for land, number in people.items()}
    return GroupRule(census, minimum=minimum, strays=strays)


def shown(found):
    return {land for land in found.groups if found.months(land)}


def test_a_land_of_ten_is_shown_and_a_land_of_nine_is_not():
    found = rule(DE_SN=10, DE_BE=9, DE_BY=20, DE_HH=5)
    assert shown(found) == {"DE-SN", "DE-BY"}
    assert found.hidden("DE-SN") is None
    assert str(found.hidden("DE-BE")) == "not shown: fewer than 10 people"


def test_a_network_of_nine_shows_nothing_at_all():
    found = rule(DE_SN=9)
    assert found.months(NETWORK) == frozenset()
    assert str(found.hidden(NETWORK)) == "not shown: fewer than 10 people"


def test_one_small_land_beside_a_large_one_hides_the_large_one_too():
    """A + B is the network; A would give B away."""
    found = rule(DE_SN=30, DE_BE=9)
    assert shown(found) == set()
    assert found.months(NETWORK) == ALWAYS
    assert str(found.hidden("DE-SN")) == "not shown, because the rest could be computed"


def test_two_large_lands_and_nobody_else_are_both_shown():
    assert shown(rule(DE_SN=30, DE_BE=10)) == {"DE-SN", "DE-BE"}


def test_the_smallest_land_is_hidden_until_the_rest_is_large_enough():
    found = rule(DE_SN=12, DE_BE=12, DE_BY=10, DE_HH=8)
    assert shown(found) == {"DE-SN", "DE-BE"}
    assert found.hidden("DE-BY").why == Why.COMPUTABLE
    assert found.hidden("DE-HH").why == Why.TOO_FEW


def test_people_without_a_land_are_part_of_the_rest_and_never_a_group():
    census = {"": [3] * MONTHS, "DE-SN": [12] * MONTHS}
    found = GroupRule(census, minimum=10)
    assert found.groups == ["DE-SN"]
    assert shown(found) == set()


def test_what_somebody_did_where_nobody_lives_any_more_counts_as_one_person():
    assert shown(rule(DE_SN=12, DE_BE=12)) == {"DE-SN", "DE-BE"}
    found = rule(DE_SN=12, DE_BE=13, strays={("DE-SH", 4)})
    assert found.months("DE-SN") == frozenset(range(5, RUNNING))
    assert found.months("DE-BE") == WHOLE


def test_a_land_is_shown_from_the_month_on_in_which_it_stays_large_enough():
    grown = [0, 3, 12, 9, *[11] * 9]
    found = GroupRule({"DE-SN": grown, "DE-BE": [20] * MONTHS, "": [10] * MONTHS}, minimum=10)
    assert found.months("DE-SN") == frozenset(range(4, RUNNING))
    assert found.months("DE-BE") == WHOLE


def test_a_land_beside_one_that_was_small_is_shown_from_the_month_after():
    grown = [0, 3, 12, 9, *[11] * 9]
    found = GroupRule({"DE-SN": grown, "DE-BE": [20] * MONTHS, "DE-BY": [30] * MONTHS}, minimum=10)
    assert found.months("DE-SN") == frozenset(range(4, RUNNING))
    assert found.months("DE-BE") == frozenset(range(4, RUNNING))
    assert found.months("DE-BY") == WHOLE


def test_a_land_shows_no_month_that_is_not_over():
    assert rule(DE_SN=12, DE_BE=12).months("DE-SN") == WHOLE
    assert rule(DE_SN=12, DE_BE=12).months(NETWORK) == ALWAYS


def test_a_land_that_fell_below_the_minimum_lately_is_not_shown():
    fallen = [12] * (RUNNING - 1) + [9, 9]
    found = GroupRule({"DE-SN": fallen, "DE-BE": [40] * MONTHS}, minimum=10)
    assert found.hidden("DE-SN").why == Why.TOO_FEW


def test_an_unknown_land_is_hidden():
    assert rule(DE_SN=12).hidden("DE-XX").why == Why.TOO_FEW


def test_an_empty_network_has_no_groups():
    found = GroupRule({}, minimum=10)
    assert (found.groups, found.months(NETWORK)) == ([], frozenset())


def census():
    month = st.integers(0, 14)
    steady = month.map(lambda number: [number] * MONTHS)
    moving = st.lists(month, min_size=MONTHS, max_size=MONTHS)
    return st.dictionaries(st.sampled_from(LANDS), st.one_of(steady, moving), max_size=len(LANDS))


strays = st.sets(st.tuples(st.sampled_from([*LANDS, "DE-SH"]), st.integers(0, RUNNING)), max_size=3)


@given(census(), strays, st.integers(5, 12))
def test_every_piece_that_can_be_cut_has_nobody_or_enough(people, strays, minimum):
    found = GroupRule(people, minimum=minimum, strays=strays)
    months = {land: found.months(land) for land in found.groups if found.months(land)}
    for land, seen in months.items():
        assert all(people[land][month] >= minimum for month in seen)
    for month in found.months(NETWORK):
        assert sum(row[month] for row in people.values()) >= minimum
        rest = found.rest(month, months)
        assert rest == 0 or rest >= minimum


@given(census(), strays, st.integers(5, 12))
def test_more_is_never_hidden_than_the_rule_asks_for(people, strays, minimum):
    """Where the rest is fine without hiding any large land, every large land is shown."""
    found = GroupRule(people, minimum=minimum, strays=strays)
    large = {land: _run(people[land], minimum) for land in found.groups}
    if all(not 0 < found.rest(month, large) < minimum for month in found.months(NETWORK)):
        assert {land: found.months(land) for land in found.groups} == large


def _run(people, minimum):
    month = RUNNING
    while month and people[month - 1] >= minimum:
        month -= 1
    return frozenset(range(month, RUNNING))


@pytest.mark.parametrize(
    ("counts", "groups", "enough"),
    [
        ({NETWORK: (10, 5)}, [NETWORK], {NETWORK}),
        ({NETWORK: (9, 5)}, [NETWORK], set()),
        ({NETWORK: (10, 4)}, [NETWORK], set()),
        ({}, [NETWORK, "A"], set()),
        ({NETWORK: (30, 15), "A": (15, 7), "B": (15, 8)}, [NETWORK, "A", "B"], {NETWORK, "A", "B"}),
        ({NETWORK: (40, 20), "A": (18, 8), "B": (15, 7), "C": (7, 5)}, [NETWORK, "A", "B"], {NETWORK, "A"}),
        ({NETWORK: (40, 20), "A": (20, 12), "C": (20, 4)}, [NETWORK, "A"], {NETWORK, "A"}),
        ({NETWORK: (40, 16), "A": (20, 12), "C": (20, 4)}, [NETWORK, "A"], {NETWORK}),
        ({"A": (20, 12)}, ["A"], {"A"}),
    ],
)
def test_a_rate_needs_ten_cases_from_five_people_and_so_does_what_is_left(counts, groups, enough):
    assert groups_with_enough(counts, groups) == enough


counted = st.dictionaries(st.sampled_from("ABCDE"), st.tuples(st.integers(0, 30), st.integers(0, 12)))


@given(counted)
def test_no_rate_lets_the_rate_of_a_few_be_computed(lands):
    lands = {land: (max(cases, people), people) for land, (cases, people) in lands.items()}
    whole = tuple(sum(column) for column in zip(*lands.values(), strict=True)) or (0, 0)
    enough = groups_with_enough({NETWORK: whole, **lands}, [NETWORK, *lands])
    left = [lands[land] for land in lands if land not in enough]
    cases, people = (sum(column) for column in zip(*left, strict=True)) if left else (0, 0)
    if NETWORK in enough and enough != {NETWORK}:
        assert cases == 0 or (cases >= 10 and people >= 5)
    assert all(whole[0] >= 10 for group in enough)


def test_a_hidden_figure_says_which_rule_hides_it():
    assert str(Hidden("too_few_cases")) == "not shown: fewer than 10 cases from 5 people"
