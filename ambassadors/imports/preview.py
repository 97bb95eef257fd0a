"""The first rows of a file as they would be taken, with the reasons of those that wouldn't."""

from collections import namedtuple
from itertools import islice

from django.utils.translation import gettext as _

from ambassadors.imports import columns, kinds, units
from ambassadors.imports.reach import Reach
from ambassadors.imports.rows import Rejected, Unreadable
from ambassadors.imports.tally import REJECTED, Tally
from ambassadors.imports.updating import Update

ROWS = 20

Shown = namedtuple("Shown", "line cells verdict is_rejected")


def head(upload):
    """Our words for the columns that are taken."""
    known = columns.words_of(kinds.kind(upload.kind))
    return [known[name] for name in known if name in upload.mapping]


def rows(upload, *, by):
    """[Shown], or a sentence that says why the file can't be read."""
    try:
        batch = list(islice(upload.sheet(), ROWS))
    except Unreadable as sentence:
        return [], str(sentence)
    kind = kinds.kind(upload.kind)
    verdicts = kind.verdicts(upload, batch, by)
    return [_shown(kind, upload.mapping, row, verdicts) for row in batch], ""


def of_people(upload, batch, by):
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


def of_units(_upload, batch, _by):
    said = {}
    for row in batch:
        try:
            units.checked(row._replace(cells=row.cells and dict.fromkeys(units.COLUMNS, "") | row.cells))
        except Rejected as reason:
            said[row.line] = [(REJECTED, str(reason))]
    return said


def _shown(kind, mapping, row, verdicts):
    said = verdicts.get(row.line, [])
    cells = kind.cells(row.cells or {})
    shown = [cells.get(name, "") for name in kind.columns if name in mapping]
    rejected = any(what == REJECTED for what, _text in said)
    return Shown(row.line, shown, "; ".join(text for _what, text in said) or kind.usual, rejected)
