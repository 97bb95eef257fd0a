"""Where the towns of Germany lie, and how far apart."""

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from ledger.text import folded

_TOWNS = {  # degrees east, degrees north
    "Aachen": (6.08, 50.78), "Augsburg": (10.90, 48.37), "Berlin": (13.40, 52.52), "Bielefeld": (8.53, 52.02), "Bochum": (7.22, 51.48),
    "Bonn": (7.10, 50.73), "Braunschweig": (10.53, 52.27), "Bremen": (8.80, 53.08), "Chemnitz": (12.92, 50.83), "Cottbus": (14.33, 51.76),
    "Darmstadt": (8.65, 49.87), "Dortmund": (7.47, 51.51), "Dresden": (13.74, 51.05), "Düsseldorf": (6.77, 51.23), "Erfurt": (11.03, 50.98),
    "Essen": (7.01, 51.46), "Flensburg": (9.44, 54.78), "Frankfurt": (8.68, 50.11), "Frankfurt am Main": (8.68, 50.11), "Freiburg": (7.85, 48.00),
    "Göttingen": (9.93, 51.53), "Halle": (11.97, 51.48), "Hamburg": (9.99, 53.55), "Hannover": (9.73, 52.37), "Heidelberg": (8.69, 49.41),
    "Jena": (11.59, 50.93), "Karlsruhe": (8.40, 49.01), "Kassel": (9.48, 51.31), "Kiel": (10.13, 54.32), "Koblenz": (7.59, 50.36),
    "Köln": (6.96, 50.94), "Leipzig": (12.37, 51.34), "Lübeck": (10.69, 53.87), "Magdeburg": (11.63, 52.13), "Mainz": (8.27, 50.00),
    "Mannheim": (8.47, 49.49), "München": (11.58, 48.14), "Münster": (7.63, 51.96), "Nürnberg": (11.08, 49.45), "Oldenburg": (8.21, 53.14),
    "Osnabrück": (8.05, 52.28), "Plauen": (12.14, 50.50), "Potsdam": (13.06, 52.40), "Regensburg": (12.10, 49.02), "Rostock": (12.14, 54.09),
    "Saarbrücken": (6.99, 49.24), "Schwerin": (11.41, 53.63), "Stuttgart": (9.18, 48.78), "Trier": (6.64, 49.75), "Ulm": (9.99, 48.40),
    "Wiesbaden": (8.24, 50.08), "Wuppertal": (7.15, 51.26), "Würzburg": (9.93, 49.79), "Zwickau": (12.49, 50.72),
}  # fmt: skip
_BY_FOLDED = {folded(name): degrees for name, degrees in _TOWNS.items()}
EARTH_KM = 6371


def degrees(town):
    """(degrees east, degrees north) of a town, or None where we don't know it."""
    return _BY_FOLDED.get(folded(town))


def kilometres(towns):
    """How far it is from one town to the next and on to the last, as the crow flies; unknown towns are left out. Within 1 %."""
    known = [place for place in map(degrees, towns) if place]
    return round(sum(_kilometres(here, there) for here, there in pairwise(known)))


def _kilometres(here, there):
    (east, north), (east_2, north_2) = [tuple(map(radians, place)) for place in (here, there)]
    half = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
