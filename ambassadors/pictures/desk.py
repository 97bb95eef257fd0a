"""The photo desk: takes an upload, has it developed in a dark room of its own, keeps three clean files or refuses with a sentence.

Files come first and rows after: a row without files can't be. Files without a row are swept when they are a day old.
"""

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ambassadors.pictures import decode
from ledger.refusal import Refusal

LARGEST_BYTES = 15 * 1024 * 1024
PATIENCE_SECONDS = 30  # of a person; the dark room itself has 10 seconds of CPU
ORPHAN_AGE_SECONDS = 24 * 60 * 60
SHARDS = 256

Developed = namedtuple("Developed", "folder width height")
log = logging.getLogger(__name__)


def develop(upload):
    """The three files of an upload under a new random name; raises Refusal with what is wrong and what to do."""
    if upload.size > LARGEST_BYTES:
        raise Refusal(_("This picture is heavier than 15 MB. Choose a smaller one."))
    name = secrets.token_hex(16)
    tray = _tray(name)
    try:
        answer = _ask_the_dark_room(upload, tray)
        _keep(tray, name)
    except BaseException:
        clear(tray)
        raise
    return Developed(name, answer["width"], answer["height"])


def develop_own(data):
    """The three files of a picture that ships with the product: trusted, so it needs no dark room."""
    name = secrets.token_hex(16)
    tray = _tray(name)
    picture = decode.plain(decode.opened(data))
    width, height = picture.size
    for size, edge in decode.SIZES:
        picture = decode.fit(picture, edge)
        decode.write(picture, tray / f"{size}.webp")
    _keep(tray, name)
    return Developed(name, width, height)


def path(name, size):
    """Where the file of a size ("s", "m" or "l") lies."""
    return folder(name) / f"{size}.webp"


def folder(name):
    return _root() / name[:2] / name


def discard(name):
    clear(folder(name))


def clear(found):
    shutil.rmtree(found, ignore_errors=True)


def forgotten_trays():
    """Trays of a process that died at its work."""
    return _old_folders(_root() / "tray")


def old_names(shard):
    """Names of the folders of one shard (0 to 255) that are older than a day."""
    return [found.name for found in _old_folders(_root() / f"{shard:02x}")]


def _tray(name):
    tray = _root() / "tray" / name
    try:
        tray.mkdir(parents=True)
    except OSError as error:
        log.error("No picture can be kept: %s", error)
        raise Refusal(_sentence("full")) from error
    return tray


def _ask_the_dark_room(upload, tray):
    upload.seek(0)
    dark_room = [sys.executable, "-E", "-s", "-m", "ambassadors.pictures.decode"]
    no_secrets = {"cwd": settings.BASE_DIR, "env": {"LC_ALL": "C.UTF-8"}}
    limits = {"timeout": PATIENCE_SECONDS, "check": False, "capture_output": True}
    try:
        done = subprocess.run(
            [*dark_room, tray, _root() / "one-at-a-time"], input=upload.read(), **limits, **no_secrets
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal(_sentence("busy")) from error
    answer = _read(done)
    if "refused" in answer:
        raise Refusal(_sentence(answer["refused"]))
    return answer


def _read(done):
    if done.returncode == 0:
        return json.loads(done.stdout)
    log.warning(
        "The dark room ended with %s: %s", done.returncode, done.stderr[-500:].decode(errors="replace")
    )
    return {"refused": "broken"}


def _keep(tray, name):
    """All three files appear at once, and stay after a power cut: the dark room has synced them already."""
    try:
        folder(name).parent.mkdir(parents=True, exist_ok=True)
        tray.rename(folder(name))
        _sync(folder(name), folder(name).parent)
    except OSError as error:
        log.error("No picture can be kept: %s", error)
        raise Refusal(_sentence("full")) from error


def _sync(*folders):
    for each in folders:
        handle = os.open(each, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _old_folders(parent):
    limit = time.time() - ORPHAN_AGE_SECONDS
    try:
        with os.scandir(parent) as entries:
            return [Path(entry.path) for entry in entries if entry.stat().st_mtime < limit]
    except FileNotFoundError:
        return []


def _root():
    return Path(settings.MEDIA_ROOT) / "pictures"


def _sentence(why):
    return {
        "unreadable": _("This is not a picture we can read. JPEG, PNG or WebP work."),
        "pixels": _(
            "This picture has too many pixels: 50 million are the limit for a JPEG, 24 million for PNG and WebP. Choose a smaller one."
        ),
        "animated": _("This picture moves. Choose one that stands still."),
        "broken": _("This picture is damaged or cut off. Choose another one, or take it again."),
        "busy": _("Many pictures are arriving just now. Try again in a minute."),
        "full": _("There is no room left for pictures. Go on without one and tell an admin."),
    }[why]
