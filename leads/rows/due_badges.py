"""When a call is due, as a badge: the same in the rows of leads, in those of calls and on their cards."""

from ambassadors.look.controls import icon
from ambassadors.look.escaping import drawn, escaped

BADGE = '<span class="%s">%s %s</span>'


class DueBadges:
    """The badges of one list, each drawn once for a day; `words` say "when", behind the icon of that name."""

    def __init__(self, days, sign, words="%(when)s"):
        self.days, self.icon, self.words, self._drawn = days, icon(sign), words, {}

    def of(self, due_at):
        day = self.days.of(due_at)
        if day not in self._drawn:
            state = self.days.due_state(day)
            look = f"badge badge--{state}" if state else "badge"
            said = self.words % {"when": self.days.due_word(day)}
            self._drawn[day] = drawn(BADGE, look, self.icon, escaped(said))
        return self._drawn[day]
