"""Photographs: a Picture in one of its three sizes, or a drawing that stands in for it."""

from django.templatetags.static import static
from django.utils.html import format_html

WIDTHS = {"s": 320, "m": 800, "l": 1600}


def photo(picture, *, size="m", look="", fallback="", lazy=True):
    """The <img> of a Picture; where there is none, the drawing called `fallback`, or nothing."""
    loading = "lazy" if lazy else "eager"
    if picture:
        return _img(picture.url(size), *_measure(picture, WIDTHS[size]), picture.alt, look, loading)
    if fallback:
        return _img(static(f"img/pictures/{fallback}.svg"), 800, 600, "", look, loading)
    return ""


def _measure(picture, width):
    """How large the size is that was made of it: never wider than the original."""
    width = min(width, picture.width)
    return width, round(picture.height * width / picture.width)


def _img(address, width, height, alt, look, loading):
    shape = '<img class="{}" src="{}" width="{}" height="{}" alt="{}" loading="{}">'
    return format_html(shape, look, address, width, height, alt, loading)
