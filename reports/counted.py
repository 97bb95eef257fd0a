"""What the page of figures is made of: counted now, or as a sweep counted it within the last minute."""

from datetime import timedelta

from django.conf import settings
from django.utils.functional import cached_property

from reports.census import census
from reports.figures import cases, encounters, follow_ups, funnel, stories
from reports.group_rule import network_months
from reports.models import Rollup
from reports.months import MONTHS, Months
from reports.tallies import Sum, Tally, tallies
from reports.unit_census import unit_census

FIELDS = {"land": "region", "unit": "unit_code"}
WITH_SUMS = ("follow_ups", "cases")


class Fresh:
    """Everything counted when it is asked for; `by` is land or unit."""

    at = None

    def __init__(self, by, months):
        self.by, self.months = by, months

    @cached_property
    def census(self):
        return census(self.months)

    @cached_property
    def unit_census(self):
        return unit_census(self.months)

    @cached_property
    def since(self):
        """The first month in which the network is large enough; rates begin there."""
        return min(network_months(self.census, settings.GROUP_MINIMUM), default=MONTHS)

    @cached_property
    def stamped(self):
        """What happened, by the land or the unit it was stamped with on its day."""
        how = {"by": FIELDS[self.by]}
        wanted = {"encounters": encounters.kept(), "leads": funnel.kept(), "stories": stories.kept()}
        return {
            **tallies(wanted, self.months, **how),
            "follow_ups": follow_ups.read(self.months, since=self.since, **how),
            "cases": cases.read(self.months, since=self.since, **how),
        }


class Kept:
    """The same, out of one row."""

    def __init__(self, rollup):
        self.at, self._counted = rollup.at, rollup.counted

    @property
    def census(self):
        return self._counted["census"]

    @property
    def unit_census(self):
        return self._counted["unit_census"]

    @property
    def since(self):
        return self._counted["since"]

    @cached_property
    def stamped(self):
        return {name: _read(name, said) for name, said in self._counted["stamped"].items()}


def counted(by, months=None):
    """The row of the last minute where there is one that stands on the same day and rules, else a fresh count."""
    months = months or Months()
    rollup = Rollup.objects.of(by).fresh().first()
    if rollup and rollup.stands_on == _stands_on(months):
        return Kept(rollup)
    return Fresh(by, months)


def renew():
    """What the sweep does: count anew when it is time. Returns how many rollups were counted."""
    by = settings.FIGURES_BY
    return Rollup.renew(by, lambda: _count(by))


def _count(by):
    found = Fresh(by, Months())
    return _stands_on(found.months), {
        "census": found.census,
        "unit_census": found.unit_census if by == "unit" else {},
        "since": found.since,
        "stamped": {name: _said(name, tally) for name, tally in found.stamped.items()},
    }


def _stands_on(months):
    return {
        "day": months.today.isoformat(),
        "minimum": settings.GROUP_MINIMUM,
        "days": settings.FOLLOW_UP_IN_TIME_DAYS,
    }


def _said(name, tally):
    """As JSON; a median is told in seconds."""
    if name not in WITH_SUMS:
        return {"cells": tally.told()}
    tally, sums = tally
    whole = [
        [group, [*found[:3], None if found.median is None else found.median.total_seconds()]]
        for group, found in sums.items()
    ]
    return {"cells": tally.told(), "sums": whole}


def _read(name, said):
    tally = Tally.of(said["cells"])
    if name not in WITH_SUMS:
        return tally
    return tally, {group: _sum(*found) for group, found in said["sums"]}


def _sum(cases, good, people, median):
    return Sum(cases, good, people, None if median is None else timedelta(seconds=median))
