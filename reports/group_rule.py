"""Which groups may be shown to managers: none below the minimum, and none from which a small one could be computed.

The finest thing anybody can see is one land in one month, or what is left of the network in that month when the
lands that are shown are taken away. These pieces don't overlap, every figure is a sum of them, and each speaks of
nobody or of at least the minimum of people: so does everything that can be computed by adding or taking away, by
land as by time. docs/decisions/group-rule.md has the whole reasoning.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambassadors.regions import region_name
from reports.months import RUNNING

NETWORK = None  # the group of everybody; lands go by their codes
CASES, PEOPLE = 10, 5  # what a rate, an average or a duration needs besides


class Why(models.TextChoices):
    TOO_FEW = "too_few", _("not shown: fewer than %(minimum)s people")
    COMPUTABLE = "computable", _("not shown, because the rest could be computed")
    NETWORK_ONLY = "network_only", _("told of the whole network only")
    TOO_FEW_CASES = "too_few_cases", _("not shown: fewer than %(cases)s cases from %(people)s people")


@dataclass(frozen=True)
class Hidden:
    """Stands where a figure would stand, and says why it doesn't."""

    why: str
    minimum: int = 0

    def __str__(self):
        return str(Why(self.why).label) % {"minimum": self.minimum, "cases": CASES, "people": PEOPLE}


class GroupRule:
    """What may be seen of each group, from a census {land: people active in each of the thirteen months}.

    `strays` are the (land, month) pairs in which something happened though nobody lives there any more; each
    counts as one person, so that nobody's traces are shown as an empty rest.
    """

    def __init__(self, census, *, minimum, strays=()):
        self.minimum = minimum
        self._census = {land: list(people) for land, people in census.items()}
        self._strays = set(strays)
        runs = {land: _run(people[:RUNNING], minimum) for land, people in self._census.items() if land}
        self._large = {land: months for land, months in runs.items() if months}
        self._network = network_months(self._census, minimum)
        self._shown = {NETWORK: self._network, **self._without_computable(self._large)}

    def months(self, group):
        """The months in which the group may be seen: an unbroken run that lasts until now, or nothing."""
        return self._shown.get(group, frozenset())

    def hidden(self, group):
        """Why the group can't be seen, or None."""
        if self.months(group):
            return None
        why = Why.COMPUTABLE if group in self._large else Why.TOO_FEW
        return Hidden(why.value, self.minimum)

    def people(self, group, month):
        """How many people the group has in that month, whether or not it may be seen."""
        if group is NETWORK:
            return sum(people[month] for people in self._census.values())
        return self._census[group][month] if group in self._census else 0

    @property
    def groups(self):
        """Every land that has, or in these months had, somebody."""
        return sorted(land for land, people in self._census.items() if land and any(people))

    def name(self, land):
        return region_name(land)

    def rest(self, month, shown):
        """How many people are left of the network in a month when the lands in `shown` are taken away."""
        left = set(self._census) | {land for land, _month in self._strays}
        return sum(self._presence(land, month) for land in left if month not in shown.get(land, ()))

    def _presence(self, land, month):
        return self.people(land, month) or int((land, month) in self._strays)

    def _without_computable(self, shown):
        """Month by month, the newest first, hide the smallest land until what is left is nobody or enough."""
        shown = dict(shown)
        for month in sorted(self._network, reverse=True):
            while 0 < self.rest(month, shown) < self.minimum and (seen := _seen_in(month, shown)):
                smallest = min(seen, key=lambda land: (self.people(land, RUNNING - 1), land))
                shown[smallest] = frozenset(place for place in shown[smallest] if place > month)
        return shown


def _seen_in(month, shown):
    return [land for land, months in shown.items() if month in months]


def network_months(census, minimum):
    """The months in which everybody together are enough."""
    return _run([sum(people) for people in zip(*census.values(), strict=True)], minimum)


def _run(people, minimum):
    """The places at the end of the list that have at least the minimum, without a gap."""
    months = []
    for month in reversed(range(len(people))):
        if people[month] < minimum:
            break
        months.append(month)
    return frozenset(months)


def groups_with_enough(counts, groups):
    """Which of `groups` may have a rate shown, from counts {group: (cases, people)} over the same months.

    Each needs ten cases from five people, and so does what is left of the network; the smallest is hidden until it does.
    `people` of the rest is a lower bound: somebody who moved counts in two lands.
    """
    shown = {group for group in groups if _are_enough(*counts.get(group, (0, 0)))}
    while NETWORK in shown and shown - {NETWORK} and not _rest_is_fine(counts, shown - {NETWORK}):
        shown.remove(min(shown - {NETWORK}, key=lambda land: (counts[land], land)))
    return shown


def _rest_is_fine(counts, lands):
    cases, people = counts[NETWORK]
    left = cases - sum(counts[land][0] for land in lands)
    return left == 0 or _are_enough(left, people - sum(counts[land][1] for land in lands))


def _are_enough(cases, people):
    return cases >= CASES and people >= PEOPLE
