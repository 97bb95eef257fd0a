"""A CSV file, read line by line: the file as a whole is refused with a sentence, a single row with its reason."""

import codecs
import csv
from collections import namedtuple
from itertools import islice
from pathlib import Path

from ledger.sentences import Sentence as _

BATCH = 1000
LONGEST_CELL = 131_072  # a forgotten quotation mark swallows the rest of the file, this stops it
DELIMITERS = ",;\t|"

Row = namedtuple("Row", "line cells last", defaults=(None,))


class Unreadable(Exception):
    """A sentence that says why the whole file can't be read, and what to do."""


class Rejected(Exception):
    """The reason why one row isn't taken."""


class Rows:
    """The rows of one file; iterating reads it from its beginning, holding one row at a time."""

    def __init__(self, path):
        self.path = Path(path)
        self.lines = _checked(self.path)
        with self._open() as file:
            self.columns = self._columns(csv.reader(file, delimiter=self._delimiter()))

    @property
    def name(self):
        return self.path.name

    def need(self, *columns):
        """Refuse the file when one of these columns is missing."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise Unreadable(_("%(file)s lacks the column %(columns)s. Export it again with all columns.")
                             % {"file": self.name, "columns": ", ".join(missing)})  # fmt: skip

    def __iter__(self):
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._delimiter())
            self._columns(reader)
            yield from self._rows(reader)

    def batches(self, size=BATCH):
        """Lists of at most `size` rows."""
        rows = iter(self)
        while batch := list(islice(rows, size)):
            yield batch

    def _rows(self, reader):
        before = reader.line_num
        try:
            for cells in reader:
                line, before = before + 1, reader.line_num
                if any(cells):
                    yield Row(line, self._named(cells))
        except csv.Error as error:
            raise Unreadable(_("%(file)s can't be read from line %(line)d on: a quotation mark is missing or too many. "
                               "What stands before it was taken. Correct the line and start again.")
                             % {"file": self.name, "line": before + 1}) from error  # fmt: skip

    def _named(self, cells):
        """{column: text}, or None where the row has another number of cells than the header."""
        if len(cells) != len(self.columns):
            return None
        return {column: " ".join(cell.split()) if "\n" not in cell else cell.strip()
                for column, cell in zip(self.columns, cells, strict=True)}  # fmt: skip

    def _columns(self, reader):
        try:
            return [column.strip() for column in next(reader, [])]
        except csv.Error as error:
            raise Unreadable(
                _("%(file)s is no CSV file: its first line has no end.") % {"file": self.name}
            ) from error

    def _delimiter(self):
        with self._open() as file:
            header = file.readline()
        return max(DELIMITERS, key=header.count)

    def _open(self):
        csv.field_size_limit(LONGEST_CELL)
        return self.path.open(encoding="utf-8-sig", newline="")


def cells_of(row):
    """The cells of a row by column; a row that has lost or gained a cell is rejected."""
    if row.cells is None and row.last and row.last > row.line:
        raise Rejected(
            _("a quotation mark is missing or too many: it swallows the lines %(line)d to %(last)d")
            % row._asdict()
        )
    if row.cells is None:
        raise Rejected(_("it has another number of cells than the first line"))
    return row.cells


def shown(text):
    """A cell as it may be printed in a terminal: short, and without characters that steer it."""
    text = "".join(char if char.isprintable() else "·" for char in text)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _checked(path):
    """How many lines the file has; refused before anything is taken if it isn't UTF-8 from end to end."""
    try:
        lines = _count_lines(path)
    except OSError as error:
        raise Unreadable(
            _("%(file)s can't be opened: %(why)s.") % {"file": path, "why": error.strerror}
        ) from error
    except UnicodeDecodeError as error:
        raise Unreadable(_("%(file)s isn't written in UTF-8. In Excel: save as “CSV UTF-8 (comma delimited)”.")
                         % {"file": path.name}) from error  # fmt: skip
    if lines < 2:
        raise Unreadable(_("%(file)s is empty: there is no row in it.") % {"file": path.name})
    return lines


def _count_lines(path):
    decoder, lines, last = codecs.getincrementaldecoder("utf-8-sig")(), 0, ""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            text = decoder.decode(block)
            lines, last = lines + max(text.count("\n"), text.count("\r")), text or last
        decoder.decode(b"", final=True)
    return lines + (not last.endswith(("\n", "\r")) and bool(last.strip()))
