"""While somebody types: who among the customers they see may be the same, and what was taken back before."""

from collections import namedtuple

from leads.discarded import WITHDRAWN
from leads.models import Customer, Suppression
from leads.models.duplicate import WORDS, in_common, is_likely
from leads.models.numbers import international
from leads.models.sounds import sound_of, town_of
from ledger.refusal import Refusal

SHOWN, MOST = 3, 20
TYPED = ["first_name", "last_name", "company", "nickname", "city", "email", "phone"]
LONGEST = 254
Likely = namedtuple("Likely", "customer why is_hint")


def to(fields, *, seen_by, besides=None):
    """[Likely], the surest first, at most three; always one question, whatever is found or typed."""
    typed = _as_typed(fields)
    others = Customer.objects.visible_to(seen_by).alike(typed).besides(besides).order_by("-created_at")[:MOST]
    found = [(in_common(typed, other), other) for other in others]
    found = sorted((one for one in found if one[0]), key=lambda one: (not is_likely(one[0]), -len(one[0])))
    return [
        Likely(other, [WORDS[reason] for reason in why], not is_likely(why)) for why, other in found[:SHOWN]
    ]


def taken_back(fields):
    """Sentences about a number or an address that somebody took back."""
    typed = _as_typed(fields)
    return [
        WITHDRAWN[kind]
        for kind in Suppression.Kind.values
        if Suppression.objects.of(kind, getattr(typed, kind)).exists()
    ]


def _as_typed(fields):
    """A customer that is kept nowhere, from whatever stands in the form."""
    given = {name: fields.get(name, "").replace("\0", "").strip()[:LONGEST] for name in TYPED}
    typed = Customer(**given | {"phone": _number(given["phone"])})
    typed.sound, typed.town = sound_of(typed), town_of(typed)
    return typed


def _number(text):
    try:
        return international(text) if text else ""
    except Refusal:
        return ""
