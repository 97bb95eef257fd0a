"""Half a ring, filled as far as the share goes, in whole numbers of a 240 × 132 drawing."""

from collections import namedtuple
from math import cos, pi, sin

X, Y, OUTER, INNER = 120, 122, 112, 84

Gauge = namedtuple("Gauge", "ring part words")


def drawn(percent, words):
    """`percent` from 0 to 100."""
    return Gauge(_arc(100), _arc(percent) if percent else "", words)


def _arc(percent):
    angle = pi * (1 - percent / 100)
    outer, inner = (_at(radius, angle) for radius in (OUTER, INNER))
    return f"M{X - OUTER} {Y}A{OUTER} {OUTER} 0 0 1 {outer}L{inner}A{INNER} {INNER} 0 0 0 {X - INNER} {Y}Z"


def _at(radius, angle):
    return f"{round(X + radius * cos(angle))} {round(Y - radius * sin(angle))}"
