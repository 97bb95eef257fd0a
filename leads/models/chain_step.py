from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

UNITS = {"d": "days", "w": "weeks", "m": "months"}
DAYS_OF = {"d": 1, "w": 7, "m": 30}
LONG = {
    "d": ngettext_lazy("%(n)s day", "%(n)s days", "n"),
    "w": ngettext_lazy("%(n)s week", "%(n)s weeks", "n"),
    "m": ngettext_lazy("%(n)s month", "%(n)s months", "n"),
}
LONGEST = 366  # days; nobody is asked to call later than that, see due.refuse_unreasonable


class Step(NamedTuple):
    """One call of a chain: so many days, weeks or months after, and what the call is for."""

    number: int
    unit: str
    purpose: str

    @property
    def rule(self):
        """How the call is named in its row: “3d”, “2w”, “6m”."""
        return f"{self.number}{self.unit}"

    @property
    def span(self):
        return {UNITS[self.unit]: self.number}

    @property
    def days(self):
        """About so many days; enough to order steps, and to see that none is too far away."""
        return self.number * DAYS_OF[self.unit]

    @property
    def words(self):
        return LONG[self.unit] % {"n": self.number}

    @property
    def is_advertising(self):
        return self.purpose == "advertising"


def what_is_wrong(steps):
    """A sentence when these can't be a chain; None when they can."""
    if any(not 0 < step.days <= LONGEST for step in steps):
        return _("A call lies at most a year ahead. Choose a shorter time.")
    if len({step.rule for step in steps}) < len(steps):
        return _("Two calls at the same time: change one of them, or leave it out.")
    return None
