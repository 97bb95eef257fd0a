"""An act of many parts, each of which is an act of its own elsewhere: kept together or not at all.

Inside such a whole the parts need no savepoint to go back to, as nothing stays of it when one of them fails; what is new in it has
no other writer, so that nobody has to wait for its chain of events; and what nobody reads before the end is written at the end, at
once. Encounters are logged this way: otherwise they ask the database more than twice as often.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db import transaction

_now = ContextVar("whole", default=None)


class Whole:
    def __init__(self):
        self.digests = {}  # {(noun, key): the digest of its last event} of what is new here
        self.later = {}  # {model: rows that are written at the end}

    def write(self):
        for model, rows in self.later.items():
            model._base_manager.bulk_create(rows)


@contextmanager
def whole():
    """Everything inside is one transaction; a fault in any part takes all of it back."""
    with transaction.atomic():
        now = Whole()
        token = _now.set(now)
        try:
            yield
        finally:
            _now.reset(token)
        now.write()


def part(act):
    """A transaction of its own, or a part of the whole that it stands in."""

    @wraps(act)
    def acted(*args, **kwargs):
        with transaction.atomic(savepoint=_now.get() is None):
            return act(*args, **kwargs)

    return acted


def insert(row):
    """Write a new row that nobody reads before the whole it stands in ends; at once where there is none."""
    now = _now.get()
    if now is None:
        row.save(force_insert=True)
    else:
        now.later.setdefault(type(row), []).append(row)


def last_digest(chain):
    """The digest of the last event of this (noun, key) if it is new in this whole, else None."""
    now = _now.get()
    return now and now.digests.get(chain)


def note(chain, digest, *, is_new=False):
    """Remember the last event of what is new in this whole."""
    now = _now.get()
    if now and (is_new or chain in now.digests):
        now.digests[chain] = digest
