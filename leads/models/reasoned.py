"""Why somebody is called again, in a sentence or two."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models.chain_step import LONG

WHY = {
    "3d": gettext_lazy("Three days after it was won: has everything arrived?"),
    "3w": gettext_lazy("Three weeks after it was won: is everything ok?"),
    "3m": gettext_lazy("Three months after it was won: are they content?"),
}
SOLVED = gettext_lazy("Their trouble was solved. Does it still work?")
SPOKEN = gettext_lazy("You spoke on the phone. Is it settled?")
PROMISED, AGAIN = gettext_lazy("You promised to call."), gettext_lazy("Nobody answered last time.")


class Reasoned:
    """Something with a rule, a remark and attempts that can say what it is for."""

    @property
    def why(self):
        why = self.remark or why_of(self.rule)
        return f"{why} {AGAIN}" if self.attempt > 1 else str(why)


def why_of(rule):
    """The sentence of a step that a chain planned, or that somebody promised it."""
    if rule.startswith("case"):
        return SOLVED
    if rule.startswith("call:"):
        return SPOKEN
    return WHY.get(rule) or _after_a_sale(rule)


def _after_a_sale(rule):
    if not (step := re.fullmatch("([0-9]+)([dwm])", rule)):
        return PROMISED
    span = LONG[step[2]] % {"n": int(step[1])}
    return _("It was won %(span)s ago: are they content?") % {"span": span}
