"""The letters between the network and the service desk, written when they are sent from what is true then."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, override

from leads.desk import handed
from leads.models import DeskReply, Referral
from ledger.letters import Message, Page


def referral(letter):
    """To the desk by mail; None when the referral was closed before it left, or the desk has no address any more."""
    found, desk = _found(letter), settings.SERVICE_DESK
    if found is None or not desk.mail:
        return None
    with override(desk.language):
        facts = handed.facts_sent(found)
        matter = facts[0][2]
    subject = gettext_lazy("[%(code)s] Please help: %(matter)s")
    return Page(
        _Later(subject, {"code": found.code, "matter": matter}),
        "referral",
        {"referral": found, "facts": facts},
        to=desk.mail,
        language=desk.language,
        reply_to=desk.answer_to or None,
        private=[value for _key, _label, value in facts],
    )


def referral_message(letter):
    """To the desk's own program, signed."""
    found, desk = _found(letter), settings.SERVICE_DESK
    if found is None or not desk.url:
        return None
    with override(desk.language):
        facts = handed.facts_sent(found)
    payload = {
        "type": "referral.sent",
        "timestamp": found.created_at.isoformat(),
        "data": {
            "reference": found.code,
            "about": "lead" if found.lead_id else "case",
            "answer_to": settings.SITE_URL.rstrip("/") + reverse("leads:desk_hook"),
            **{key: value for key, _label, value in facts},
        },
    }
    hosts = [urlsplit(desk.url).hostname]
    private = [value for _key, _label, value in facts]
    return Message(desk.url, desk.secrets[0], payload, hosts, desk.may_be_private, private)


def desk_replied(letter):
    """What the desk said since the last of these, to whoever looks after the matter now."""
    told = DeskReply.objects.told_in(letter).in_order().with_referrals()
    replies = [reply for reply in told if _is_theirs(reply, letter.recipient)]
    if not replies:
        return None
    subject = ngettext(
        "%(desk)s has answered you", "%(desk)s has answered you %(number)s times", len(replies)
    ) % {"desk": settings.SERVICE_DESK.name, "number": len(replies)}
    return Page(subject, "desk_replied", {"replies": replies, "desk": settings.SERVICE_DESK.name})


class _Later:
    """A subject whose words are chosen in the language of whoever reads it."""

    def __init__(self, words, values):
        self.words, self.values = words, values

    def __str__(self):
        return str(self.words) % self.values


def _is_theirs(reply, person):
    subject, ambassador = reply.referral.subject, person.ambassador_or_none
    return ambassador is not None and ambassador.is_active and subject.owner_id == ambassador.pk


def _found(letter):
    return Referral.objects.numbered(letter.data["referral"]).open().with_subjects().first()
