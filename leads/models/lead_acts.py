"""What can be done with several leads at once, and how each is taken back; the lead's own verbs do it."""

from collections import namedtuple
from datetime import date, time

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from leads.calendar import Wall
from ledger.refusal import Refusal

Act = namedtuple("Act", "do undo")


def _hand(lead, *, by, taker):
    giver = lead.owner_id
    lead.hand_to(_ambassador(taker), by=by)
    return {"owner": giver and str(giver)}, {"owner": taker}


def _hand_back(lead, *, by, before, after):
    if str(lead.owner_id) != after["owner"]:
        raise Refusal(_("Somebody else looks after it by now."))
    if before["owner"]:
        return lead.hand_to(_ambassador(before["owner"]), by=by)
    return lead.put_into_queue(by=by)


def _move(lead, *, by, to):
    _look_whether_it_may(lead, to)
    before = {"state": lead.state}
    lead.move(to, by=by)
    return before, _state_of(lead)


def _lose(lead, *, by, obstacle):
    _look_whether_it_may(lead, "lost")
    before = {"state": lead.state, "obstacle": lead.obstacle}
    lead.move("lost", by=by)
    lead.change(by=by, obstacle=obstacle)
    return before, _state_of(lead) | {"obstacle": obstacle}


def _move_back(lead, *, by, before, after):
    lead.put_back(before["state"], seen=after["state"], since=parse_datetime(after["since"]), by=by)
    if "obstacle" in before and lead.obstacle == after["obstacle"]:
        lead.change(by=by, obstacle=before["obstacle"])


def _call(lead, *, by, day, hour, purpose, remark):
    from leads.models.follow_up import FollowUp

    tz = (lead.owner.person if lead.owner else by).time_zone
    wall = Wall(date.fromisoformat(day), time.fromisoformat(hour), tz)
    call = FollowUp.add(lead, by=by, wall=wall, purpose=purpose, remark=remark)
    return {}, {"follow_up": str(call.pk), "due_at": call.due_at.isoformat()}


def _call_off(lead, *, by, before, after):
    call = lead.follow_ups.all().open().named(after["follow_up"]).first()
    if call is None or call.due_at != parse_datetime(after["due_at"]):
        raise Refusal(_("The call was answered or put off by now."))
    call.end("undone", by=by)


def _look_whether_it_may(lead, to):
    """Many leads stand in many states; what is won is taken back on its own page only."""
    if lead.is_won or to not in lead.may_become:
        raise Refusal(
            _("It stands at “%(state)s”; from there it doesn't go on like this.")
            % {"state": lead.get_state_display()}
        )


def _state_of(lead):
    return {"state": lead.state, "since": lead.state_since.isoformat()}


def _ambassador(pk):
    from ambassadors.models import Ambassador

    return Ambassador.objects.get(pk=pk)


ACTS = {
    "hand": Act(_hand, _hand_back),
    "move": Act(_move, _move_back),
    "lose": Act(_lose, _move_back),
    "call": Act(_call, _call_off),
}
