"""A file by its path: how it is written is guessed, unless somebody says so."""

from pathlib import Path

from django.utils.translation import gettext as _

from ambassadors.imports import columns, formats
from ambassadors.imports.guessing import guess
from ambassadors.imports.rows import Unreadable
from ambassadors.imports.sheet import Sheet


def sheet_of(path, kind, *, encoding="", delimiter="", dates="", decimal="", mapping=None):
    """The rows of a file of this kind; raises Unreadable. What is "" or None is guessed."""
    path = Path(path)
    try:
        seen = guess(path, encoding=encoding, delimiter=delimiter)
    except OSError as error:
        said = {"file": path, "why": error.strerror}
        raise Unreadable(_("%(file)s can't be opened: %(why)s.") % said) from error
    found = columns.guessed(kind, seen.columns) | (mapping(seen.columns) if mapping else {})
    sheet = Sheet(
        path, encoding=seen.encoding, delimiter=seen.delimiter, mapping=found, width=len(seen.columns), lines=seen.lines, kind=kind,
    )  # fmt: skip
    sheet.columns = seen.columns
    sheet.formats = formats_of(sheet, dates=dates, decimal=decimal)
    return sheet


def formats_of(sheet, *, dates="", decimal=""):
    """How days and sums are written in this file, unless that is said."""
    if dates and decimal:
        return formats.Formats(dates, decimal)
    kind = sheet.kind
    cells = (cells for _line, _last, cells in sheet.raw())
    seen = formats.guessed(cells, sheet.mapping, dates=kind.dates, numbers=kind.numbers)
    return formats.Formats(dates or seen.dates, decimal or seen.decimal)
