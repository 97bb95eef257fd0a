"""The ribbon that gets narrower: how many are left from step to step, in whole numbers of a 480-wide drawing."""

from collections import namedtuple

WIDTH, ROW, FIRST = 480, 68, 34
MIDDLE, WIDEST, THINNEST = 340, 272, 8

Funnel = namedtuple("Funnel", "width height steps bands")
Step = namedtuple("Step", "number label number_y label_y")


def drawn(steps):
    """`steps` is a list of (number, label), wide for the largest number."""
    if not steps:
        return None
    most = max((number for number, _label in steps)) or 1
    halves = [max(THINNEST, WIDEST * number // most) // 2 for number, _label in steps]
    ys = [FIRST + ROW * place for place in range(len(steps))]
    words = [Step(number, label, y + 4, y + 28) for (number, label), y in zip(steps, ys, strict=True)]
    bands = [
        _band(y, *pair)
        for y, pair in zip(ys, zip(halves, [*halves[1:], halves[-1]], strict=True), strict=True)
    ]
    return Funnel(WIDTH, FIRST + ROW * len(steps) - 20, words, bands)


def _band(y, half, following):
    """One length of ribbon from this step to the next; it keeps its width a little, then narrows."""
    top, turn, end = y - 24, y + 8, y - 24 + ROW
    middle = (turn + end) // 2
    left, right = MIDDLE - half, MIDDLE + half
    left_2, right_2 = MIDDLE - following, MIDDLE + following
    return (
        f"M{left} {top}H{right}V{turn}C{right} {middle} {right_2} {middle} {right_2} {end}"
        f"H{left_2}C{left_2} {middle} {left} {middle} {left} {turn}Z"
    )
