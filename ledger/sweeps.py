"""What is due is done from here, by whoever sweeps: Celery, `manage.py sweep --loop` or a cron line.

A room registers its sweep in `ready()`. Sweeps are safe together because every one of them claims its rows.
"""

import logging
from contextlib import suppress

from django.db import DatabaseError, connection

from ledger.models import SweepRun

log = logging.getLogger(__name__)
_registered = {}


def register(name, sweep):
    """`sweep` takes nothing, does everything due and returns how many rows it did (or None)."""
    _registered[name] = sweep


def names():
    return list(_registered)


def sweep_once(*, besides=()):
    """Run every registered sweep once, `besides` some; one that fails is logged and doesn't stop the others.

    Returns {name: rows done, or None where it failed}.
    """
    return {name: _run(name, sweep) for name, sweep in _registered.items() if name not in besides}


def _run(name, sweep):
    try:
        SweepRun.started(name)
        done = sweep() or 0
        SweepRun.finished(name, done)
    except Exception as error:
        log.exception("The sweep %s failed", name)
        _write_down(name, error)
        return None
    return done


def _write_down(name, error):
    """The fault as a row, on a new connection where the database hung up."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    with suppress(DatabaseError):  # the log has it already
        SweepRun.failed(name, error)
