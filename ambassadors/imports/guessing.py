"""What kind of file somebody sent: its encoding, its delimiter, how many lines it has. Read in pieces, never whole."""

import codecs
import csv
import io
from collections import namedtuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.imports.rows import DELIMITERS, LONGEST_CELL, Unreadable

ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": gettext_lazy("UTF-8 without a mark"), "cp1252": gettext_lazy("Windows (CP1252)"), "utf-16": "UTF-16",
             "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}  # fmt: skip
SEPARATORS = {
    ",": gettext_lazy("comma ,"),
    ";": gettext_lazy("semicolon ;"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar |"),
}
BLOCK = 1 << 20
MOST_COLUMNS = 200
LONGEST_NAME = 60_000  # of a column, with room for ten thousand of them behind a delimiter that isn't one
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Guess = namedtuple("Guess", "encoding delimiter columns lines")


def guess(path, *, encoding="", delimiter=""):
    """What the file is, or is by these words; raises Unreadable with what it is instead, and what to do."""
    with path.open("rb") as file:
        start = file.read(4096)
    _refuse_other_kinds(start)
    encoding, lines = _encoding_and_lines(path, [encoding] if encoding else _candidates(start))
    if lines < 2:
        raise Unreadable(_("This file is empty: there is no row below the first line."))
    delimiter, columns = _header(path, encoding, delimiter)
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(_("This file has %(many)d columns, and %(most)d are the most. Export only those that are needed.")
                         % {"many": len(columns), "most": MOST_COLUMNS})  # fmt: skip
    return Guess(encoding, delimiter, columns, lines)


def _refuse_other_kinds(start):
    for beginning, sentence in _other_kinds():
        if start.startswith(beginning):
            raise Unreadable(sentence)


def _other_kinds():
    workbook = _(
        "This is an old Excel workbook. Open it and save it as “CSV UTF-8 (comma delimited)”, then send that file."
    )
    packed = _("This file is packed. Unpack it and send the CSV file that is in it.")
    picture = _("This is a picture and no table. Send the CSV file that the personnel system exports.")
    return (
        (b"PK\x03\x04", packed),
        (b"\xd0\xcf\x11\xe0", workbook),
        (b"%PDF", _("This is a PDF and no table. Send the CSV file that the personnel system exports.")),
        (b"\x89PNG", picture), (b"\xff\xd8\xff", picture), (b"GIF8", picture), (b"RIFF", picture),
        (b"\x1f\x8b", packed),
    )  # fmt: skip


def _encoding_and_lines(path, candidates):
    for candidate in candidates:
        try:
            return candidate, _count_lines(path, candidate)
        except UnicodeError:
            continue
    raise Unreadable(_("This is no text that can be read. In Excel: save as “CSV UTF-8 (comma delimited)”."))


def _candidates(start):
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return [encoding]
    if b"\0" in start:  # every other byte of plain letters in UTF-16
        evens, odds = start[::2].count(0), start[1::2].count(0)
        return (
            ["utf-16-le" if odds > evens else "utf-16-be"]
            if abs(odds - evens) > len(start) // 4
            else ["utf-8"]
        )
    return ["utf-8", "cp1252"]


def _count_lines(path, encoding):
    """Counts lines in pieces; a letter that the encoding hasn't got is a UnicodeDecodeError, a NUL a sentence."""
    decoder, lines, last = codecs.getincrementaldecoder(encoding)(), 0, ""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block)
            _refuse_nul(text)
            lines, last = lines + max(text.count("\n"), text.count("\r")), text or last
        decoder.decode(b"", final=True)
    return lines + (not last.endswith(("\n", "\r")) and bool(last.strip()))


def _refuse_nul(text):
    if "\0" in text:
        raise Unreadable(_("There are characters in this file that no text has (NUL): it is damaged or no CSV file. "
                           "Export it again."))  # fmt: skip


def _header(path, encoding, delimiter):
    """(delimiter, columns): by default the delimiter that parts the first line into most cells."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(LONGEST_CELL)
    best = delimiter or max(DELIMITERS, key=lambda delimiter: len(_first_row(start, delimiter)))
    return best, [" ".join(cell.split())[:80] for cell in _first_row(start, best)]


def _first_row(text, delimiter):
    try:
        row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        row = [text]
    if any(len(cell) > LONGEST_NAME for cell in row):
        raise Unreadable(
            _("The first line of this file has no end: a quotation mark is missing. Export it again.")
        )
    return row
