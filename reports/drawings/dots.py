"""People as a field of fifty dots, each for the same number of them."""

from collections import namedtuple

ACROSS, DOWN, STEP, FIRST = 10, 5, 12, 6

Dot = namedtuple("Dot", "x y is_on")


def drawn(number, most):
    """As many dots are on as `number` is of `most`; nobody gets none, everybody gets all."""
    on = round(ACROSS * DOWN * number / most) if most else 0
    return [
        Dot(FIRST + STEP * (place % ACROSS), FIRST + STEP * (place // ACROSS), place < on)
        for place in range(ACROSS * DOWN)
    ]
