"""Somebody lives in another time zone from now on: a room above says here what of its own moves along."""

_moved = []


def register(move):
    """`move` takes the person, whose zone is the new one already."""
    _moved.append(move)


def moved(person):
    for move in _moved:
        move(person)
