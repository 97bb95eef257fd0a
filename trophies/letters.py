"""The letters of this room, written when they are sent from what is true then."""

from django.utils.translation import gettext as _

from ledger.letters import Page
from trophies.models import HandOff


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
