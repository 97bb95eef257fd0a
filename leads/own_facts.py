"""What is kept about a customer, as they see it themselves: who they are, what they told us, what they allowed.

Nothing of how anybody works with it: no notes, no states, nobody's name. Whoever took a consent is the company.
"""

from collections import namedtuple

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Network
from leads.models import Channel, Consent, Lead

Fact = namedtuple("Fact", "key word value")
WORDS = [
    ("first_name", _("First name")),
    ("last_name", _("Last name")),
    ("company", _("Company")),
    ("nickname", _("What we call you in our lists")),
    ("street", _("Street")),
    ("zip_code", _("Postcode")),
    ("city", _("Town")),
    ("email", _("E-mail")),
]
DONE = {
    "corrected": _("That is changed. Thank you."),
    "corrected_in_part": _("That is changed, except for a number or an address that you took back before. To let us have it again, say yes to it first."),
    "withdrawn": _("That is taken back. It holds from now on, everywhere."),
    "all_withdrawn": _("Everything is taken back. It holds from now on, everywhere."),
    "objected_advertising": _("Nobody advertises to you from now on."),
    "objected_contact": _("Nobody calls you or writes to you from now on. How to reach you is deleted."),
    "agreed": _("Thank you. Your yes counts from now on. You can take it back here at any time."),
    "agreed_once": _("Now look into your mailbox: we have sent you one e-mail with a link. Your yes counts once you open it and confirm."),
    "objects_no_longer": _("That is noted. What you took back stays taken back until you say yes anew."),
}  # fmt: skip


def done_words(code):
    """What is said after an act; nothing for anything else that stands in an address."""
    return DONE.get(code, "")


def back_to(token, done):
    """Back to the page, which says what was done."""
    return HttpResponseRedirect(f"{reverse('leads:own_page', args=[token])}?done={done}#done")


def of(customer):
    """[Fact] about who the customer is and how they are reached; the number only while a call is allowed."""
    known = [Fact("kind", _("Kept as"), customer.get_kind_display())]
    known += [Fact(name, word, getattr(customer, name)) for name, word in WORDS]
    known.append(
        Fact("phone", _("Phone number"), customer.phone if customer.may_be_called("service") else "")
    )
    return [fact for fact in known if fact.value]


def told(customer):
    """[Fact] about what the customer told us they want."""
    leads = list(Lead.objects.of_customer(customer).newest_first()[:20])
    wishes = {lead.get_interest_display() for lead in leads if lead.interest != Lead.Interest.UNKNOWN}
    providers = {lead.former_provider for lead in leads if lead.former_provider}
    found = [
        Fact("interests", _("What interests you"), ", ".join(sorted(str(wish) for wish in wishes))),
        Fact("provider", _("Your provider when we met"), ", ".join(sorted(providers))),
    ]
    return [fact for fact in found if fact.value]


def allowed(customer):
    """The consents of the customer, the newest first; `may_be_given_again` is set for each."""
    consents = list(Consent.objects.of_customer(customer).with_story().newest_first())
    seen = {_what(consent) for consent in consents if consent.is_in_force}
    for consent in consents:
        consent.may_be_given_again = _what(consent) not in seen
        seen.add(_what(consent))
    return consents


def never_allowed(consents):
    """The ways that the customer never said anything about."""
    return [way for way in Channel if way not in {consent.channel for consent in consents}]


def _what(consent):
    return consent.channel, consent.purpose


def as_file(customer):
    """All of it for a machine: {section: …}, words in the language of the reader."""
    return {
        "kept_by": str(Network.now()),
        "about_you": {fact.key: str(fact.value) for fact in of(customer)},
        "you_told_us": {fact.key: str(fact.value) for fact in told(customer)},
        "you_allowed": [_consent(consent) for consent in allowed(customer)],
    }


def _consent(consent):
    taken_back = consent.withdrawal.at if consent.is_withdrawn else None
    return {
        "for": capfirst(str(consent.get_purpose_display())),
        "by": str(consent.get_channel_display()),
        "how": str(consent.get_manner_display()),
        "given_at": consent.given_at,
        "place": consent.place,
        "taken_by": str(Network.now()),
        "words": consent.wording.text if consent.wording else None,
        "wording_version": consent.wording.version if consent.wording else None,
        "good_until": None if taken_back else consent.valid_until,
        "taken_back_at": taken_back,
        "last_used_at": consent.last_used,
    }
