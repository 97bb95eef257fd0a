from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.calendar import (
    Wall,
    is_working_day,
    later,
    morning_of,
    next_working_day,
    wall_at,
    working_days_after,
)
from tests.leads.hands import utc

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
LANDS = ["DE-SN", "DE-BY", "AT-9", "TR", ""]
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_nine_in_the_morning_stays_nine_when_the_clocks_change():
    winter, summer = (
        morning_of(date(2027, 3, 7), "Europe/Berlin"),
        morning_of(date(2027, 3, 28), "Europe/Berlin"),
    )
    assert (winter.instant, summer.instant) == (utc(2027, 3, 7, 8), utc(2027, 3, 28, 7))


def test_an_hour_that_the_clocks_skip_lies_after_the_gap():
    skipped = Wall(date(2027, 3, 28), time(2, 30), "Europe/Berlin").instant
    assert skipped.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


def test_an_hour_that_the_clocks_repeat_is_the_first():
    assert Wall(date(2026, 10, 25), time(2, 30), "Europe/Berlin").instant == utc(2026, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("day", "region", "works"),
    [
        (date(2026, 11, 20), "DE-SN", True),
        (date(2026, 11, 21), "DE-SN", False),  # a Saturday
        (date(2026, 11, 18), "DE-SN", False),  # Buß- und Bettag, in Saxony only
        (date(2026, 11, 18), "DE-BE", True),
        (date(2026, 3, 8), "DE-BE", False),  # a Sunday anyway
        (date(2027, 3, 8), "DE-BE", False),  # women's day, in Berlin and Mecklenburg
        (date(2027, 3, 8), "DE-SN", True),
        (date(2026, 10, 3), "DE-XX", False),  # an unknown land has the holidays of its country
        (date(2026, 12, 25), "DE-XX", False),
        (date(2026, 12, 25), "XX-YY", True),  # a country nobody knows has none
        (date(2026, 12, 25), "", True),
    ],
)
def test_people_work_on_weekdays_that_are_no_holiday_of_their_land(day, region, works):
    assert is_working_day(day, region) is works


def test_the_next_working_day_skips_christmas_and_the_weekend_after_it():
    assert next_working_day(date(2026, 12, 25), "DE-SN") == date(2026, 12, 28)


def test_two_working_days_after_maundy_thursday_lie_behind_easter():
    assert working_days_after(date(2027, 3, 25), 2, "DE-BY") == date(2027, 3, 31)


def test_the_end_of_a_month_stays_its_end():
    assert later(date(2027, 11, 30), months=3) == date(2028, 2, 29)


@given(days, st.times(), st.sampled_from(ZONES))
def test_a_wall_time_reads_the_same_on_the_wall_unless_the_clocks_skip_it(day, hour, tz):
    hour = hour.replace(second=0, microsecond=0)
    wall = Wall(day, hour, tz)
    skipped = datetime.combine(day, hour, ZoneInfo(tz)).astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(tz))
    again = wall_at(wall.instant, tz)
    assert again == wall or again.hour == skipped.time() > hour


@given(days, st.sampled_from(LANDS))
def test_the_next_working_day_is_the_first_that_is_one(day, region):
    found = next_working_day(day, region)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert is_working_day(found, region) and not any(is_working_day(other, region) for other in between)


@given(days, st.integers(0, 30), st.sampled_from(LANDS))
def test_so_many_working_days_after_count_exactly_so_many(day, number, region):
    found = working_days_after(day, number, region)
    between = [day + timedelta(days=n + 1) for n in range((found - day).days)]
    assert sum(is_working_day(other, region) for other in between) == number
