"""Working days and wall clocks: when somebody can be asked to call.

Due times are wall times ("nine in the morning, in Zwickau"), kept together with their zone, so that they
stay at nine when the clocks change. Everything here is computed from its arguments alone.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

MORNING = time(9, 0)
SATURDAY = 5


class Wall(NamedTuple):
    """What a clock on the wall shows in one zone."""

    day: date
    hour: time
    tz: str

    @property
    def instant(self):
        """The moment in UTC: an hour the clocks skip lies after the gap, one they repeat is the first."""
        return datetime.combine(self.day, self.hour, tzinfo=ZoneInfo(self.tz)).astimezone(UTC)


def wall_at(moment, tz):
    """What the clock on the wall of `tz` shows at an aware `moment`, to the minute."""
    local = moment.astimezone(ZoneInfo(tz))
    return Wall(local.date(), local.time().replace(second=0, microsecond=0), tz)


def morning_of(day, tz):
    return Wall(day, MORNING, tz)


def later(day, **span):
    """The day `days`, `weeks` and `months` after `day`; 31 January + 1 month = 28 February."""
    return day + relativedelta(**span)


def is_working_day(day, region):
    """Whether people work on `day` in a region like "DE-SN": no weekend, no public holiday of it."""
    return day.weekday() < SATURDAY and day not in _holidays(region)


def next_working_day(day, region):
    """`day` itself if people work then, else the next day they do."""
    while not is_working_day(day, region):
        day += timedelta(days=1)
    return day


def working_days_after(day, number, region):
    """The working day that is `number` working days after `day`."""
    for _step in range(number):
        day = next_working_day(day + timedelta(days=1), region)
    return day


@lru_cache(maxsize=256)
def _holidays(region):
    """The public holidays of a land, year by year as they are asked for; none for a place unknown."""
    country, _dash, land = region.upper().partition("-")
    try:
        return holidays.country_holidays(country, subdiv=land or None)
    except NotImplementedError:
        return _of_the_country(country)


def _of_the_country(country):
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return frozenset()
