"""Everything the figures are made of, read once: the people, and what happened by land and month."""

from django.conf import settings
from django.utils.functional import cached_property

from reports.census import census
from reports.figures import cases, encounters, follow_ups, funnel, stories
from reports.group_rule import GroupRule, network_months
from reports.months import MONTHS, Months


class Books:
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
    def encounters(self):
        return encounters.read(self.months)

    @cached_property
    def leads(self):
        return funnel.read(self.months)

    @cached_property
    def stories(self):
        return stories.read(self.months)

    @cached_property
    def follow_ups(self):
        return follow_ups.read(self.months, since=self.since)

    @cached_property
    def cases(self):
        return cases.read(self.months, since=self.since)

    @cached_property
    def rule(self):
        """The group rule over all of it: it has to know every place where something happened."""
        tallies = [self.encounters, self.leads, self.stories, self.follow_ups[0], self.cases[0]]
        places = set().union(*(tally.places() for tally in tallies))
        return GroupRule(self.census, minimum=settings.GROUP_MINIMUM, strays=places)

    @property
    def is_empty(self):
        """Nothing has happened in these months, or nobody is here yet."""
        return not self.rule.lands or not any(
            tally.places() for tally in (self.encounters, self.leads, self.stories)
        )

    @cached_property
    def may_have_rates(self):
        """The groups that are shown in every whole month that rates are made of."""
        whole = set(range(self.since, MONTHS - 1))
        return [group for group in (None, *self.rule.lands) if whole and whole <= self.rule.months(group)]
