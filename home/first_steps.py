"""What the first admin of a new network does next, until all of it is done once."""

from collections import namedtuple

from django.utils.translation import gettext_lazy as _

from ambassadors.context import address
from ambassadors.models import Ambassador, Network, Person
from ledger.counting import found

FirstStep = namedtuple("FirstStep", "url icon label text done")
# what it takes, the page for it, its picture, and the words
ROAD = [
    ("set_up", "home:setup", "sticker", _("Make it yours"), _("Name, colour, company domains, and who answers for it.")),
    ("people", "ambassadors:uploads", "upload", _("Bring people in"), _("From a file of the personnel office; you see what changes before anything does.")),
    ("invited", "ambassadors:invitations", "mail", _("Invite them"), _("Nobody is in the network before they want to be. Nothing is mailed until you send it.")),
    ("coordinators", "ambassadors:roles", "handshake", _("Appoint coordinators"), _("They read stories, hand the trophy on and see that nothing falls through.")),
]  # fmt: skip


def road():
    """The steps whose pages exist, as FirstSteps; empty once everything was done."""
    done = _done()
    steps = [
        FirstStep(address(route), icon, label, text, done[key])
        for key, route, icon, label, text in ROAD
        if address(route)
    ]
    return [] if all(step.done for step in steps) else steps


def _done():
    there = found(
        {
            "people": Ambassador.objects.all(),
            "invited": Ambassador.objects.active(),
            "coordinators": Person.objects.holding("coordinator"),
        }
    )
    return there | {"set_up": Network.now().is_set_up}
