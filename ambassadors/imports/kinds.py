"""What an uploaded file may hold: a room says here how each kind of file is told from others, looked at and taken.

A room registers its kinds in `ready()`, the surest first. `through(job, upload, sheet, writes)` is the work of a Job (see
ledger/jobs.py); `verdicts(upload, batch, by)` says of the first rows what would come of them, as {line: [(what, text)]}.
"""

from collections import namedtuple

_NOTHING = {
    "needed": (),
    "dates": (),
    "numbers": (),
    "any_of": (),
    "cells": dict,
    "usual": "",
    "told": (),
    "quiet": (),
    "is_forgotten": False,
    "has_taker": False,
}
Kind = namedtuple(
    "Kind",
    "name columns fits through verdicts words needed dates numbers any_of cells usual told quiet is_forgotten has_taker",
)
_registered = {}


def register(name, **facts):
    """`columns` are {our name: (words, names it is known by)}, `fits(found)` whether a file with these columns is one,
    `words` {what is counted: words}, `told` what of it is told line by line, `quiet` what of it changes nothing;
    `any_of` are (names, sentence): one of these columns is needed; `cells` puts the cells of a row into the words that
    are shown; a file that `is_forgotten` is thrown away as soon as it was taken, but for the rows that were not;
    where it `has_taker`, somebody may be named who gets the rows that name nobody."""
    _registered[name] = Kind(name, **(_NOTHING | facts))


def kind(name):
    return _registered[name]


def kinds():
    return list(_registered.values())
