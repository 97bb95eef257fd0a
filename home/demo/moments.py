"""When things of the demo happened: counted in days from the day of loading, by the site's clock."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from leads.calendar import MORNING, Wall
from leads.models.due import due_at

DAY = timedelta(days=1)
OPENS, HOURS = 8, 12  # people meet between eight in the morning and eight in the evening


def day(days_ago):
    return timezone.localdate() - days_ago * DAY


def moment(days_ago, clock="10:00"):
    """That day at that time; never one that is still to come."""
    hour = time.fromisoformat(clock)
    return min(timezone.make_aware(datetime.combine(day(days_ago), hour)), timezone.now())


def by_day(at):
    """The moment moved into the hours in which people meet, without changing the order of a day."""
    local = timezone.localtime(at)
    midnight = timezone.make_aware(datetime.combine(local.date(), time.min))
    return midnight + timedelta(hours=OPENS) + (local - midnight) * (HOURS / 24)


def awake(at):
    """The moment moved into those hours, unless that would be still to come."""
    return moved if (moved := by_day(at)) < timezone.now() else at


def due(days, tz, *, reminded=False):
    """The columns of something due in so many days at nine, today early enough to be due already."""
    now = timezone.localtime()
    hour = MORNING
    if days == 0:
        early = now - timedelta(minutes=10)
        hour = (
            min(MORNING, early.time().replace(second=0, microsecond=0))
            if early.date() == now.date()
            else time.min
        )
    columns = due_at(Wall(day(-days), hour, tz))
    return {**columns, "remind_at": None} if reminded or days < 0 else columns


class Dice:
    """The same throws for the same thing, every time the demo is loaded."""

    def __init__(self, *what):
        self._random = random.Random(":".join(map(str, what)))  # noqa: S311 (not a secret)

    def happens(self, chance):
        return self._random.random() < chance

    def days(self, least, most):
        return timedelta(days=self._random.uniform(least, most))

    def one_of(self, things):
        return self._random.choice(things)

    def weighed(self, **weights):
        return self._random.choices(list(weights), list(weights.values()))[0]
