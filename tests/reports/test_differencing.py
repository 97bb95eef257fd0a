"""Nothing lets anybody compute a figure of a few: every filter of the page, every pair of them, every piece they cut.

A figure is a sum over cells (a person, a month). Whatever somebody adds or takes away of the figures they may see, they
end at a union of the pieces into which these figures cut the cells; so each piece must speak of nobody or of enough.
"""

import random
from itertools import combinations

import pytest

from ambassadors.regions import REGIONS
from reports.group_rule import NETWORK, GroupRule
from reports.months import MONTHS, RUNNING, Months
from reports.scope import PERIODS, Scope
from tests.reports import hands

LANDS = list(REGIONS)
COMPANIES = 50
MINIMUM = 10


def company(seed):
    """{person: (land, months of presence)}, with lands around the minimum, and some who come and go."""
    chance = random.Random(seed)
    people = {}
    for land in chance.sample(LANDS, chance.randint(1, len(LANDS))):
        for number in range(chance.choice([0, 1, 3, 8, 9, 10, 10, 11, 12, 14, 25])):
            people[land, number] = land, _presence(chance)
    return people


def _presence(chance):
    if chance.random() < 0.9:
        return frozenset(range(MONTHS))
    came, went = sorted(chance.sample(range(MONTHS + 1), 2))
    return frozenset(range(came, went))


def rule_of(people):
    census = {}
    for land, presence in people.values():
        row = census.setdefault(land, [0] * MONTHS)
        for month in presence:
            row[month] += 1
    return GroupRule(census, minimum=MINIMUM)


def queries(rule):
    """{(land, period): the cells (land, months) it shows}, for every choice of the form, and the months of the charts."""
    months, asked = Months(), {}
    for land in [NETWORK, *LANDS]:
        for period in PERIODS:
            scope = Scope(rule, months, group=land, period=period)
            asked[land, period] = (scope.group, frozenset(scope.shown))
            for month in scope.seen(scope.year):
                asked[land, month] = (scope.group, frozenset([month]))
    return asked


def cells(people, land, months):
    return {
        (who, month)
        for who, (home, presence) in people.items()
        if land in (NETWORK, home)
        for month in months & presence
    }


def people_of(found):
    return {who for who, _month in found}


def test_no_pair_of_answers_differs_by_a_few():
    pairs = 0
    for seed in range(COMPANIES):
        people = company(seed)
        shown = [cells(people, *query) for query in set(queries(rule_of(people)).values())]
        for one, other in combinations(shown, 2):
            pairs += 1
            if other <= one or one <= other:
                left = len(people_of(one ^ other))
                assert left == 0 or left >= MINIMUM, (seed, left)
    assert pairs >= 2000


def test_no_piece_that_all_answers_together_cut_speaks_of_a_few():
    asked = 0
    for seed in range(COMPANIES):
        people, pieces = company(seed), {}
        answers = queries(rule_of(people))
        asked += len(answers)
        shown = [cells(people, *query) for query in set(answers.values())]
        for cell in set().union(*shown):
            pieces.setdefault(frozenset(i for i, answer in enumerate(shown) if cell in answer), set()).add(
                cell
            )
        assert all(len(people_of(piece)) >= MINIMUM for piece in pieces.values()), seed
    assert asked >= 2000


def test_something_is_shown_after_all():
    """A rule that hides everything would pass the tests above."""
    seen = [rule_of(company(seed)) for seed in range(COMPANIES)]
    assert sum(bool(rule.months(NETWORK)) for rule in seen) > COMPANIES / 2
    assert sum(bool(rule.months(land)) for rule in seen for land in LANDS) > COMPANIES


@pytest.mark.django_db
def test_departments_a_and_b_then_b_let_nothing_of_a_be_computed(as_, max):
    """The works council's scenario: A has nine people, A + B is asked for, then B."""
    a, b = hands.settle("DE-SN", 9), hands.settle("DE-BE", 20)
    for who, many in [(a[0], 7), (b[0], 4), (b[1], 9)]:
        hands.meet(who, many=many)
    network = as_(max).get("/reports/").content.decode()
    alone = as_(max).get("/reports/?land=DE-BE").content.decode()
    assert '<p class="figure__n">20</p>' in network  # all encounters
    assert "not shown, because the rest could be computed" in alone
    assert not [f'<p class="figure__n">{n}</p>' for n in (7, 13) if f'<p class="figure__n">{n}</p>' in alone]
    assert '<th scope="row">Berlin</th><td class="end">not shown' in network


def test_the_running_month_is_in_no_land():
    rule = rule_of({(land, n): (land, frozenset(range(MONTHS))) for land in LANDS[:3] for n in range(12)})
    for land, months in queries(rule).values():
        assert land is NETWORK or RUNNING not in months
