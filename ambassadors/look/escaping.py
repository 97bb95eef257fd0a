"""What rows drawn in Python are made of: users' words escaped, ours as they are."""

from html import escape
from operator import mod

from django.utils.safestring import mark_safe


def escaped(words):
    """A user's words as text for HTML; whatever they are, even markup, they are shown as written."""
    return escape(str(words))


def drawn(shape, *parts):
    """`shape` with each %s filled. Parts are our own markup or went through escaped(): nothing is escaped here.

    format_html says the same for thirty calls a part; a list has five hundred of them.
    """
    return mark_safe(mod(shape, parts))


def joined(parts):
    """What drawn() made, one behind the other."""
    return mark_safe("".join(parts))
