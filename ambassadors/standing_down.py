"""What leaving does on the ground floor: a coordinator's term ends, nobody stands in any more, invitations are dropped."""

from django.utils.translation import gettext as _

from ambassadors.leaving import Told, each
from ambassadors.models import Deputy, Invitation


def told_of_roles(ambassador):
    number = _terms(ambassador.person).count()
    return number and Told("shield", number, _("Your term as a coordinator"),
                _("It ends today. The other coordinators find what waited for you in their lists."))  # fmt: skip


def end_terms(leaving):
    """A coordinator coordinates as an ambassador; who goes altogether has given every other role back before."""
    return each(_terms(leaving.person), lambda role: role.end(by=leaving.begun_by))


def _terms(person):
    """What they coordinate now, and what they would from a day on."""
    return person.roles.named("coordinator").lasting(person.today())


def told_of_deputies(ambassador):
    number = Deputy.objects.with_either(ambassador).open().count()
    if not number:
        return None
    return Told("handshake", number, _("Standing in for each other"),
                _("You stand in for nobody any more. Who has agreed to stand in for you can take over now; afterwards that ends, too."))  # fmt: skip


def end_deputyships(leaving):
    """Runs after the rooms above have handed over to the deputy."""
    rows = Deputy.objects.with_either(leaving.ambassador).open()
    return each(rows, lambda row: row.end(by=leaving.begun_by))


def drop_invitations(leaving):
    """Who has just left isn't asked in by a letter of before."""
    rows = Invitation.objects.of(leaving.ambassador).open()
    return each(rows, lambda row: row.revoke(by=leaving.begun_by))
