"""The ribbon in any hue: how rich its shades may be so that every screen shows them as they are meant.

Browsers cut off what lies outside of sRGB, and a teal that is cut off loses the contrast its lightness promised.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

from ledger import colour

SHADE = re.compile(r"oklch\((0\.\d+) calc\((0\.\d+) \* var\(--brand-rich\)\) var\(--brand-hue\)\)")
USUAL_HUE = 10  # the one that static/css/tokens.css carries
STEPS = 100


def sheet(hue):
    """The few words of CSS that turn every page to this hue."""
    return f":root {{ --brand-hue: {hue}; --brand-rich: {richness(hue):.2f}; }}\n"


@lru_cache(maxsize=361)
def richness(hue):
    """The largest share of the drawn chroma, 0 to 1, at which all shades of that hue lie within sRGB."""
    return min(_share(lightness, chroma, hue) for lightness, chroma in shades())


@cache
def shades():
    """(lightness, chroma) of all shades of the ribbon, by day and by night."""
    text = Path(finders.find("css/tokens.css")).read_text("utf-8")
    return [(float(lightness), float(chroma)) for lightness, chroma in SHADE.findall(text)]


def _share(lightness, chroma, hue):
    shares = (step / STEPS for step in range(STEPS, -1, -1))
    return next(share for share in shares if colour.can_be_shown(lightness, chroma * share, hue) or not share)
