"""The same figures by unit instead of by land: as it was then, or as it is today, at one level of the tree."""

from django.conf import settings
from django.utils.functional import cached_property

from reports.books import Books
from reports.group_rule import NETWORK
from reports.months import RUNNING
from reports.unit_places import TODAY, VIEWS, UnitPlaces
from reports.unit_rule import UnitRule


class UnitBooks(Books):
    by = "unit"

    def __init__(self, months=None, counted=None, *, view=TODAY, level=1):
        super().__init__(months, counted)
        self.view = view if view in VIEWS else TODAY
        self.level = level if level in self.places.levels else 1

    @property
    def asked(self):
        return self.view, self.level

    @cached_property
    def places(self):
        return UnitPlaces(self.months)

    @cached_property
    def rule(self):
        """One rule over every view and level, as one of them asks it."""
        people = self.counted.unit_census
        how = {"network": self.census, "minimum": settings.GROUP_MINIMUM, "strays": self.strays}
        return UnitRule(people, self.places, **how).view(self.view, self.level)

    def as_asked(self, tally):
        return tally.grouped(lambda code, month: self.places.group(code, month, self.view, self.level))

    @cached_property
    def may_have_rates(self):
        """Rates and durations are told of the network alone: between the views they could be taken apart."""
        return [NETWORK] if self.since < RUNNING else []
