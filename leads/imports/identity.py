"""Which lead a row without a number of its own is, so that a second run recognises it."""

import re

from ledger.sealed import keyed_hashes

SAID = (
    "first_name",
    "last_name",
    "company",
    "email",
    "street",
    "zip_code",
    "city",
    "created",
    "owner",
    "source",
    "note",
)
PREFIX = "row-"


def identities(cell):
    """["row-…"], keyed digests over what stays the same from export to export: they tell nothing about anybody.

    The first is the one a new lead gets; the others are those it would have under older keys.
    """
    said = [" ".join(cell[name].split()).lower() for name in SAID] + [re.sub(r"\D", "", cell["phone"])]
    return [f"{PREFIX}{digest}" for digest in keyed_hashes("\x1f".join(said))]
