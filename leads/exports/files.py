"""Where exports lie for a day: in a folder nobody serves, under names nobody can guess, readable by us alone."""

import csv
import os
import re
import secrets
import time
from pathlib import Path

from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ambassadors.imports.sheet import guarded

ORPHAN_AGE_SECONDS = 24 * 60 * 60
_NAME = re.compile(r"[0-9a-f]{32}")


class CsvFile:
    """Semicolons would please a German Excel and nobody else; it reads commas with the mark of UTF-8, too."""

    def __init__(self, name):
        self._file = _opened(name, "w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, cells):
        self._writer.writerow(map(guarded, cells))

    def close(self):
        self._file.close()


class XlsxFile:
    """Row after row: openpyxl keeps none of them in memory. Every cell is a text, none a formula."""

    def __init__(self, name):
        self._name = name
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()

    def write(self, cells):
        self._sheet.append([guarded(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in cells])

    def close(self):
        with _opened(self._name, "wb") as file:
            self._book.save(file)


KINDS = {"csv": CsvFile, "xlsx": XlsxFile}


def new_name():
    return secrets.token_hex(16)


def path(name):
    return _folder() / name


def pieces(name):
    with path(name).open("rb") as file:
        while block := file.read(1 << 16):
            yield block


def discard(name):
    if name:
        path(name).unlink(missing_ok=True)


def old_names():
    """The names of files that are older than a day."""
    limit = time.time() - ORPHAN_AGE_SECONDS
    found = [file for file in _folder().glob("*") if _NAME.fullmatch(file.name)]
    return [file.name for file in found if file.stat().st_mtime < limit]


def _folder():
    return Path(settings.MEDIA_ROOT) / "exports"


def _opened(name, mode, **how):
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(path(name), mode, opener=lambda where, flags: os.open(where, flags, 0o600), **how)
