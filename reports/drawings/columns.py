"""Stacked columns of the four kinds, in whole numbers of a 346 × 226 drawing."""

from collections import namedtuple

WIDTH, HEIGHT, BASE, TOP, FOOT = 346, 226, 196, 27, 220
WIDEST = 60

Columns = namedtuple("Columns", "width height base columns")
Column = namedtuple("Column", "middle label total total_y parts")
Part = namedtuple("Part", "kind x y width height")


def drawn(stacks):
    """`stacks` is a list of (label, {kind: number})."""
    most = max((sum(parts.values()) for _label, parts in stacks), default=0) or 1
    room = WIDTH // max(1, len(stacks))
    wide = min(WIDEST, room - 16)
    columns = [
        _column(label, parts, room * place + room // 2, wide, most)
        for place, (label, parts) in enumerate(stacks)
    ]
    return Columns(WIDTH, HEIGHT, BASE + 1, columns)


def _column(label, numbers, middle, wide, most):
    told, parts = 0, []
    for kind, number in numbers.items():
        bottom, told = _y(told, most), told + number
        if number:
            parts.append(Part(kind, middle - wide // 2, _y(told, most), wide, bottom - _y(told, most)))
    return Column(middle, label, told, _y(told, most) - 8, parts)


def _y(number, most):
    return BASE - (BASE - TOP) * number // most
