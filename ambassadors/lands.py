"""Where the people of the network live, land by land: a coarse map with its list, no ranks."""

from collections import namedtuple
from math import sqrt
from urllib.parse import urlencode

from django.urls import reverse

from ambassadors.models import Ambassador
from ambassadors.regions import REGIONS, region_name

FACES = 4
SMALLEST, LARGEST = 24, 42  # radius of a dot; the smallest can still be hit by a thumb
# The middle of each land in the coordinates of templates/components/_land.svg, moved where dots would touch.
MIDDLES = {
    "DE-BW": (197, 607), "DE-BY": (350, 570), "DE-BE": (451, 232), "DE-BB": (487, 318), "DE-HB": (164, 176),
    "DE-HH": (262, 136), "DE-HE": (190, 412), "DE-MV": (405, 122), "DE-NI": (219, 248), "DE-NW": (104, 330),
    "DE-RP": (98, 466), "DE-SL": (66, 545), "DE-SN": (441, 402), "DE-ST": (349, 300), "DE-SH": (237, 52),
    "DE-TH": (312, 408),
}  # fmt: skip

Land = namedtuple("Land", "code name people faces url dot")
Dot = namedtuple("Dot", "x y radius label")


def lands(person):
    """A Land for each in which somebody lives, by name. Managers are told no numbers: their figures keep the group rule."""
    people = Ambassador.objects.visible_to(person).listed()
    counted = people.counted_by_region()
    faces = people.faces_by_region(counted, most=FACES)
    told = tells_numbers(person)
    largest = max(counted.values(), default=0)
    found = [_land(code, people, faces.get(code, []), largest, told) for code, people in counted.items()]
    return sorted(found, key=lambda land: (not land.code, str(land.name)))


def tells_numbers(person):
    return not person.has_role("manager")


def _land(code, people, faces, largest, told):
    known = code in REGIONS
    return Land(
        code, region_name(code), people if told else None, faces, _address(code) if known else "",
        _dot(code, people / largest if told else 0) if known else None,
    )  # fmt: skip


def _address(code):
    return f"{reverse('ambassadors:index')}?{urlencode({'region': code})}"


def _dot(code, share):
    """A dot whose area, above the smallest, grows with the share."""
    x, y = MIDDLES[code]
    return Dot(x, y, round(SMALLEST + (LARGEST - SMALLEST) * sqrt(share)), code.partition("-")[2])
