"""The rows of the lead list, drawn here: fifty of them through templates cost more than everything else on the page.

docs/decisions/rows-drawn-in-python.md says when that is worth it.
"""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ambassadors.look.chains import chain
from ambassadors.look.controls import icon
from ambassadors.look.days import due_state, due_word, iso, short_day
from ambassadors.look.marks import mark
from leads.models import Lead

ROW = (
    '<tr>{}<th scope="row"><a class="rowlink" href="{}">{}<span>{}</span></a></th>'
    '<td class="full">{}<br><span class="small soft">{}</span></td><td>{}</td><td>{}</td>'
    '<td class="end soft"><time datetime="{}">{}</time></td></tr>\n'
)
TICK = (
    '<td class="choose__tick"><label class="check"><input type="checkbox" name="lead" value="{}"> '
    '<span class="vh">{}</span></label></td>'
)


def rows(leads, *, show_owner=False, choosing=False):
    """The `<tr>`s of these leads (in_rows, with_chain); `choosing` puts a box to tick before each."""
    drawn = Drawn(show_owner=show_owner, choosing=choosing)
    return format_html_join("", "{}", ((drawn.row(lead),) for lead in leads))


class Drawn:
    """One list; what every row says alike is looked up once."""

    def __init__(self, *, show_owner, choosing):
        self.show_owner, self.choosing = show_owner, choosing
        self.nobodys, self.badges = _("nobody's"), Badges()

    def row(self, lead):
        return format_html(
            ROW,
            self._tick(lead) if self.choosing else "",
            lead.get_absolute_url(),
            mark(lead.kind),
            lead.customer.called,
            *self._met(lead),
            chain(now=lead.step),
            self.badges.next(lead),
            iso(lead.state_since),
            short_day(lead.state_since),
        )

    def _tick(self, lead):
        return format_html(TICK, lead.pk, _("Choose %(who)s") % {"who": lead.customer.whom})

    def _met(self, lead):
        """(where somebody was met, who and where they are); without the first, the second stands in its place."""
        return (lead.encounter or lead.source or self._where(lead) or "–"), self._beside(lead)

    def _beside(self, lead):
        return self._where(lead) if lead.encounter or lead.source else ""

    def _where(self, lead):
        if not self.show_owner:
            return lead.customer.city
        owner = str(lead.owner) if lead.owner else self.nobodys
        return f"{lead.customer.city} · {owner}" if lead.customer.city else owner


class Badges:
    """Where a lead stands and what comes next for it."""

    def __init__(self):
        self.call, self.phone = _("Call, %(when)s"), icon("phone")
        self.untold = format_html('<span class="badge badge--brand">{}</span>', _("Story to be told"))
        self.unasked = format_html('<span class="badge">{}</span>', _("No consent to call"))
        self.states = {state: state_badge(state) for state in Lead.State}

    def next(self, lead):
        """What comes next (with_chain)."""
        if lead.next_due:
            look = f"badge badge--{state}" if (state := due_state(lead.next_due)) else "badge"
            said = self.call % {"when": due_word(lead.next_due)}
            return format_html('<span class="{}">{} {}</span>', look, self.phone, said)
        if lead.is_won and lead.was_called:
            return self.untold
        if lead.is_open and not lead.has_consent:
            return self.unasked
        return self.states[lead.state]


def next_badge(lead):
    """The badge of one lead alone, see Badges.next."""
    return Badges().next(lead)


def state_badge(state):
    """Where a lead stands, as a badge."""
    state = Lead.State(state)
    look = "badge badge--good" if state == Lead.State.WON else "badge"
    sign = {Lead.State.WON: "check", Lead.State.LOST: "no"}.get(state)
    return format_html(
        '<span class="{}">{}{}</span>', look, format_html("{} ", icon(sign)) if sign else "", state.label
    )
