"""An uploaded file, read line by line under our own names of its columns."""

import csv
import re

from django.utils.translation import gettext as _

from ambassadors.imports.formats import Formats, day_in_order, number_in_order
from ambassadors.imports.rows import LONGEST_CELL, Row, Rows, Unreadable

GUARD = "'"  # stands before a cell that a spreadsheet would take for a formula
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"  # also in full width and in small
_RISKY = re.compile(rf"'*[\s\x00-\x20\u200b\ufeff]*[\t\r\x00{_SIGNS}]")
_NUMBER = re.compile(r"\+\d[\d ]{5,20}")


class Sheet(Rows):
    """The rows of an upload: `mapping` says at which place of the file our columns stand."""

    def __init__(self, path, *, encoding, delimiter, mapping, width, lines, kind=None, formats=None):
        self.path, self.lines, self.width = path, lines, width
        self.encoding, self.delimiter, self.mapping = encoding, delimiter, mapping
        self.kind, self.formats = kind, formats or Formats()

    def raw(self):
        """(line, cells) as they stand in the file."""
        with self._open() as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            self._columns(reader)
            yield from self._raw(reader)

    def _raw(self, reader):
        before = reader.line_num
        try:
            for cells in reader:
                line, before = before + 1, reader.line_num
                if any(cells):
                    yield line, before, cells
        except csv.Error as error:
            raise Unreadable(_("From line %(line)d on this file can't be read: a quotation mark is missing or too many. "
                               "Correct the line and send the file again.") % {"line": before + 1}) from error  # fmt: skip

    def _rows(self, reader):
        for line, last, cells in self._raw(reader):
            yield Row(line, self._named(cells), last)

    def _named(self, cells):
        if len(cells) != self.width:
            return None
        named = {name: unguarded(_tidy(cells[place])) for name, place in self.mapping.items()}
        return self._in_order(named) if self.kind else named

    def _in_order(self, named):
        """Days and sums in the one way that the checks read."""
        for name in self.kind.dates:
            if named.get(name):
                named[name] = day_in_order(named[name], self.formats.dates)
        for name in self.kind.numbers:
            if named.get(name):
                named[name] = number_in_order(named[name], self.formats.decimal)
        return named

    def _delimiter(self):
        return self.delimiter

    def _open(self):
        csv.field_size_limit(LONGEST_CELL)
        return self.path.open(encoding=self.encoding, newline="")


def _tidy(cell):
    return " ".join(cell.split()) if "\n" not in cell else cell.strip()


def guarded(cell):
    """The cell, so that no spreadsheet takes it for a formula; a number as +49… stays one."""
    return GUARD + cell if _RISKY.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unguarded(cell):
    """The cell as it was before it was guarded."""
    return cell[1:] if cell.startswith(GUARD) and _RISKY.match(cell[1:]) else cell
