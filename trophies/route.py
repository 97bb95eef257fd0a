"""The journey of a trophy as a ribbon on a map of Germany, in the coordinates of templates/components/_land.svg."""

from collections import namedtuple
from itertools import pairwise

from trophies import places

WIDTH, HEIGHT = 570, 730
CENTRE = (285, 370)
BEND = 0.2  # how far a leg leaves the straight line, as a share of its length
LETTER, LINE = 11, 44  # how wide a letter and how high a label is, about

Route = namedtuple("Route", "stops legs next_leg here km towns")
Stop = namedtuple("Stop", "x y town stay label")
Label = namedtuple("Label", "x y anchor")


def drawn(custodies, *, on_its_way=None):
    """The Route of these custodies, which come newest first; a leg to the taker of an open hand-off is drawn apart."""
    journey = list(reversed(custodies))
    towns = [custody.host_city for custody in journey]
    here = point(towns[-1]) if towns else None
    wanted = point(on_its_way.taker.city) if on_its_way else None
    return Route(
        stops=_stops(journey),
        here=here,
        towns=towns,
        km=places.kilometres(towns),
        legs=[leg(a, b) for a, b in _steps([point(town) for town in towns])],
        next_leg=leg(here, wanted, inwards=True) if here and wanted and here != wanted else None,
    )


def point(town):
    """Where a town lies on the drawing, or None."""
    place = places.degrees(town)
    return place and (round(79 + 57.76 * (place[0] - 6.96)), round(143 + 91.87 * (53.55 - place[1])))


def leg(start, end, *, inwards=False):
    """The path of one leg, bent outwards from the middle of the land, or inwards."""
    (x, y), (x_2, y_2) = start, end
    middle = ((x + x_2) / 2, (y + y_2) / 2)
    aside = ((y - y_2) * BEND, (x_2 - x) * BEND)
    leads_inwards = aside[0] * (middle[0] - CENTRE[0]) + aside[1] * (middle[1] - CENTRE[1]) < 0
    if leads_inwards != inwards:
        aside = (-aside[0], -aside[1])
    return f"M{x} {y}Q{middle[0] + aside[0]:.0f} {middle[1] + aside[1]:.0f} {x_2} {y_2}"


def _steps(points):
    known = [place for place in points if place]
    return [(a, b) for a, b in pairwise(known) if a != b]


def _stops(journey):
    """One stop per town, labelled so that no label lies on another; the present one has more room."""
    last_stay = {custody.host_city: custody for custody in journey if point(custody.host_city)}
    taken = [_box_of_dot(point(town)) for town in last_stay]
    stops = []
    for town, custody in last_stay.items():
        x, y = point(town)
        label, box = _free_label(x, y, town, taken, gap=38 if custody.until is None else 18)
        taken.append(box)
        stops.append(Stop(x, y, town, custody, label))
    return stops


def _free_label(x, y, town, taken, *, gap):
    width = len(town) * LETTER + 16
    places_for_it = [
        (Label(x + gap, y, "start"), (x + gap, y - LINE / 2, x + gap + width, y + LINE / 2)),
        (Label(x - gap, y, "end"), (x - gap - width, y - LINE / 2, x - gap, y + LINE / 2)),
        (Label(x, y + gap + 18, "middle"), (x - width / 2, y + gap, x + width / 2, y + gap + LINE)),
        (Label(x, y - gap - 16, "middle"), (x - width / 2, y - gap - LINE, x + width / 2, y - gap)),
    ]
    free = [
        choice
        for choice in places_for_it
        if not any(_meet(choice[1], other) for other in taken) and choice[1][2] < WIDTH + 40
    ]
    return (free or places_for_it)[0]


def _box_of_dot(place):
    return place[0] - 9, place[1] - 9, place[0] + 9, place[1] + 9


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
