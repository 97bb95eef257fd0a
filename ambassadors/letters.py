"""The letters of this room, written when they are sent from what is true then."""

from django.utils.translation import gettext as _

from ambassadors.look.days import short_day
from ambassadors.models import Deputy, Invitation, Reveal, Role, RoleProposal
from ambassadors.models.farewell import is_soon_forgotten
from ledger.letters import Page


def role_granted(letter):
    """To whom a role was given, as long as it is not over."""
    role = Role.objects.numbered(letter.data["role"]).with_people().first()
    if role is None or role.is_over:
        return None
    return Page(_("You have a role: %(role)s") % {"role": role}, "role_granted", {"role": role})


def role_ended(letter):
    """To whom a role was taken away or shortened."""
    role = Role.objects.numbered(letter.data["role"]).with_people().first()
    if role is None or role.valid_until is None:
        return None
    return Page(_("Your role ends: %(role)s") % {"role": role}, "role_ended", {"role": role})


def proposal_answered(letter):
    """To whoever proposed somebody: the second person has answered."""
    proposal = RoleProposal.objects.numbered(letter.data["proposal"]).with_people().first()
    if proposal is None or proposal.state not in ("confirmed", "declined"):
        return None
    return Page(
        _("Your proposal is answered: %(role)s") % {"role": proposal},
        "proposal_answered",
        {"proposal": proposal},
    )


def reveal_answered(letter):
    """To the auditor who asked for a name, without the pseudonym and without the reason."""
    reveal = Reveal.objects.numbered(letter.data["reveal"]).first()
    if reveal is None or reveal.state not in ("agreed", "declined"):
        return None
    return Page(_("Your question for a name is answered"), "reveal_answered", {"reveal": reveal})


def invitation(letter):
    """To whoever is invited, at the address it is for, as long as it is good."""
    found = Invitation.objects.open().with_people().numbered(letter.data["invitation"]).first()
    if found is None or found.ambassador.is_active:
        return None
    back = bool(found.ambassador.joined_at)
    subject = _("Come back, if you like") if back else _("Stand up for us, if you like")
    return Page(subject, "invitation", {"invitation": found, "back": back}, found.address)


def invited_elsewhere(letter):
    """To the address of before: somebody is asked back under another one."""
    found = Invitation.objects.open().with_people().numbered(letter.data["invitation"]).first()
    return found and Page(
        _("You are invited under another address"), "invited_elsewhere", {"invitation": found}
    )


def farewell(letter):
    """To alumni and fans whose time is nearly over; none when they did something meanwhile, or came back."""
    person = letter.recipient
    if not is_soon_forgotten(person):
        return None
    subject = _("On %(day)s we forget you, unless you'd like to stay") % {
        "day": short_day(person.delete_after)
    }
    facts = {"day": person.delete_after, "ambassador": person.ambassador_or_none}
    return Page(subject, "farewell", facts)


def deputy_asked(letter):
    """To whoever is asked to stand in, as long as they haven't answered."""
    found = Deputy.objects.asked().with_people().numbered(letter.data["deputy"]).first()
    if found is None or not found.deputy.is_active:
        return None
    subject = _("%(name)s asks whether you stand in") % {"name": found.ambassador}
    return Page(subject, "deputy_asked", {"deputy": found})
