"""Handles for many people at once: anna-test, anna-test-2, …"""

from collections import Counter

from django.utils.text import slugify

from ambassadors.models import Ambassador
from ledger.text import folded


class Handles:
    """Gives out free handles; remembers from batch to batch how far the numbers behind a name have come."""

    def __init__(self):
        self._given = Counter()

    def give(self, names):
        """A free handle for each of the names, in a query for the whole list as long as few names are taken."""
        stems = [slugify(folded(name))[:70] or "ambassador" for name in names]
        handles, waiting = [None] * len(stems), range(len(stems))
        while waiting:
            for place in waiting:
                handles[place] = self._next(stems[place])
            waiting = self._taken(handles)
        return handles

    def _next(self, stem):
        self._given[stem] += 1
        return stem if self._given[stem] == 1 else f"{stem}-{self._given[stem]}"

    def _taken(self, handles):
        """The places whose handle somebody has already, in the network or further up in the list."""
        known = set(Ambassador.objects.in_bulk(handles, field_name="handle"))
        places = []
        for place, handle in enumerate(handles):
            if handle in known:
                places.append(place)
            known.add(handle)
        return places
