"""What somebody may have meant: of all the ways a word may be mistyped, those that stand in any lead."""

from django.db import connection
from psycopg import ClientCursor

from ledger.text import MOST_WORDS, words
from ledger.typos import slips

MOST_FORGIVEN = 3  # words of a search
# One look into the index for each, some milliseconds for a thousand. The planner knows nothing of a word it hasn't seen
# and would rather read the whole table.
KNOWN = """
SET LOCAL enable_seqscan = off;
SELECT word FROM unnest(%s::text[]) AS word WHERE EXISTS (SELECT 1 FROM leads_lead WHERE found_by @@ word::tsquery);
SET LOCAL enable_seqscan = DEFAULT
"""


def nearly(text):
    """A tsquery for everything in which each word of the text begins a word or is one, give or take a letter; "" without a word."""
    typed = words(text)[:MOST_WORDS]
    meant = {word: slips(word) for word in typed[:MOST_FORGIVEN]}
    there = _known(sorted(set().union(*meant.values()))) if typed else set()
    return " & ".join(
        f"({' | '.join([f'{word}:*', *sorted(meant.get(word, set()) & there)])})" for word in typed
    )


def _known(guesses):
    """Those of these words that stand in any lead. Nobody is shown them: they only make the question shorter."""
    if not guesses:
        return set()
    connection.ensure_connection()
    with connection.wrap_database_errors, ClientCursor(connection.connection) as cursor:
        cursor.execute(KNOWN, [guesses])
        cursor.nextset()
        return {word for (word,) in cursor.fetchall()}
