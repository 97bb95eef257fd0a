"""An Excel workbook, turned into the CSV file that everything else reads: its first sheet, row by row, formulas as text."""

import csv
import logging
import time
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from ambassadors.imports.rows import LONGEST_CELL, Unreadable

MARK = b"PK\x03\x04"
MOST_UNPACKED = 300 * 2**20  # of all its parts together: a bomb of a few kB says more
MOST_WORDS = 60 * 2**20  # of the shared texts alone, which are held in memory
MOST_PARTS = 2_000
MOST_COLUMNS = 201  # one more than a file may have, so that the reason is said
MOST_SECONDS = 40
log = logging.getLogger(__name__)


def is_one(path):
    with open(path, "rb") as file:
        return file.read(4) == MARK


def turn(path, target):
    """Write the first sheet of the workbook at `path` into the open text file `target`; raises Unreadable."""
    try:
        _refuse_bombs(path)
        with open(path, "rb") as file:  # by its path openpyxl would look at the ending of its name
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            _write(book.worksheets[0], csv.writer(target))
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes of its parts
        log.info("A workbook can't be read: %s", type(error).__name__)
        raise Unreadable(
            _(
                "This can't be read as an Excel workbook. Open it in Excel and save it anew, or save it as “CSV UTF-8”."
            )
        ) from error


def _refuse_bombs(path):
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    words = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    whole = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or whole > MOST_UNPACKED or words > MOST_WORDS:
        raise Unreadable(
            _(
                "This workbook is too large when it is unpacked. Save the sheet as “CSV UTF-8” and send that file."
            )
        )


def _write(sheet, writer):
    until, width = time.monotonic() + MOST_SECONDS, 0
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        if time.monotonic() > until:
            raise Unreadable(
                _("This workbook takes too long to read. Save the sheet as “CSV UTF-8” and send that file.")
            )
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        width = width or len(cells)
        writer.writerow(cells + [""] * (width - len(cells)))


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat()
            if (cell.hour, cell.minute, cell.second) == (0, 0, 0)
            else cell.isoformat()
        )
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)[:LONGEST_CELL].replace("\0", "")
