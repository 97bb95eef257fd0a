"""Days as people say them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone

from ambassadors.look import days

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False), timezone.override("Europe/Berlin"):
        yield


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 27), "Friday, 27 November"),
        (date(2027, 1, 4), "Monday, 4 January 2027"),
        (None, ""),
    ],
)
def test_a_day_is_said_by_its_distance(value, said):
    assert days.day(value) == said


def test_a_moment_is_told_in_the_zone_of_the_reader():
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert days.moment(late) == "tomorrow, 00:30"
    with timezone.override("America/New_York"):
        assert days.moment(late) == "today, 18:30"


@pytest.mark.parametrize(
    ("value", "said", "state"),
    [
        (date(2026, 11, 21), "2 days late", "warn"),
        (date(2026, 11, 22), "1 day late", "warn"),
        (date(2026, 11, 23), "due today", "warn"),
        (date(2026, 11, 27), "by Friday", ""),
        (date(2026, 12, 1), "on 1 December", ""),
        (None, "", ""),
    ],
)
def test_what_is_due_says_how_soon(value, said, state):
    assert (days.due_word(value), days.due_state(value) or "") == (said, state)


def test_a_short_day_names_the_year_only_when_it_is_another():
    assert days.short_day(date(2026, 9, 19)) == "19 Sep"
    assert days.short_day(date(2025, 9, 19)) == "19 Sep 2025"


def test_machines_read_the_zone_too():
    assert days.iso(NOW) == "2026-11-23T10:00+01:00"
    assert days.iso(date(2026, 11, 23)) == "2026-11-23"
