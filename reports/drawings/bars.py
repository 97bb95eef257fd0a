"""Bars one below the other, in whole numbers of a 480-wide drawing; what isn't shown is hatched and all of one length."""

from collections import namedtuple

WIDTH, ROW, LONGEST, HATCHED = 480, 50, 420, 300

Bars = namedtuple("Bars", "width height bars")
Bar = namedtuple("Bar", "label label_y y width end number_y words")


def drawn(rows):
    """`rows` is a list of (label, number or None)."""
    most = max([number for _label, number in rows if number is not None], default=0) or 1
    return Bars(WIDTH, ROW * len(rows) - 4, [_bar(place, *row, most) for place, row in enumerate(rows)])


def _bar(place, label, number, most):
    y = ROW * place + 24
    width = None if number is None else max(3, LONGEST * number // most)
    return Bar(label, y - 8, y, width, (HATCHED if width is None else width) + 12, y + 14, number)
