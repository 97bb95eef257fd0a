"""What somebody asks the figures about: a land or the whole network, and a period."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from reports.group_rule import NETWORK
from reports.months import MONTH, QUARTER, YEAR

PERIODS = {"year": YEAR, "quarter": QUARTER, "month": MONTH}


class Scope:
    """A land or a unit (or NETWORK) and a period, with what the group rule lets be seen of them."""

    def __init__(self, rule, months, *, group=NETWORK, period="year"):
        self.rule, self.months = rule, months
        self.group = group if group in rule.groups else NETWORK
        self.period = period if period in PERIODS else "year"

    @property
    def is_network(self):
        return self.group is NETWORK

    @cached_property
    def hidden(self):
        """Why nothing can be shown of this group, or None."""
        return self.rule.hidden(self.group)

    @cached_property
    def asked(self):
        """The months that were asked for; a land or a unit shows whole months only, so that looking twice cuts no finer slice."""
        return self.months.window(PERIODS[self.period], whole=not self.is_network)

    @cached_property
    def year(self):
        """The twelve months around it, whatever the period."""
        return self.months.window(YEAR, whole=not self.is_network)

    def seen(self, months):
        """Those of `months` that may be shown."""
        return [month for month in months if month in self.rule.months(self.group)]

    @cached_property
    def shown(self):
        return self.seen(self.asked)

    @property
    def name(self):
        return _("The network") if self.is_network else self.rule.name(self.group)

    @property
    def span(self):
        """“December 2025 to November 2026”, or the one month."""
        first, last = self.months.long_name(self.asked[0]), self.months.long_name(self.asked[-1])
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def span_words(self):
        return {
            "year": _("in twelve months"),
            "quarter": _("in three months"),
            "month": _("in this month") if self.is_network else _("in one month"),
        }[self.period]
