"""What is due is done from here, by whoever sweeps: Celery, `manage.py sweep --loop` or a cron line.

A room registers its sweep in `ready()`. Sweeps are safe together because every one of them claims its rows.
"""

import logging

from ledger.models import SweepRun

log = logging.getLogger(__name__)
_registered = {}


def register(name, sweep):
    """`sweep` takes nothing, does everything due and returns how many rows it did (or None)."""
    _registered[name] = sweep


def names():
    return list(_registered)


def sweep_once():
    """Run every registered sweep once; one that fails is logged and doesn't stop the others.

    Returns {name: rows done, or None where it failed}.
    """
    return {name: _run(name, sweep) for name, sweep in _registered.items()}


def _run(name, sweep):
    SweepRun.started(name)
    try:
        done = sweep() or 0
    except Exception as error:
        log.exception("The sweep %s failed", name)
        SweepRun.failed(name, error)
        return None
    SweepRun.finished(name, done)
    return done
