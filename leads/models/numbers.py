"""Telephone numbers as they are kept: international, and only those that somebody could have."""

import phonenumbers
from django.utils.translation import gettext as _

from ledger.refusal import Refusal

SHORTEST = 100_000  # six digits; emergency and service numbers are nobody's own
LONGEST = len("+") + 15  # ITU-T E.164


def international(text, country="DE"):
    """The number as "+49…" (E.164); raises Refusal when it can't be one."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    kept = number and phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if (
        kept is None
        or len(kept) > LONGEST
        or number.national_number < SHORTEST
        or not phonenumbers.is_possible_number(number)
    ):
        raise Refusal(_("This number can't be right: its length doesn't fit. Leave it out if there is none."))
    return kept
