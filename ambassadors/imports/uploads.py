"""Where uploaded files lie until they are thrown away: in a folder nobody serves, under names nobody can guess."""

import errno
import logging
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ambassadors.imports import workbook
from ledger.refusal import Refusal

ORPHAN_AGE_SECONDS = 24 * 60 * 60
log = logging.getLogger(__name__)


def keep(upload):
    """The random name under which the upload lies now; raises Refusal where it is too large or there is no room."""
    refuse_too_large(upload.size)
    return _kept("xb", lambda file: file.writelines(upload.chunks()))


def keep_text(write):
    """The random name under which lies what `write(file)` wrote."""
    return _kept("x", write, encoding="utf-8", newline="")


def _kept(mode, write, **how):
    name = secrets.token_hex(16)
    try:
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path(name), mode, opener=_for_us_alone, **how) as file:
            write(file)
    except OSError as error:
        discard(name)
        log.error("No upload can be kept: %s", errno.errorcode.get(error.errno, error.errno))
        raise Refusal(_("There is no room left for files. Tell an admin, then try again.")) from error
    except BaseException:
        discard(name)
        raise
    return name


def unpacked(name):
    """The name under which the workbook lies as a CSV file, and whether it was one; the workbook itself is thrown away."""
    if not workbook.is_one(path(name)):
        return name, False
    turned = keep_text(lambda file: workbook.turn(path(name), file))
    discard(name)
    return turned, True


def refuse_too_large(size):
    if size > settings.IMPORT_MEGABYTES * 2**20:
        raise Refusal(too_large())


def too_large():
    return _("This file is larger than %(most)d MB. Split it, or take out columns that nobody needs.") % {
        "most": settings.IMPORT_MEGABYTES
    }


def pieces(name):
    """The file as it lies there, in pieces."""
    with path(name).open("rb") as file:
        while block := file.read(1 << 16):
            yield block


def path(name):
    return _folder() / f"{name}.csv"


def discard(name):
    path(name).unlink(missing_ok=True)


def old_names():
    """The names of files that are older than a day."""
    limit = time.time() - ORPHAN_AGE_SECONDS
    return [file.stem for file in _folder().glob("*.csv") if file.stat().st_mtime < limit]


def _folder():
    return Path(settings.MEDIA_ROOT) / "imports"


def _for_us_alone(name, flags):
    return os.open(name, flags, 0o600)


def shown_name(name):
    """The name somebody's file had, fit to be shown on one line."""
    plain = "".join(char if char.isprintable() else "·" for char in name).strip()
    return plain[-120:] or "file.csv"
