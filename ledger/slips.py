"""What slips into a free text and doesn't belong there: numbers that have fields of their own, and what nobody may keep.

static/words/slips.json holds the words; the browser reads the same file and static/js/slips.js the same patterns.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

GAP = "…"  # stands where something was taken out
LENGTHS = {"AT": 20, "BE": 16, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "ES": 24, "FR": 27, "GB": 22, "IT": 27,
           "LI": 21, "LU": 20, "NL": 18, "PL": 28}  # letters of an IBAN; elsewhere the check digits alone decide  # fmt: skip
UMLAUTS = {"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ß": "(?:ß|ss)", "é": "(?:é|e)"}
KINDS = {
    "email": _("That looks like an e-mail address. It has a field of its own, with a consent."),
    "bank": _("That looks like a bank or card number. We never need one."),
    "phone": _("That looks like a phone number. It has a field of its own, with a consent."),
    "address": _("That looks like an address. It has a field of its own, with a consent."),
    "politics": _("That tells of somebody’s politics or office. We keep nothing of that."),
    "union": _("That tells of a union. We keep nothing of that."),
    "faith": _("That tells of somebody’s faith. We keep nothing of that."),
    "health": _("That tells of somebody’s health. We keep nothing of that."),
    "origin": _("That tells of somebody’s origin. We keep nothing of that."),
}

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.I)
_CARD = re.compile(r"(?<![\w+])\d(?:[ -]?\d){12,18}(?!\w)")
_DATE = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|0)\d?(?:[ ./()-]{0,3}\d){5,15}(?!\w)")
_STREET = re.compile(
    r"\b(?!(?:abstell|arbeits|ausbildungs|lager|listen|liege|park|schlaf|sitz|speicher|steck|steh|stell|studien|warte)platz)"
    r"[^\W\d_]+(?:[ -]?(?:stra(?:ß|ss)e|str\.)|weg|allee|gasse|platz|ufer|damm|ring|chaussee) ?\d{1,4} ?[a-z]?\b"
    r"|\b\d{1,5} (?:[^\W\d_]+ ){1,2}(?:street|road|avenue)\b",
    re.I,
)
_LANE = re.compile(r"\b\d{1,5} (?:[A-Z][^\W\d_]+ ){1,2}(?:Lane|Drive|Close|Square)\b")
_TOWN = re.compile(
    r"(?<![\w.,€$-])\d{5} (?!(?:Euro|Kund|Mensch|Leut|Haushalt|Besuch|Einwohner|Stück|Meter|Kilometer|Teilnehm|Mitarbeit|Nutzer"
    r"|Punkt|Mark|Dollar|Schritt|Anschl|Gäst|Mal|Wort|Wört|Zeichen|MB|GB|KB|Mbit|Kbit|People|Customer|Visitor|Household))"
    r"[A-ZÄÖÜ][^\W\d_]{2,}"
)
# A street, a house or a thing that bears such a word tells nothing of anybody: "Polnische Straße", "Katholisches Krankenhaus".
_PLACES = r"stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|ufer|damm|brücke|viertel|quarter|street|road|square|avenue|lane"
_HOUSES = (
    r"krankenhaus|klinik|klinikum|kirche|kita|kindergarten|schule|friedhof|akademie|botschaft|konsulat|restaurant|school|church"
    r"|hospital|embassy|nummern?|vorwahl|number|sim|sim-karten?|netze?s?|netz|tarife?s?|sender|fernsehen|küche|food|airlines|roulette"
)
_NOT_IN = rf"(?![^\W\d_]*(?:{_PLACES})(?!\w))"
_NOT_BEFORE = rf"(?!(?:-[^\W\d_]+){{0,2}}[ -](?:{_PLACES}|{_HOUSES})(?!\w))"


class Slip(NamedTuple):
    """Something between two places of a text, and what it looks like."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def told(self):
        return KINDS[self.kind]


def found(text):
    """The slips of a text in their order, none of them in another; each letter is looked at a few times only."""
    taken = []
    for kind, start, end in _all(text):
        if all(end <= slip.start or start >= slip.end for slip in taken):
            taken.append(Slip(kind, start, end, text[start:end]))
    return sorted(taken, key=lambda slip: slip.start)


def without(text):
    """The text with a gap where each slip was."""
    for slip in reversed(found(text)):
        text = text[: slip.start] + GAP + text[slip.end :]
    return re.sub(r"…(?: ?…)+", GAP, text)


def _all(text):
    """(kind, start, end), what is surest first."""
    for kind, pattern, is_one in _PATTERNS:
        for match in pattern.finditer(text):
            end = is_one(match[0])
            if end:
                yield kind, match.start(), match.start() + end
    for kind, pattern in _words().items():
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()


def _iban(text):
    """How much of the text is an IBAN by its two check digits (ISO 13616), or 0; a word may hang on behind."""
    for end in range(len(text), 14, -1):
        letters = text[:end].replace(" ", "").upper()
        number = "".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])
        if (
            text[end - 1] != " "
            and len(letters) == LENGTHS.get(letters[:2], len(letters))
            and int(number) % 97 == 1
        ):
            return end
    return 0


def _card(text):
    """The whole of it where the check digit of cards fits (Luhn), or 0."""
    digits = [int(digit) for digit in reversed(re.sub(r"\D", "", text))]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits)]
    return len(text) if sum(doubled) % 10 == 0 and any(digits) else 0


def _phone(text):
    """The whole of it where it has the digits of a number and is no date, or 0."""
    return 0 if _DATE.fullmatch(text) or len(re.sub(r"\D", "", text)) < 7 else len(text)


_PATTERNS = [
    ("email", _EMAIL, len), ("bank", _IBAN, _iban), ("bank", _CARD, _card), ("phone", _PHONE, _phone),
    ("address", _STREET, len), ("address", _LANE, len), ("address", _TOWN, len),
]  # fmt: skip


@cache
def _words():
    """{kind: a pattern of all its words}."""
    lists = json.loads((settings.BASE_DIR / "static/words/slips.json").read_text("utf-8"))
    return {
        kind: re.compile(rf"(?<![\w-]){_NOT_IN}(?:{'|'.join(map(_pattern, words))})(?!\w){_NOT_BEFORE}", re.I)
        for kind, words in lists.items()
    }


def _pattern(word):
    """How a word of the list is looked for: “word*” with any ending, “word!” only where no other word follows at once."""
    spelled = "".join(UMLAUTS.get(letter, re.escape(letter)) for letter in word.rstrip("*!"))
    return spelled + {"*": r"[^\W\d_]*", "!": r"(?! [^\W\d_])"}.get(word[-1], "")
