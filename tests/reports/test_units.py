"""Figures by unit, as it was then and as it is today: the sums are equal, and nothing lets anybody compute a few."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import counted
from reports.board import Board
from reports.group_rule import NETWORK
from reports.months import MONTHS, RUNNING, Months
from reports.scope import Scope
from reports.unit_books import UnitBooks
from reports.unit_census import unit_census
from reports.unit_places import THEN, TODAY, VIEWS
from reports.unit_rule import Key, UnitRule, without_small_pieces
from tests.ambassadors.reorganising import day_has_come, decided, merge, part, split
from tests.reports import hands

LAST = RUNNING - 1
CHOICES = list(product(VIEWS, (1, 2)))
COMPANIES = 40


@pytest.fixture(autouse=True)
def _by_unit(settings):
    settings.FIGURES_BY = "unit"


@pytest.fixture
def merged(db, hanne):
    """T-HOME and T-MOB with twelve people each went into T-DE with fifteen, some seventy days ago."""
    people = {
        code: hands.settle_in(code, many) for code, many in [("T-HOME", 12), ("T-MOB", 12), ("T-DE", 15)]
    }
    for code, many in [("T-HOME", 5), ("T-MOB", 7), ("T-DE", 11)]:
        hands.meet_in(people[code][0], 2, many=many)
    day_has_come(decided(merge(["T-HOME", "T-MOB"], "T-DE", by=hanne), by=hanne), days=70)
    for person in people["T-HOME"][:3]:
        hands.meet_in(person, LAST)
    return people


def rows(view, level=1, **asked):
    board = Board(books=UnitBooks(view=view, level=level), **asked)
    return dict(board.by_group["rows"])


def test_then_each_unit_has_its_own_and_today_the_successor_has_all_of_it(merged):
    assert rows(THEN) == {
        "T-DE": "14", "T-HOME": "5", "T-MOB": "7", "All others together": "0", "The network": "26"
    }  # fmt: skip
    assert rows(TODAY) == {"T-DE": "26", "All others together": "0", "The network": "26"}


def test_a_unit_that_is_gone_can_be_asked_about_as_it_was(merged):
    board = Board(group="T-HOME", books=UnitBooks(view=THEN))
    assert [board.scope.name, board.encounters, board.people] == ["T-HOME", {"n": "5"}, {"n": "12"}]
    assert "hidden" in board.took
    assert "whole network only" in str(board.took["hidden"])
    assert Board(group="T-HOME", books=UnitBooks(view=TODAY)).scope.is_network


def test_the_page_offers_unit_view_and_level_and_no_land(merged, max, as_):
    page = as_(max).get("/reports/?view=then&unit=T-HOME").content.decode()
    assert ['name="unit"' in page, 'name="view"' in page, 'name="land"' in page] == [True, True, False]
    assert '<p class="figure__n">5</p>' in page
    odd = as_(max).get("/reports/?view=odd&level=77&unit=T-NONE&period=odd")
    assert [odd.status_code, '<p class="figure__n">26</p>' in odd.content.decode()] == [200, True]


def test_by_land_no_unit_is_offered(merged, max, as_, settings):
    settings.FIGURES_BY = "land"
    page = as_(max).get("/reports/?view=then&unit=T-HOME").content.decode()
    assert ['name="unit"' in page, 'name="land"' in page] == [False, True]
    assert '<p class="figure__n">5</p>' not in page


def test_what_differs_between_then_and_today_reveals_no_small_unit(db, hanne, max, as_):
    """Nine people of T-HOME went into T-DE: today less then would be theirs."""
    home = hands.settle_in("T-HOME", 9)
    hands.settle_in("T-DE", 20)
    hands.settle_in("T-IT", 20)
    hands.meet_in(home[0], 2, many=7)
    day_has_come(decided(merge(["T-HOME"], "T-DE", by=hanne), by=hanne), days=70)
    client = as_(max)
    then, today = (client.get(f"/reports/?view={view}").content.decode() for view in VIEWS[::-1])
    for page in (then, today):
        bars = page.split("Encounters by unit")[2].split("</figure>")[0]
        assert 'T-IT</th><td class="end">0' in bars
    books = {view: UnitBooks(view=view) for view in VIEWS}
    early = {
        view: {group: 2 in books[view].rule.months(group) for group in ("T-DE", "T-HOME")} for view in VIEWS
    }
    assert early[THEN]["T-HOME"] is False
    assert not (early[THEN]["T-DE"] and early[TODAY]["T-DE"])


def test_everybody_counts_in_one_unit_a_month_and_the_figures_count_the_same(merged):
    census = unit_census(Months())
    assert [sum(census[code][0] for code in census), sum(census[code][LAST] for code in census)] == [39, 39]
    assert {code: people[LAST] for code, people in census.items() if people[LAST]} == {"T-DE": 39}
    assert {code: people[0] for code, people in census.items()} == {"T-DE": 15, "T-HOME": 12, "T-MOB": 12}


def test_somebody_without_a_unit_is_part_of_the_rest(db):
    hands.settle("DE-SN", 4)
    hands.settle_in("T-DE", 20)
    assert Board(books=UnitBooks()).by_group["rows"][0][1] == "not shown, because the rest could be computed"


def test_a_board_costs_the_same_for_few_and_many_units(merged, max, as_, django_assert_max_num_queries):
    client = as_(max)
    client.get("/reports/")
    with django_assert_max_num_queries(13):  # counted on the spot, as when nobody sweeps
        client.get("/reports/?view=then")
    counted.renew()
    with django_assert_max_num_queries(9):
        client.get("/reports/?view=then")


# Differencing: every view, every level, every month, all of them together


class Places:
    """A made-up history: two levels, and a merger in the middle of the year."""

    levels = (1, 2)

    def __init__(self, chance, codes):
        self.above = {code: chance.choice([code, *codes[:3]]) for code in codes}
        self.moved = {code: chance.choice([above, code, codes[0]]) for code, above in self.above.items()}
        self.heirs = {code: chance.choice([code, code, codes[-1]]) for code in codes}
        self.day = chance.randrange(MONTHS)

    def group(self, code, month, view, level):
        if not code:
            return ""
        code = self.heirs[code] if view == TODAY else code
        above = self.moved if view == TODAY or month >= self.day else self.above
        return above[code] if level == 1 else code


def company(seed):
    chance = random.Random(seed)
    codes = [f"U{number}" for number in range(chance.randint(2, 9))]
    sizes = [0, 1, 4, 9, 10, 10, 11, 13, 21, 30]
    census = {code: [chance.choice(sizes)] * MONTHS for code in codes}
    for code in codes[::3]:
        census[code] = [chance.choice(sizes) for _ in range(MONTHS)]
    if chance.random() < 0.5:
        census[""] = [chance.choice([1, 3, 12])] * MONTHS
    strays = {(chance.choice(codes), chance.randrange(RUNNING)) for _ in range(2)}
    return census, Places(chance, codes), strays


def rule_of(seed):
    census, places, strays = company(seed)
    return UnitRule(census, places, network=census, minimum=10, strays=strays), census, places, strays


def shown_in(rule, month):
    """{(view, level, group): its codes} of all that the page shows of this month, by any choice of the form."""
    months, found = Months(), {}
    for view, level in CHOICES:
        asked = rule.view(view, level)
        for group in asked.groups:
            scope = Scope(asked, months, group=group, period="year")
            if group and month in scope.shown:
                codes = [code for code in rule.codes if rule.places.group(code, month, view, level) == group]
                found[view, level, group] = frozenset(codes)
    return found


def test_no_piece_that_all_views_and_levels_cut_speaks_of_a_few():
    asked = 0
    for seed in range(COMPANIES):
        rule, census, _places, strays = rule_of(seed)
        for month in rule.months(Key(TODAY, 1, NETWORK)) - {RUNNING}:
            shown = set(shown_in(rule, month).values())
            asked += len(shown)
            pieces = {}
            for code in rule.codes | {""}:
                people = census.get(code, [0] * MONTHS)[month]
                if people or (code, month) in strays:
                    around = frozenset(group for group in shown if code in group)
                    pieces[around] = pieces.get(around, 0) + people
            assert not shown or all(people >= 10 for people in pieces.values()), (seed, month, pieces)
    assert asked > 500


def test_no_two_answers_of_then_and_today_differ_by_a_few():
    pairs = 0
    for seed in range(COMPANIES):
        rule, census, _places, _strays = rule_of(seed)
        for month in (0, 6, LAST):
            shown = shown_in(rule, month)
            for one, other in product(shown.values(), repeat=2):
                pairs += 1
                left = sum(census[code][month] for code in one - other) if other <= one else 0
                assert left == 0 or left >= 10, (seed, month)
    assert pairs > 500


def test_something_is_shown_after_all():
    """A rule that hides everything would pass the tests above."""
    rules = [rule_of(seed)[0] for seed in range(COMPANIES)]
    assert sum(bool(shown_in(rule, LAST)) for rule in rules) > COMPANIES / 3


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 25), min_size=1), st.data())
def test_of_any_groups_those_stay_that_cut_off_nobody_or_enough(atoms, data):
    groups = data.draw(st.sets(st.frozensets(st.sampled_from(sorted(atoms)), min_size=1), max_size=6))
    large = {group for group in groups if sum(atoms[code] for code in group) >= 10}
    safe = without_small_pieces(large, atoms, 10)
    assert safe <= large
    pieces = {}
    for code, people in atoms.items():
        around = frozenset(group for group in safe if code in group)
        pieces[around] = pieces.get(around, 0) + people
    assert not safe or all(people >= 10 for people in pieces.values())


@pytest.mark.django_db
def test_the_sums_of_then_and_today_are_equal_after_a_split(hanne):
    people = hands.settle_in("T-DE", 12, land="DE-SN") + hands.settle_in("T-DE", 12, land="DE-BE")
    hands.meet_in(people[0], 2, many=3)
    hands.meet_in(people[-1], 2, many=4)
    parts = part("T-O", lands=["DE-SN"]), part("T-W", lands=["DE-BE"])
    day_has_come(decided(split("T-DE", *parts, by=hanne), by=hanne), days=70)
    assert rows(THEN)["T-DE"] == "7"
    today = rows(TODAY)
    assert [today["T-O"], today["T-W"], today["The network"]] == ["7", "0", "7"]
    assert rows(THEN)["The network"] == "7"
