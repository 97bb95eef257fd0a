"""Why somebody is called again, in a sentence or two."""

from django.utils.translation import gettext_lazy as _

OF_A_CASE = "case"
WHY = {
    "3d": _("Three days after it was won: has everything arrived?"),
    "3w": _("Three weeks after it was won: is everything ok?"),
    "3m": _("Three months after it was won: are they content?"),
    OF_A_CASE: _("Their trouble was solved. Does it still work?"),
}
PROMISED, AGAIN = _("You promised to call."), _("Nobody answered last time.")


class Reasoned:
    """Something with a rule, a remark and attempts that can say what it is for."""

    @property
    def why(self):
        why = self.remark or WHY.get(self.rule, PROMISED)
        return f"{why} {AGAIN}" if self.attempt > 1 else str(why)
