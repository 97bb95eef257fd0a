"""How often words stand in the leads, by PostgreSQL's own statistics: what is frequent is met while walking through the newest
leads, what is rare is looked up in the index. The planner guesses one hundredth for every word, and walks for ever."""

import time
from datetime import timedelta
from functools import lru_cache
from math import prod

from django.db import connection
from django.db.models import F

OFTEN = 0.005  # of all leads; what more of them hold is met soon enough
STATISTICS = """
SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
WHERE schemaname = current_schema() AND tablename = 'leads_lead' AND attname = 'found_by'
"""


def are_rare(words):
    """Whether few leads hold all of these words, as far as the statistics know."""
    return prod(_share(word) for word in words) <= OFTEN


def by_index(found):
    """These leads, newest first, out of the index of their words.

    Ordered by a moment that no index holds: with a LIMIT the planner hopes to meet enough of them on the way through the
    newest of a million.
    """
    return found.order_by((F("created_at") + timedelta(0)).desc(), "-id")


def _share(word):
    """The share of leads (0 to 1) with a word that begins like this one; 0 where the statistics know none."""
    return min(sum(share for lexeme, share in _known(int(time.time() / 600)) if lexeme.startswith(word)), 1)


@lru_cache(maxsize=1)
def _known(_ten_minutes):
    """[(word, share)] of the most common thousand, read once in ten minutes by each process."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS)
        found = cursor.fetchone()
    if not found or not found[0]:
        return []
    return list(zip(found[0], found[1], strict=False))  # three more numbers stand behind the shares
