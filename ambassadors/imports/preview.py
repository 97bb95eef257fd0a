"""The first rows of a file as they would be taken, with the reasons of those that wouldn't."""

from collections import namedtuple
from itertools import islice

from django.utils.translation import gettext as _

from ambassadors.imports import columns, units, words
from ambassadors.imports.reach import Reach
from ambassadors.imports.rows import Rejected, Unreadable
from ambassadors.imports.tally import REJECTED, Tally
from ambassadors.imports.updating import Update

ROWS = 20

Shown = namedtuple("Shown", "line cells verdict is_rejected")


def head(upload):
    """Our words for the columns that are taken."""
    known = columns.of_kind(upload.kind)
    return [known[name] for name in known if name in upload.mapping]


def rows(upload, *, by):
    """[Shown], or a sentence that says why the file can't be read."""
    try:
        batch = list(islice(upload.sheet(), ROWS))
    except Unreadable as sentence:
        return [], str(sentence)
    verdicts = _of_units(batch) if upload.is_units else _of_people(upload, batch, by)
    return [_shown(upload, row, verdicts) for row in batch], ""


def _of_people(upload, batch, by):
    """{line: [(what, text)]}; nothing is written."""
    said = {}
    tally = Tally(lambda line, reason: said.setdefault(line, []).append((REJECTED, reason)))
    intake = Update(tally, note=lambda line, what, text: said.setdefault(line, []).append((what, text)), reach=Reach(by),
                    columns=set(upload.mapping), writes=False)  # fmt: skip
    intake.keep(batch)
    for row in batch:
        if row.cells and row.cells["personnel_no"] in intake.fresh:
            said.setdefault(row.line, []).append(("taken", _("new")))
    return said


def _of_units(batch):
    said = {}
    for row in batch:
        try:
            units.checked(row._replace(cells=row.cells and dict.fromkeys(units.COLUMNS, "") | row.cells))
        except Rejected as reason:
            said[row.line] = [(REJECTED, str(reason))]
    return said


def _shown(upload, row, verdicts):
    said = verdicts.get(row.line, [])
    cells = words.understood(dict.fromkeys(("region", "language", "exit_date"), "") | (row.cells or {}))
    shown = [cells.get(name, "") for name in columns.of_kind(upload.kind) if name in upload.mapping]
    rejected = any(what == REJECTED for what, _text in said)
    usual = "" if upload.is_units else _("unchanged")
    return Shown(row.line, shown, "; ".join(text for _what, text in said) or usual, rejected)
