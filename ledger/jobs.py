"""Slow work that a person waits for: a room says here how each kind of job is done.

A room registers its kinds in `ready()`. The work of a kind is a generator function of the job: it goes on behind
`job.done`, does one chunk, writes into `job.done`, `job.total` and `job.counts` how far it has come, and yields. A chunk
and its progress are one transaction: whatever dies, a chunk was done and counted, or neither.
"""

from collections import namedtuple

Kind = namedtuple("Kind", "work words counts address", defaults=({}, None))
_registered = {}


class Later(Exception):
    """Raised by a chunk that can't be done just now through nobody's fault; it is tried again in a moment."""


def register(name, work, *, words, counts=None, address=None):
    """`words` say what is done, `counts` are {code: words} in the order they are shown, `address(job)` leads back."""
    _registered[name] = Kind(work, words, counts or {}, address)


def kind(name):
    return _registered[name]
