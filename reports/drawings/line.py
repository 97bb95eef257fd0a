"""A line of months: whole numbers of a 700 × 230 drawing, so that no language puts a comma into a path."""

from collections import namedtuple

WIDTH, HEIGHT = 700, 230
LEFT, RIGHT, TOP, BASE, FOOT = 30, 670, 52, 196, 222
GRID = [BASE - (BASE - TOP) * step // 3 for step in (1, 2, 3)]

Line = namedtuple("Line", "width height grid path area labels knots")
Knot = namedtuple("Knot", "x y text anchor text_y")


def drawn(values, labels, marks):
    """`values` are numbers, or None for a month that isn't shown; `marks` {place: text} get a knot."""
    points = _points(values)
    known = [point for point in points if point]
    path = _smooth(known) if known else ""
    area = f"{path}V{BASE}H{known[0][0]}Z" if len(known) > 1 else ""
    columns = [(_x(place, len(values)), text) for place, text in enumerate(labels)]
    knots = [_knot(*points[place], text) for place, text in marks.items() if points[place]]
    return Line(WIDTH, HEIGHT, GRID, path, area, columns, knots)


def _points(values):
    most = max([value for value in values if value is not None], default=0) or 1
    return [
        None if value is None else (_x(place, len(values)), BASE - (BASE - TOP) * value // most)
        for place, value in enumerate(values)
    ]


def _x(place, many):
    return LEFT + (RIGHT - LEFT) * place // max(1, many - 1)


def _smooth(points):
    (x, y), *others = points
    path = f"M{x} {y}"
    for x_2, y_2 in others:
        middle = (x + x_2) // 2
        path += f"C{middle} {y} {middle} {y_2} {x_2} {y_2}"
        x, y = x_2, y_2
    return path


def _knot(x, y, text):
    anchor = "end" if x > RIGHT - 70 else "start" if x < LEFT + 70 else "middle"
    return Knot(x, y, text, anchor, y - 20)
