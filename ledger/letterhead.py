"""In whose name and in which colour letters go: a room above says it, the settings do until one has."""

import re
from collections import namedtuple
from email.utils import formataddr, parseaddr
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from ledger import colour

Letterhead = namedtuple("Letterhead", "name hue")
DRAWN_AT = 10  # the hue of the colours that static/css/letter.css names
SHADE = re.compile(r"(?P<drawn>#[0-9a-f]{6}) = (?P<lightness>0\.\d+) (?P<chroma>0\.\d+)")
_told = []


def register(tell):
    """`tell()` returns a Letterhead; asked once for each letter, when it is sent."""
    _told[:] = [tell]


def current():
    return _told[0]() if _told else Letterhead(settings.NETWORK_NAME, settings.BRAND_HUE)


def sender(name):
    """The From of a letter: the network's name, at the address that the settings allow."""
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


@lru_cache(maxsize=8)
def style(hue):
    """The style of letters with the ribbon in this hue: each shade keeps its lightness, and with it its contrast."""
    text = _drawn()
    if hue == DRAWN_AT:
        return text
    for shade in SHADE.finditer(text):
        parts = colour.shown(float(shade["lightness"]), float(shade["chroma"]), hue)
        text = text.replace(shade["drawn"], colour.as_hex(parts))
    return text


@cache
def _drawn():
    path = finders.find("css/letter.css")
    return Path(path).read_text("utf-8") if path else ""
