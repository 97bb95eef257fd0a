"""What happens when somebody leaves: every room says beforehand what it will do, does its part, and undoes what can come back.

A room registers in `ready()`:

    leaving.register("leads", preview=…, part=…, back=…)

`preview(ambassador)` returns what this room has to tell, a Told or several, or nothing where nothing of theirs is there.
`part(leaving)` does what has to be done, in a transaction of its own, and may run again after a crash: it takes only
what is still there. It returns the faults of rows that resisted (`each` collects them), or nothing.
`back(ambassador)` gives back what comes back with somebody, in the transaction of their return.
"""

import logging
from collections import namedtuple

from django.db import transaction

log = logging.getLogger(__name__)

Told = namedtuple("Told", "icon number title text")
Room = namedtuple("Room", "preview part back")
_rooms = {}


def register(name, *, part, preview=None, back=None):
    _rooms[name] = Room(preview, part, back)


def names():
    """The rooms that have a part, in the order they do it."""
    return list(_rooms)


def part(name):
    return _rooms[name].part


def told(ambassador):
    """What each room says will happen if this person leaves, as a list of Told."""
    said = [room.preview(ambassador) for room in _rooms.values() if room.preview]
    flat = [one for one in said for one in (one if type(one) is list else [one])]
    return [one for one in flat if one]


def give_back(ambassador):
    """Let every room give back what comes back with somebody."""
    for room in _rooms.values():
        if room.back:
            room.back(ambassador)


def begin(ambassador, **how):
    """Somebody leaves, clicked or not: `by`, `stays_as`, `stories_as`, `deputy`, `at` as Leaving.begin takes them.

    They are out when this returns; the rooms' parts follow with `leaving.carry_on()` or with the next sweep.
    """
    from ambassadors.models import Leaving

    return Leaving.begin(ambassador, **how)


def each(rows, act):
    """Do the act with every row, each in a savepoint: one bad row doesn't stop the others. Returns the faults."""
    faults = []
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
        except Exception as fault:
            log.exception("%s %s resisted a leaving", type(row).__name__, row.pk)
            faults.append(fault)
    return faults
