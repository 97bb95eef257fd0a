"""The letters of this room, written when they are sent from what is true then."""

from django.utils.translation import gettext as _

from ledger.letters import Page
from trophies.models import Custody, HandOff


def trophy_waiting(letter):
    """To the taker of a hand-over, as long as it is open."""
    hand_off = HandOff.objects.open().with_people().numbered(letter.data["hand_off"]).first()
    if hand_off is None:
        return None
    return Page(
        _("%(trophy)s is on its way to you") % {"trophy": hand_off.trophy},
        "trophy_waiting",
        {"hand_off": hand_off},
    )


def trophy_asked_back(letter):
    """To a keeper who left and to the coordinators, as long as it hasn't gone on."""
    custody = (
        Custody.objects.current()
        .asked_back()
        .with_people()
        .with_trophies()
        .numbered(letter.data["custody"])
        .first()
    )
    if custody is None:
        return None
    own = custody.keeper.person_id == letter.recipient_id
    subject = _("Please give %(trophy)s back") if own else _("%(trophy)s is to be fetched back")
    return Page(subject % {"trophy": custody.trophy}, "trophy_asked_back", {"custody": custody, "own": own})
