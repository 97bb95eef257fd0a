"""The cards of the calls that are due, drawn here like the rows (docs/decisions/rows-drawn-in-python.md)."""

from django.utils.translation import gettext as _

from ambassadors.look.controls import icon
from ambassadors.look.days import Days
from ambassadors.look.escaping import drawn, escaped, joined
from ambassadors.look.photos import drawing
from leads.rows.due_badges import BADGE, DueBadges
from ledger.addresses import address

CARD = """<li class="card due">
  <img class="due__pic" src="%s" width="800" height="600" alt="" loading="lazy">
  <div class="stack gap-1">
    <div class="row gap-2">
      %s
      %s
    </div>
    <h3>%s</h3>
    <p class="small soft">%s%s%s</p>
  </div>
  <div class="due__acts">
    %s
    %s
  </div>
</li>
"""
CALL = (
    '<form action="%s" method="post" data-once><input type="hidden" name="csrfmiddlewaretoken" value="%s">'
    '<input type="hidden" name="follow_up" value="%s"><button class="btn btn--line btn--wide">%s <span>%s</span>'
    '<span class="vh"> %s</span></button></form>'
)
ACT = '<a class="btn btn--line" href="%s">%s <span>%s</span><span class="vh"> %s</span></a>'


def cards(follow_ups, *, csrf_token):
    """The `<li>`s of these calls (on_cards)."""
    return joined(map(Drawn(csrf_token).card, follow_ups))


class Drawn:
    """One list; what every card says alike is looked up once."""

    def __init__(self, csrf_token):
        self.token, self.badges = escaped(csrf_token), DueBadges(Days(), "clock")
        self.call, self.called = (icon("phone"), _("Call")), (icon("check"), _("I called"))
        self.asked, self.later = (icon("check"), _("I asked")), (icon("calendar"), _("Later"))
        self.silent = drawn(BADGE, "badge badge--bad", icon("no"), _("don't call"))
        self.met, self.ask = _("You met: %(where)s."), " " + _("Don't call: ask when you meet.")

    def card(self, follow_up):
        may_call = follow_up.may_call
        whom = escaped(follow_up.customer)
        return drawn(
            CARD,
            drawing(follow_up.drawing),
            self.badges.of(follow_up.due_at),
            "" if may_call else self.silent,
            whom,
            self._met(follow_up.encounter),
            escaped(follow_up.why),
            "" if may_call else self.ask,
            *(self._calling(follow_up, whom) if may_call else self._asking(follow_up, whom)),
        )

    def _met(self, encounter):
        return self.met % {"where": escaped(encounter)} + " " if encounter else ""

    def _calling(self, follow_up, whom):
        to = address("leads:contact", follow_up.customer_id)
        return (
            drawn(CALL, to, self.token, follow_up.pk, *self.call, whom),
            drawn(ACT, address("leads:answer", follow_up.pk), *self.called, whom),
        )

    def _asking(self, follow_up, whom):
        return (
            drawn(ACT, address("leads:answer", follow_up.pk), *self.asked, whom),
            drawn(ACT, address("leads:snooze", follow_up.pk), *self.later, whom),
        )
