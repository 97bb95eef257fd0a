"""How a file writes days and numbers: guessed by what stands in it, and put into the one way we read."""

import re
from collections import Counter, namedtuple
from datetime import date
from itertools import islice

from django.utils.translation import gettext_lazy as _

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
DATES = {
    YEAR_FIRST: _("2026-11-30: year, month, day"),
    DAY_FIRST: _("30.11.2026: day, month, year"),
    MONTH_FIRST: _("11/30/2026: month, day, year"),
}
COMMA, POINT = ",", "."
DECIMALS = {COMMA: _("a comma: 1.234,50"), POINT: _("a point: 1,234.50")}
READ = 20_000  # rows that are evidence enough

Formats = namedtuple("Formats", "dates decimal", defaults=(YEAR_FIRST, POINT))
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{2})(?=$|[ T])")
_TIME = re.compile(r"[ T,]+(\d{1,2}:\d\d(?::\d\d)?)$")
_BETWEEN = re.compile(r"\d[^\d.,'’\s]+\d")  # 30-40, 1e5
_COMMA, _POINT = re.compile(r"\d,\d{1,2}(?!\d)"), re.compile(r"\d\.\d{1,2}(?!\d)")


def guessed(rows, mapping, *, dates, numbers):
    """The formats of the cells in these columns; `rows` are lists of cells, `mapping` says where our columns stand."""
    days, sums = _places(mapping, dates), _places(mapping, numbers)
    seen = Counter()
    for cells in islice(rows, READ):
        seen.update(_evidence(cells[place]) for place in days if place < len(cells))
        seen.update(_separator(cells[place]) for place in sums if place < len(cells))
    return Formats(_order(seen), COMMA if seen[COMMA] > seen[POINT] else POINT)


def _places(mapping, names):
    return [mapping[name] for name in names if name in mapping]


def _order(seen):
    """What can be one thing only decides; 03/04/2026 alone is read as such files mostly mean it."""
    if seen[DAY_FIRST] or seen[MONTH_FIRST]:
        return DAY_FIRST if seen[DAY_FIRST] >= seen[MONTH_FIRST] else MONTH_FIRST
    return MONTH_FIRST if seen["either"] > seen[YEAR_FIRST] else YEAR_FIRST


def _evidence(cell):
    found = _DAY.match(cell.strip())
    if not found or len(found[1]) > 2:
        return YEAR_FIRST if cell.strip() else None
    first, mark, second = int(found[1]), found[2], int(found[3])
    if mark == "." or (first > 12 and second <= 12):
        return DAY_FIRST
    return MONTH_FIRST if second > 12 else "either"


def _separator(cell):
    return COMMA if _COMMA.search(cell) else POINT if _POINT.search(cell) else None


def day_in_order(text, order):
    """A day or moment as 2026-11-30…; what is no day stays as it is, so that its reason can name it."""
    found = _DAY.match(text)
    if not found or len(found[1]) > 2:
        return text
    first, second = int(found[1]), int(found[3])
    month_first = order == MONTH_FIRST and found[2] != "."
    month, day = (first, second) if month_first else (second, first)
    year = int(found[4]) if len(found[4]) == 4 else 2000 + int(found[4])
    rest = text[found.end() :]
    clock = _TIME.match(rest)
    if rest and not clock:
        return text
    try:
        return date(year, month, day).isoformat() + (f"T{clock[1].zfill(5)}" if clock else "")
    except ValueError:
        return text


def number_in_order(text, decimal):
    """A sum as 1234.50: without currency and marks for thousands, "" where no digit stands (“k. A.”, “–”).

    What is more than one sum stays as it is, so that its reason can name it.
    """
    if not re.search(r"\d", text):
        return ""
    if _BETWEEN.search(text):
        return text
    plain = re.sub(r"[^\d.,-]", "", text)
    if decimal == COMMA:
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", "")
