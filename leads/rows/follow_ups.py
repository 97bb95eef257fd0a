"""The rows of the promised calls, drawn here like those of the leads (docs/decisions/rows-drawn-in-python.md)."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ambassadors.look.controls import icon
from ambassadors.look.days import due_state, due_word, iso, short_day
from leads.models import FollowUp
from ledger.addresses import address

ROW = (
    '<tr><th scope="row"><a class="rowlink" href="{}">{}</a></th><td class="full">{}{}</td><td>{}</td>'
    '<td class="end soft"><time datetime="{}">{}</time></td>'
    '<td class="end"><a class="btn btn--quiet" href="{}">{}<span class="vh"> {}</span></a></td></tr>\n'
)
OWNER = '<br><span class="small soft">{}</span>'


def rows(follow_ups, *, show_owner=False):
    """The `<tr>`s of these calls (in_rows)."""
    drawn = Drawn(show_owner=show_owner)
    return format_html_join("", "{}", ((drawn.row(follow_up),) for follow_up in follow_ups))


class Drawn:
    """One list; what every row says alike is looked up once."""

    def __init__(self, *, show_owner):
        self.show_owner = show_owner
        self.put_off, self.correct = _("Put off"), _("Correct")
        self.answers = {answer.value: _answered(answer) for answer in FollowUp.Answer}

    def row(self, follow_up):
        whom, is_open = str(follow_up.customer), follow_up.is_open
        to, act = ("leads:snooze", self.put_off) if is_open else ("leads:correct", self.correct)
        return format_html(
            ROW,
            address("leads:answer", follow_up.pk) if is_open else _subject(follow_up),
            whom,
            follow_up.why,
            format_html(OWNER, str(follow_up.owner)) if self.show_owner else "",
            _waits(follow_up) if is_open else self.answers.get(follow_up.answer, ""),
            iso(follow_up.due_at),
            short_day(follow_up.due_at),
            address(to, follow_up.pk),
            act,
            whom,
        )


def state_badge(follow_up):
    """How one call stands: when it is due, or how it was answered; nothing for one that ended without an answer."""
    if follow_up.is_open:
        return _waits(follow_up)
    return _answered(FollowUp.Answer(follow_up.answer)) if follow_up.answer else ""


def _waits(follow_up):
    state = due_state(follow_up.due_at)
    look = f"badge badge--{state}" if state else "badge"
    return format_html('<span class="{}">{} {}</span>', look, icon("clock"), due_word(follow_up.due_at))


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
    return format_html('<span class="{}">{} {}</span>', look, sign, answer.label)
