"""Photographs: a Picture in one of its three sizes, or a drawing that stands in for it."""

from ambassadors.look.escaping import drawn, escaped
from ambassadors.look.files import file_address

WIDTHS = {"s": 320, "m": 800, "l": 1600}
IMG = '<img class="%s" src="%s" width="%s" height="%s" alt="%s" loading="%s">'


def photo(picture, *, size="m", look="", fallback="", lazy=True):
    """The <img> of a Picture; where there is none, the drawing called `fallback`, or nothing."""
    loading = "lazy" if lazy else "eager"
    if picture:
        return _img(picture.url(size), *_measure(picture, WIDTHS[size]), picture.alt, look, loading)
    if fallback:
        return _img(drawing(fallback), 800, 600, "", look, loading)
    return ""


def drawing(name):
    """Where the drawing of that name lies."""
    return file_address(f"img/pictures/{name}.svg")


def _measure(picture, width):
    """How large the size is that was made of it: never wider than the original."""
    width = min(width, picture.width)
    return width, round(picture.height * width / picture.width)


def _img(address, width, height, alt, look, loading):
    return drawn(IMG, look, address, width, height, escaped(alt), loading)
