"""Everything the figures are made of, read once: the people, and what happened by land and month."""

from django.conf import settings
from django.utils.functional import cached_property

from reports.census import census
from reports.figures import cases, encounters, follow_ups, funnel, stories
from reports.group_rule import GroupRule, network_months
from reports.months import MONTHS, Months
from reports.tallies import tallies


class Books:
    by, field = "land", "region"

    def __init__(self, months=None):
        self.months = months or Months()

    @cached_property
    def census(self):
        return census(self.months)

    @cached_property
    def since(self):
        """The first month in which the network is large enough; rates begin there."""
        return min(network_months(self.census, settings.GROUP_MINIMUM), default=MONTHS)

    @cached_property
    def stamped(self):
        """What happened, by the land or the unit it was stamped with on its day."""
        how = {"by": self.field}
        counted = {"encounters": encounters.kept(), "leads": funnel.kept(), "stories": stories.kept()}
        return {
            **tallies(counted, self.months, **how),
            "follow_ups": follow_ups.read(self.months, since=self.since, **how),
            "cases": cases.read(self.months, since=self.since, **how),
        }

    def as_asked(self, tally):
        return tally

    @cached_property
    def encounters(self):
        return self.as_asked(self.stamped["encounters"])

    @cached_property
    def leads(self):
        return self.as_asked(self.stamped["leads"])

    @cached_property
    def stories(self):
        return self.as_asked(self.stamped["stories"])

    @cached_property
    def follow_ups(self):
        """(Tally, sums over the whole months)"""
        tally, whole = self.stamped["follow_ups"]
        return self.as_asked(tally), whole

    @cached_property
    def cases(self):
        """(Tally, sums over the whole months)"""
        tally, whole = self.stamped["cases"]
        return self.as_asked(tally), whole

    @cached_property
    def strays(self):
        """Every place where something happened: the rule has to know them all."""
        tallies = (each[0] if isinstance(each, tuple) else each for each in self.stamped.values())
        return set().union(*(tally.places() for tally in tallies))

    @cached_property
    def rule(self):
        return GroupRule(self.census, minimum=settings.GROUP_MINIMUM, strays=self.strays)

    @property
    def is_empty(self):
        """Nothing has happened in these months, or nobody is here yet."""
        return not self.rule.groups or not any(
            tally.places() for tally in (self.encounters, self.leads, self.stories)
        )

    @cached_property
    def may_have_rates(self):
        """The groups that are shown in every whole month that rates are made of."""
        whole = set(range(self.since, MONTHS - 1))
        return [group for group in (None, *self.rule.groups) if whole and whole <= self.rule.months(group)]
