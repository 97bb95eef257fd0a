"""The rows of the lead list, drawn here: fifty of them through templates cost more than everything else on the page.

docs/decisions/rows-drawn-in-python.md says when that is worth it.
"""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from ambassadors.look.chains import chain
from ambassadors.look.controls import icon
from ambassadors.look.days import Days
from ambassadors.look.escaping import drawn, escaped, joined
from ambassadors.look.marks import mark
from leads.models import Lead
from leads.rows.due_badges import DueBadges

ROW = (
    '<tr>%s<th scope="row"><a class="rowlink" href="%s">%s<span>%s</span></a></th>'
    '<td class="full">%s<br><span class="small soft">%s</span></td><td>%s</td><td>%s</td>'
    '<td class="end soft"><time datetime="%s">%s</time></td></tr>\n'
)
TICK = (
    '<td class="choose__tick"><label class="check"><input type="checkbox" name="lead" value="%s"> '
    '<span class="vh">%s</span></label></td>'
)
STEPS = range(1, 8)


def rows(leads, *, show_owner=False, choosing=False):
    """The `<tr>`s of these leads (in_rows, with_chain); `choosing` puts a box to tick before each."""
    return joined(map(Drawn(show_owner=show_owner, choosing=choosing).row, leads))


class Drawn:
    """One list; what every row says alike is looked up once."""

    def __init__(self, *, show_owner, choosing):
        self.show_owner, self.choosing = show_owner, choosing
        self.nobodys, self.choose = _("nobody's"), _("Choose %(who)s")
        self.days = Days()
        self.badges = Badges(self.days)
        self.chains = {step: chain(now=step) for step in STEPS}

    def row(self, lead):
        return drawn(
            ROW,
            self._tick(lead) if self.choosing else "",
            escaped(lead.get_absolute_url()),
            mark(lead.kind),
            escaped(lead.customer.called),
            *map(escaped, self._met(lead)),
            self.chains[lead.step],
            self.badges.next(lead),
            self.days.iso(lead.state_since),
            self.days.short_day(lead.state_since),
        )

    def _tick(self, lead):
        return drawn(TICK, lead.pk, escaped(self.choose % {"who": lead.customer.whom}))

    def _met(self, lead):
        """(where somebody was met, who and where they are); without the first, the second stands in its place."""
        met = lead.encounter or lead.source
        return met or self._where(lead) or "–", self._where(lead) if met else ""

    def _where(self, lead):
        if not self.show_owner:
            return lead.customer.city
        owner = str(lead.owner) if lead.owner else self.nobodys
        return f"{lead.customer.city} · {owner}" if lead.customer.city else owner


class Badges:
    """Where a lead stands and what comes next for it."""

    def __init__(self, days):
        self.calls = DueBadges(days, "phone", _("Call, %(when)s"))
        self.untold = format_html('<span class="badge badge--brand">{}</span>', _("Story to be told"))
        self.unasked = format_html('<span class="badge">{}</span>', _("No consent to call"))
        self.states = {state: state_badge(state) for state in Lead.State}

    def next(self, lead):
        """What comes next (with_chain)."""
        if lead.next_due:
            return self.calls.of(lead.next_due)
        if lead.is_won and lead.was_called:
            return self.untold
        if lead.is_open and not lead.has_consent:
            return self.unasked
        return self.states[lead.state]


def next_badge(lead):
    """The badge of one lead alone, see Badges.next."""
    return Badges(Days()).next(lead)


def state_badge(state):
    """Where a lead stands, as a badge."""
    state = Lead.State(state)
    look = "badge badge--good" if state == Lead.State.WON else "badge"
    sign = {Lead.State.WON: "check", Lead.State.LOST: "no"}.get(state)
    return format_html(
        '<span class="{}">{}{}</span>', look, format_html("{} ", icon(sign)) if sign else "", state.label
    )
