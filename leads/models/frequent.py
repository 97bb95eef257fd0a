"""How often words stand in the leads, by PostgreSQL's own statistics: what is frequent is met while walking through the newest
leads, what is rare is looked up in the index. The planner guesses one hundredth for every word, and walks for ever."""

import time
from functools import lru_cache
from math import prod

from django.db import connection

FEW = 5000  # leads that are looked up by their keys: OFTEN of a million
OFTEN = 0.005  # of all leads; a word that more of them hold is met soon enough
STATISTICS = """
SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
WHERE schemaname = current_schema() AND tablename = 'leads_lead' AND attname = 'found_by'
"""
BY_INDEX = "SET LOCAL enable_seqscan = off; {}; SET LOCAL enable_seqscan = DEFAULT"


def keys_of_rare(rows, words):
    """The keys of these rows when the words are rare and the rows few, else None; `rows` are not ordered."""
    if prod(_share(word) for word in words) > OFTEN:
        return None
    keys = _looked_up(rows.order_by().values_list("pk")[: FEW + 1])
    return keys if len(keys) <= FEW else None


def _looked_up(keys):
    """Asked of the index: with a LIMIT the planner hopes to meet enough of them on the way through the whole table."""
    sql, params = keys.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX.format(sql), params)
        cursor.nextset()
        return [key for (key,) in cursor.fetchall()]


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
