"""A ribbon from station to station, up and down, in whole numbers of a 760 × 210 drawing."""

from collections import namedtuple
from itertools import pairwise

WIDTH, HEIGHT, EDGE, HIGH, LOW = 760, 200, 60, 84, 116

Journey = namedtuple("Journey", "width height path stops")
Stop = namedtuple("Stop", "x y town town_y words words_y is_last")


def drawn(stations):
    """`stations` is a list of (town, words), the oldest first."""
    gap = (WIDTH - 2 * EDGE) // max(1, len(stations) - 1)
    points = [(EDGE + gap * place, LOW if place % 2 else HIGH) for place in range(len(stations))]
    stops = [
        _stop(point, town, words, last=place == len(stations) - 1)
        for place, (point, (town, words)) in enumerate(zip(points, stations, strict=True))
    ]
    return Journey(WIDTH, HEIGHT, _ribbon(points), stops)


def _stop(point, town, words, *, last):
    x, y = point
    town_y = y - 40 if y == HIGH else y + 34
    return Stop(x, y, town, town_y, words, town_y + 20, last)


def _ribbon(points):
    path = ""
    for (x, y), (x_2, y_2) in pairwise(points):
        middle = (x + x_2) // 2
        path += f"{'' if path else f'M{x} {y}'}C{middle} {y} {middle} {y_2} {x_2} {y_2}"
    return path
