"""A telephone number as it is typed into a search: the whole of it in any notation, or its last digits."""

import re
from collections import namedtuple

from leads.models.customer import LAST_DIGITS
from leads.models.numbers import international
from ledger.refusal import Refusal
from ledger.sealed import ending, keyed_hashes, opened

NUMBER = re.compile(r"[0-9\s()+/.\-–]+")
SHORTEST = 6  # digits of a whole number; fewer can only be the end of one


class Dialled(namedtuple("Dialled", "text digits whole")):
    """What of a text can be a number: `whole` as it is kept ("+49…") and `digits` that one may end in, or "" each."""

    @property
    def is_word_too(self):
        """ "4711" may stand in a note; "030/23 12 59 99" doesn't."""
        return not self.whole or self.text.strip().isdigit()

    @property
    def hashes(self):
        """([hashes of the whole], [hashes of the last four digits]), under every key in use."""
        return keyed_hashes(self.whole), keyed_hashes(ending(self.digits, LAST_DIGITS))

    def is_meant_by(self, number):
        """Whether this number, as the database keeps it, is the one or ends so; a hash of four digits alone can't say."""
        plain = opened(number)
        return plain == self.whole or plain.endswith(self.digits)


def dialled(text):
    """The text as Dialled."""
    digits = re.sub(r"\D", "", text) if NUMBER.fullmatch(text) else ""
    return Dialled(
        text,
        digits=digits if len(digits) >= LAST_DIGITS else "",
        whole=_international(text) if len(digits) >= SHORTEST else "",
    )


def _international(text):
    try:
        return international(text)
    except Refusal:
        return ""
