"""What stands on somebody's page besides who they are: every room says what it can tell of them.

A room registers in `ready()`. It tells what somebody did, in pictures and words; it never counts, and ranks nobody.
"""

from collections import namedtuple

Part = namedtuple("Part", "template told")
_rooms = []


def register(template, told_of):
    """`told_of(ambassador, person)` answers what the template needs to tell this person, or None for nothing."""
    _rooms.append((template, told_of))


def parts_of(ambassador, *, person):
    """The parts of somebody's page, in the order of the rooms."""
    told = [Part(template, told_of(ambassador, person)) for template, told_of in _rooms]
    return [part for part in told if part.told is not None]
