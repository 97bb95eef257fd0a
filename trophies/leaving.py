"""What leaving does to trophies: what was on its way to them stays where it is, what they keep is asked back."""

from django.utils.translation import gettext as _

from ambassadors.leaving import Told, each
from trophies.models import Custody, HandOff


def told_of_trophies(ambassador):
    number = Custody.objects.current().kept_by(ambassador).count()
    return number and Told("trophy", number, _("A trophy you keep"),
                           _("It is asked back: the coordinators hand it on to somebody, and you get a letter that says so."))  # fmt: skip


def told_of_hand_offs(ambassador):
    number = HandOff.objects.open().to(ambassador).count()
    return number and Told(
        "handshake",
        number,
        _("A trophy on its way to you"),
        _("It stays where it is. A coordinator offers it to somebody else."),
    )


def stop_what_comes(leaving):
    """A trophy on its way to them stays with its keeper; one on its way from them goes on: that is how it comes back."""
    rows = list(HandOff.objects.open().to(leaving.ambassador).with_people())
    return each(rows, lambda hand_off: hand_off.drop(by=leaving.begun_by or leaving.person))


def ask_back(leaving):
    rows = list(Custody.objects.current().kept_by(leaving.ambassador).not_asked_back().with_trophies())
    return each(rows, lambda custody: custody.ask_back(by=leaving.begun_by))


def keep_again(ambassador):
    """Whoever is back may keep what they still have."""
    Custody.objects.current().kept_by(ambassador).asked_back().keep_again()
