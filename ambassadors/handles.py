"""Handles that can't be mistaken for each other: what a handle is made of, and what it looks like."""

import re
import unicodedata
from itertools import count

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ledger.refusal import Refusal
from ledger.text import folded

LONGEST = 60
ADDRESSES = {"joining", "lands", "map", "new"}  # of ours below /ambassadors/
# Names that would speak for the house; nobody chooses them.
SPEAKING = {
    "me", "admin", "administrator", "support", "help", "invitation", "invitations", "network", "werkstolz", "coordinator",
    "coordinators", "root", "system", "ambassador", "ambassadors", "everybody", "nobody",
}  # fmt: skip
# What is hard to tell apart in one script, from the longest to the shortest; umlauts written either way are one.
SAME = [("rn", "m"), ("vv", "w"), ("cl", "d"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"),
        ("1", "l"), ("i", "l"), ("0", "o"), ("5", "s")]  # fmt: skip


def skeleton(handle):
    """What a handle looks like: two with one skeleton could be taken for each other."""
    plain = unicodedata.normalize("NFKD", handle.lower())
    plain = re.sub(r"[^a-z0-9]", "", plain.replace("ß", "ss"))
    for written, seen in SAME:
        plain = plain.replace(written, seen)
    return plain[:80]


def checked(handle):
    """The handle as it may be kept; refuses what it isn't made of, and what is reserved."""
    typed = handle.strip().removeprefix("@").lower()
    if not typed.isascii():
        raise Refusal(
            _(
                "There is a letter in it that only looks like one of a to z, or an umlaut. Write ä as ae, and nothing from other alphabets."
            )
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed) or not 3 <= len(typed) <= LONGEST:
        raise Refusal(_("A handle has 3 to 60 characters: a to z, digits, and hyphens between them."))
    if not re.search(r"[a-z]", typed):
        raise Refusal(_("A handle needs at least one letter."))
    if skeleton(typed) in {skeleton(word) for word in ADDRESSES | SPEAKING}:
        raise Refusal(_("This handle speaks for the network. Take another one."))
    return typed


def stem_of(name):
    """What a handle is made of, for somebody of this name."""
    return slugify(folded(name))[:70] or "ambassador"


def numbered(stem):
    """The stem, and then with a number behind it, from 2 on without an end."""
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def is_made_of(handle, name):
    """Whether somebody of this name would have got this handle, with or without a number."""
    stem, _dash, number = handle.rpartition("-")
    return stem_of(name) in (handle, stem if number.isdigit() else "")
