"""The figures of the last minute: the same as a fresh count, never older, never of other rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import sweeps
from reports import counted
from reports.board import Board
from reports.books import Books
from reports.models import Rollup
from reports.months import RUNNING, Months
from reports.unit_books import UnitBooks
from tests.racing import at_once
from tests.reports import hands

pytestmark = pytest.mark.django_db

FIGURES = (
    "title",
    "intro",
    "encounters",
    "people",
    "solved",
    "took",
    "by_month",
    "by_group",
    "by_kind",
    "funnel",
    "in_time",
)


@pytest.fixture
def alive():
    """A network in which every figure has something to say."""
    people = (
        hands.settle_in("T-HOME", 12) + hands.settle_in("T-MOB", 11, land="DE-BE") + hands.settle("DE-NW", 3)
    )
    for place, person in enumerate(people):
        hands.meet_in(person, RUNNING - 1 - place % 5, many=2)
        hands.lead(person, RUNNING - 1 - place % 3, state=("new", "offered", "won")[place % 3], met=True)
        hands.solve(person, RUNNING - 2, hours=place + 1)
        hands.call(person, days_late=(1, 20, None)[place % 3])
        hands.publish(person, RUNNING - place % 4, kind=("help", "sales")[place % 2])
    return people


def all_figures(**asked):
    board = Board.asked(asked)
    return {name: str(getattr(board, name)) for name in FIGURES}, type(board.books.counted)


@pytest.mark.parametrize(
    ("by", "questions"),
    [
        (
            "land",
            [
                {},
                {"land": "DE-SN"},
                {"land": "DE-BE", "period": "quarter"},
                {"land": "DE-NW"},
                {"period": "month"},
            ],
        ),
        ("unit", [{}, {"unit": "T-HOME"}, {"unit": "T-MOB", "view": "then"}, {"level": "2"}]),
    ],
)
def test_what_a_sweep_counted_says_the_same_as_a_fresh_count(settings, alive, by, questions):
    settings.FIGURES_BY = by
    fresh = [all_figures(**asked) for asked in questions]
    assert counted.renew() == 1
    kept = [all_figures(**asked) for asked in questions]
    assert [figures for figures, _source in kept] == [figures for figures, _source in fresh]
    assert {source for _figures, source in fresh + kept} == {counted.Fresh, counted.Kept}


def test_the_parts_are_the_same_too(alive):
    fresh = counted.Fresh("land", Months())
    counted.renew()
    kept = counted.counted("land")
    assert (kept.census, kept.since) == (fresh.census, fresh.since)
    for name in ("encounters", "leads", "stories"):
        assert kept.stamped[name]._cells == fresh.stamped[name]._cells
    for name in counted.WITH_SUMS:
        assert kept.stamped[name][0]._cells == fresh.stamped[name][0]._cells
        assert kept.stamped[name][1] == fresh.stamped[name][1]


def test_a_count_of_a_minute_ago_is_not_shown(alive):
    counted.renew()
    Rollup.objects.update(at=timezone.now() - timedelta(seconds=61))
    hands.meet(alive[0], many=7)
    assert isinstance(Books().counted, counted.Fresh)


@pytest.mark.parametrize("rule", ["GROUP_MINIMUM", "FOLLOW_UP_IN_TIME_DAYS"])
def test_a_count_under_other_rules_is_not_shown(settings, alive, rule):
    counted.renew()
    assert isinstance(Books().counted, counted.Kept)
    setattr(settings, rule, getattr(settings, rule) + 1)
    assert isinstance(Books().counted, counted.Fresh)


def test_a_count_of_yesterday_is_not_shown(alive):
    counted.renew()
    tomorrow = Months(timezone.localdate() + timedelta(days=1))
    assert isinstance(counted.counted("land", tomorrow), counted.Fresh)


def test_it_is_counted_again_only_when_it_is_time(alive):
    assert [counted.renew(), counted.renew()] == [1, 0]
    Rollup.objects.update(at=timezone.now() - timedelta(seconds=30))
    hands.meet(alive[0], many=7)
    before = all_figures()
    assert sweeps.sweep_once()["figures"] == 1
    assert all_figures() != before


def test_the_page_asks_one_row_and_says_when_it_was_counted(as_, max, alive, django_assert_max_num_queries):
    counted.renew()
    at = timezone.localtime(Rollup.objects.get().at)
    client = as_(max)
    with django_assert_max_num_queries(8):
        page = client.get("/reports/").content.decode()
    assert f"counted at {at:%H:%M:%S}" in page


def test_units_are_read_from_the_row_too(settings, alive):
    settings.FIGURES_BY = "unit"
    counted.renew()
    books = UnitBooks(view="then")
    assert isinstance(books.counted, counted.Kept)
    assert books.counted.unit_census["T-HOME"][RUNNING - 1] == 12


@pytest.mark.django_db(transaction=True)
def test_of_two_sweeps_at_once_one_counts():
    assert sorted(at_once(counted.renew, counted.renew)) == [0, 1]


def test_the_figures_are_drawn_once_for_each_count_and_each_question(as_, max, alive):
    client = as_(max)
    counted.renew()
    pages = {
        question: client.get(f"/reports/{question}").content.decode()
        for question in ("", "?land=DE-SN", "?period=month")
    }
    again = {question: client.get(f"/reports/{question}").content.decode() for question in pages}
    assert [_figures(page) for page in again.values()] == [_figures(page) for page in pages.values()]
    assert len({_figures(page) for page in pages.values()}) == 3
    max.speak("de")
    assert "gezählt um" in client.get("/reports/").content.decode()


def test_a_new_story_stands_beside_figures_that_were_drawn_before(as_, max, alive):
    client = as_(max)
    counted.renew()
    client.get("/reports/")
    story = hands.publish(alive[0], RUNNING, kind="help")
    type(story).objects.filter(pk=story.pk).update(title="Told a second ago", published_at=timezone.now())
    assert "Told a second ago" in client.get("/reports/").content.decode()
    type(story).objects.filter(pk=story.pk).update(state="submitted", published_at=None, moderated_by=None)
    assert "Told a second ago" not in client.get("/reports/").content.decode()


def _figures(page):
    return page.partition('<div class="board">')[2].partition("</main>")[0]
