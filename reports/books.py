"""Everything the figures are made of, read once: the people, and what happened by land and month."""

from django.conf import settings
from django.utils.functional import cached_property

from reports.counted import counted as counted_of
from reports.group_rule import GroupRule
from reports.months import MONTHS, Months


class Books:
    by = "land"
    asked = ()

    def __init__(self, months=None, counted=None):
        self.months = months or Months()
        self.counted = counted or counted_of(self.by, self.months)

    @property
    def census(self):
        return self.counted.census

    @property
    def since(self):
        return self.counted.since

    @property
    def stamped(self):
        return self.counted.stamped

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
