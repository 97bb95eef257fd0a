"""Handles for many people at once: anna-test, anna-test-2, …"""

from collections import Counter

from django.db import connection
from django.utils.text import slugify

from ambassadors.handles import ADDRESSES
from ambassadors.models import Ambassador, OldHandle
from ledger.text import folded

HIGHEST = 6  # digits; whoever took a longer number for themself sets no beginning for others
# "." comes right after "-": everything between the two begins with the stem and a hyphen
HOW_FAR = """
SELECT stem, handle FROM unnest(%(stems)s::text[]) AS stem JOIN ambassadors_ambassador ON handle = stem
UNION ALL
SELECT stem, handle FROM unnest(%(stems)s::text[]) AS stem
    JOIN ambassadors_ambassador ON handle ~>=~ (stem || '-') AND handle ~<~ (stem || '.')
"""


class Handles:
    """Gives out free handles; remembers from batch to batch how far the numbers behind a name have come."""

    def __init__(self):
        self._given = Counter()

    def give(self, names):
        """A free handle for each of the names, in a query for the whole list as long as few names are taken."""
        stems = [slugify(folded(name))[:70] or "ambassador" for name in names]
        self._ask_how_far(set(stems) - self._given.keys())
        handles, waiting = [None] * len(stems), range(len(stems))
        while waiting:
            for place in waiting:
                handles[place] = self._next(stems[place])
            waiting = self._taken(handles)
        return handles

    def _ask_how_far(self, stems):
        """Begin behind the highest number that the network knows of each stem, in one query."""
        with connection.cursor() as cursor:
            cursor.execute(HOW_FAR, {"stems": list(stems)})
            for stem, handle in cursor:
                number = handle.removeprefix(f"{stem}-") if handle != stem else "1"
                if number.isascii() and number.isdecimal() and len(number) <= HIGHEST:
                    self._given[stem] = max(self._given[stem], int(number))

    def _next(self, stem):
        self._given[stem] += 1
        return stem if self._given[stem] == 1 else f"{stem}-{self._given[stem]}"

    def _taken(self, handles):
        """The places whose handle somebody has already, in the network or further up in the list."""
        known = {
            *Ambassador.objects.in_bulk(handles, field_name="handle"),
            *OldHandle.objects.in_bulk(handles, field_name="handle"),
            *ADDRESSES,
        }
        places = []
        for place, handle in enumerate(handles):
            if handle in known:
                places.append(place)
            known.add(handle)
        return places
