"""The rows of the promised calls, drawn here like those of the leads (docs/decisions/rows-drawn-in-python.md)."""

from django.utils.translation import gettext as _

from ambassadors.look.controls import icon
from ambassadors.look.days import Days
from ambassadors.look.escaping import drawn, escaped, joined
from leads.models import FollowUp
from leads.rows.due_badges import BADGE, DueBadges
from ledger.addresses import address

ROW = (
    '<tr><th scope="row"><a class="rowlink" href="%s">%s</a></th><td class="full">%s%s</td><td>%s</td>'
    '<td class="end soft"><time datetime="%s">%s</time></td>'
    '<td class="end"><a class="btn btn--quiet" href="%s">%s<span class="vh"> %s</span></a></td></tr>\n'
)
OWNER = '<br><span class="small soft">%s</span>'


def rows(follow_ups, *, show_owner=False):
    """The `<tr>`s of these calls (in_rows)."""
    return joined(map(Drawn(show_owner=show_owner).row, follow_ups))


class Drawn:
    """One list; what every row says alike is looked up once."""

    def __init__(self, *, show_owner):
        self.show_owner, self.days = show_owner, Days()
        self.badges = Badges(self.days)
        self.put_off, self.correct = _("Put off"), _("Correct")

    def row(self, follow_up):
        whom, is_open = escaped(follow_up.customer), follow_up.is_open
        to, act = ("leads:snooze", self.put_off) if is_open else ("leads:correct", self.correct)
        return drawn(
            ROW,
            address("leads:answer", follow_up.pk) if is_open else _subject(follow_up),
            whom,
            escaped(follow_up.why),
            drawn(OWNER, escaped(follow_up.owner)) if self.show_owner else "",
            self.badges.state(follow_up),
            self.days.iso(follow_up.due_at),
            self.days.short_day(follow_up.due_at),
            address(to, follow_up.pk),
            act,
            whom,
        )


class Badges:
    """How a call stands: when it is due, or how it was answered."""

    def __init__(self, days):
        self.waiting, self.answers = DueBadges(days, "clock"), {}

    def state(self, follow_up):
        """Nothing for one that ended without an answer."""
        if follow_up.is_open:
            return self.waiting.of(follow_up.due_at)
        return self._answered(follow_up.answer) if follow_up.answer else ""

    def _answered(self, answer):
        if answer not in self.answers:
            self.answers[answer] = _answered(FollowUp.Answer(answer))
        return self.answers[answer]


def state_badge(follow_up):
    """The badge of one call alone, see Badges.state."""
    return Badges(Days()).state(follow_up)


def _subject(follow_up):
    """Where its lead or case is told; a list reads neither."""
    if follow_up.lead_id:
        return address("leads:lead", follow_up.lead_id)
    return address("leads:case", follow_up.case_id)


def _answered(answer):
    look, sign = {
        FollowUp.Answer.ALL_OK: ("badge badge--good", icon("check")),
        FollowUp.Answer.NOT_OK: ("badge badge--bad", icon("warning")),
    }.get(answer, ("badge", ""))
    return drawn(BADGE, look, sign, escaped(answer.label))
