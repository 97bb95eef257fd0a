"""Every figure, compared whole with a count that is made anew, row by row."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from leads.models import Case, Encounter, FollowUp, Lead
from reports.board import Board
from reports.figures import by_group, cases, encounters, follow_ups, funnel, people, stories, trophy
from reports.group_rule import NETWORK, Hidden, Why
from reports.months import MONTHS, RUNNING, zone
from reports.scope import PERIODS
from stories.models import Story
from tests.reports import hands
from trophies.models import Custody, Trophy

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """Two lands that are shown, and their people, who did something in many months."""
    saxony, berlin = hands.settle("DE-SN", 12), hands.settle("DE-BE", 14)
    for number, who in enumerate([*saxony, *berlin]):
        hands.meet(who, place=number % MONTHS, many=1 + number % 3)
        hands.lead(
            who,
            place=(number * 5) % MONTHS,
            state=["new", "offered", "won", "lost"][number % 4],
            met=number % 3 > 0,
        )
        hands.solve(who, place=(number * 7) % RUNNING, hours=1 + number)
        hands.publish(who, place=(number * 3) % MONTHS, kind=Story.Kind.values[number % 4])
    return saxony, berlin


def place_of(board, moment):
    local, today = moment.astimezone(zone()), board.books.months.today
    return RUNNING - (today.year - local.year) * 12 - today.month + local.month


def fresh(board, rows, moment):
    """How many of these rows lie in the land and the months that the board shows, counted one by one."""
    scope = board.scope
    return sum(
        place_of(board, getattr(row, moment)) in scope.asked and scope.group in (NETWORK, row.region)
        for row in rows
    )


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("land", [NETWORK, "DE-SN", "DE-BE"])
def test_counts_are_what_a_fresh_count_says(company, land, period):
    board = Board(group=land, period=period)
    books, scope = board.books, board.scope
    leads = [lead for lead in Lead.objects.all() if lead.encounter_id]
    assert encounters.total(books, scope) == fresh(board, Encounter.objects.all(), "happened_at")
    assert cases.solved(books, scope) == fresh(board, Case.objects.solved(), "solved_at")
    assert [n for n, _word in funnel.steps(books, scope)] == [
        fresh(board, Encounter.objects.all(), "happened_at"),
        fresh(board, leads, "created_at"),
        fresh(board, [lead for lead in leads if lead.state in ("offered", "won")], "created_at"),
        fresh(board, [lead for lead in leads if lead.state == "won"], "created_at"),
    ]
    told = stories.by_kind(books, scope)["rows"]
    assert [sum(int(row[1 + n]) for row in told) for n in range(4)] == [
        fresh(board, Story.objects.published().of_kind(kind), "published_at") for kind in Story.Kind.values
    ]


def test_leads_that_came_another_way_are_told_apart(company):
    saxony, _berlin = company
    Lead.objects.update(encounter=None)
    hands.lead(saxony[0], place=RUNNING, met=True)
    board = Board()
    assert funnel.steps(board.books, board.scope)[1] == (1, "Leads from them")
    others = fresh(board, Lead.objects.all(), "created_at") - 1
    assert funnel.chart(board.books, board.scope)["note"].endswith(f"{others} more leads came another way")


def test_the_line_has_a_point_for_every_month_and_a_row_in_the_table(company):
    board = Board()
    chart = encounters.by_month(board.books, board.scope)
    counted = [
        sum(place_of(board, row.happened_at) == place for row in Encounter.objects.all())
        for place in range(1, MONTHS)
    ]
    assert [int(row[1]) for row in chart["rows"]] == counted
    assert chart["rows"][-1][0] == board.books.months.long_name(RUNNING)


def test_lands_are_bars_by_name_and_the_hidden_ones_say_why(company):
    hands.settle("DE-HH", 2)
    hands.settle("", 8)
    board = Board()
    rows = dict(by_group.by_group(board.books, board.scope)["rows"])
    assert list(rows) == ["Berlin", "Saxony", "Hamburg"]
    assert rows["Hamburg"] == "not shown: fewer than 10 people"
    whole = [row for row in Encounter.objects.all() if 0 <= place_of(board, row.happened_at) < RUNNING]
    assert rows["Berlin"] == str(sum(row.region == "DE-BE" for row in whole))


def test_many_hidden_lands_are_one_bar_and_one_row_each():
    hands.settle("DE-BE", 40)
    for land in ("DE-HH", "DE-SH", "DE-HB", "DE-MV"):
        hands.meet(hands.settle(land, 3)[0])
    board = Board()
    chart = by_group.by_group(board.books, board.scope)
    assert [(bar.label, bar.words) for bar in chart["drawing"].bars] == [
        ("Berlin", 0),
        ("4 more lands", None),
    ]
    assert len(chart["rows"]) == 5


@pytest.mark.parametrize(
    ("before", "lately", "trend"),
    [
        (10, 11, "growing"),
        (10, 10, "steady"),
        (10, 8, "steady"),
        (10, 7, "quiet"),
        (0, 5, "growing"),
        (0, 0, "quiet"),
    ],
)
def test_the_headline_is_honest(before, lately, trend):
    who, *_others = hands.settle("DE-SN", 12)
    hands.meet(who, place=RUNNING - 5, many=before)
    hands.meet(who, place=RUNNING - 2, many=lately)
    hands.meet(who, place=RUNNING, many=50)  # a month that is not over says nothing yet
    board = Board()
    assert encounters.trend(board.books, board.scope) == trend


def test_a_network_too_young_for_a_trend_says_only_what_is_so():
    who, *_others = hands.settle("DE-SN", 12, since=RUNNING - 2)
    hands.meet(who, place=RUNNING)
    board = Board()
    assert board.title == "The network is at work."
    assert encounters.by_month(board.books, board.scope)["rows"][0][1] == "not shown"


def test_the_share_in_time_is_counted_over_whole_months_whatever_the_period():
    for who in hands.settle("DE-SN", 12):
        hands.call(who, days_late=settings.FOLLOW_UP_IN_TIME_DAYS)
    hands.call(who, days_late=settings.FOLLOW_UP_IN_TIME_DAYS + 1)
    hands.call(who, days_late=None)
    hands.call(who, place=RUNNING)  # a month that is not over
    for period in PERIODS:
        board = Board(period=period)
        assert follow_ups.in_time(board.books, board.scope) == 12 / 14
    chart = follow_ups.chart(board.books, board.scope)
    assert chart["title"] == "85 % of promised calls within 7 days"
    assert chart["rows"] == [["In time", "12"], ["Late, or still waiting", "2"], ["All", "14"]]


def test_what_may_still_be_answered_in_time_and_what_was_ended_is_not_judged():
    for who in hands.settle("DE-SN", 12):
        hands.call(who)
    waiting, ended = hands.call(who, days_late=None), hands.call(who, days_late=None)
    FollowUp.objects.only_this(waiting).update(due_at=timezone.now() - timedelta(days=1))
    FollowUp.objects.only_this(ended).update(ended_at=timezone.now(), ended_why="reopened")
    assert set(FollowUp.objects.judged()) == set(FollowUp.objects.answered())


def test_a_rate_of_nine_cases_or_of_four_people_is_not_shown():
    four = hands.settle("DE-SN", 12)[:4]
    for who in four:
        for _ in range(3):
            hands.call(who)
            hands.solve(who)
    board = Board()
    assert follow_ups.in_time(board.books, board.scope) == Hidden(Why.TOO_FEW_CASES.value, 10)
    assert cases.took(board.books, board.scope) == Hidden(Why.TOO_FEW_CASES.value, 10)
    assert cases.solved(board.books, board.scope) == 12
    assert "not shown" in follow_ups.chart(board.books, board.scope)["note"]


def test_a_lands_rate_is_hidden_when_the_rest_is_of_a_few():
    saxony, berlin = hands.settle("DE-SN", 12), hands.settle("DE-BE", 12)
    for who in saxony:
        hands.call(who)
    hands.call(berlin[0])
    board = Board(group="DE-SN")
    assert follow_ups.in_time(board.books, board.scope) == Hidden(Why.COMPUTABLE.value, 10)
    for who in berlin:
        hands.call(who)
    board = Board(group="DE-SN")
    assert follow_ups.in_time(board.books, board.scope) == 1


def test_the_median_is_of_the_whole_months():
    for hours, who in enumerate(hands.settle("DE-SN", 11), start=1):
        hands.solve(who, hours=hours)
    hands.solve(who, place=RUNNING, hours=1000)
    board = Board()
    assert cases.took(board.books, board.scope) == timedelta(hours=6)
    assert board.took == {"n": "6 hours"}


def test_what_the_whole_network_tells_is_public_and_a_lands_share_is_not():
    who, *_few = hands.settle("DE-SN", 3)
    hands.publish(who, kind="sales")
    network, land = Board(), Board(group="DE-SN")
    assert stories.by_kind(network.books, network.scope)["title"] == "1 story of four kinds"
    assert stories.by_kind(land.books, land.scope)["note"] == "not shown: fewer than 10 people"
    assert encounters.total(network.books, network.scope) == Hidden(Why.TOO_FEW.value, 10)
    assert people.total(network.books, network.scope) == Hidden(Why.TOO_FEW.value, 10)


def test_a_story_that_is_not_published_counts_nowhere():
    who, *_others = hands.settle("DE-SN", 12)
    hands.publish(who)
    Story.objects.update(state="draft", published_at=None)
    board = Board()
    assert stories.by_kind(board.books, board.scope)["title"] == "0 stories of four kinds"
    assert stories.latest() is None


def test_the_trophys_stations_are_told_without_who_kept_it():
    first, second, *_others = hands.settle("DE-SN", 3)
    cup = Trophy.objects.create(name="The cup", slug="cup")
    since = timezone.now() - timedelta(days=30)
    Custody.objects.create(
        trophy=cup, keeper=first, host_city="Bonn", since=since, until=since + timedelta(days=10)
    )
    Custody.objects.create(trophy=cup, keeper=second, host_city="München", since=since + timedelta(days=10))
    chart = trophy.chart(trophy.stations())
    assert [(row[0], row[3]) for row in chart["rows"]] == [("Bonn", "10"), ("München", "20")]
    assert chart["note"] == "The cup is in München now"
    assert [stop.town for stop in chart["drawing"].stops] == ["Bonn", "München"]
    assert str(first) not in str(chart)


def test_no_trophy_is_no_chart():
    assert trophy.chart(trophy.stations()) is None
