"""The address of a story: its title in plain letters, and a few random ones so that nobody can count or guess."""

import secrets

from django.utils.text import slugify

from ledger.text import folded

LONGEST = 60


def slug_for(title):
    stem = slugify(folded(title))[:LONGEST].strip("-") or "story"
    return f"{stem}-{secrets.token_hex(4)}"
