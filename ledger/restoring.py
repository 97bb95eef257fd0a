"""Bring a backup back: check it whole before anything is touched, erase again what was erased since, and send no letter twice.

docs/decisions/restored-letters.md says why letters that were due are left to a person.
"""

import json
import shutil
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ledger import backup_seal, backups, erasures, sweeps
from ledger.backups import DUMP, ERASED, LIST, PIECE, Failed
from ledger.models import Erasure, Letter

QUIET = {"letters", "service desk"}  # sweeps that speak to somebody outside


def restore(path, *, replace=False):
    """Returns (what the list says, {noun: erased again}, letters left to a person); raises Failed."""
    with tempfile.TemporaryDirectory(dir=Path(path).resolve().parent, prefix=".restoring-") as room:
        told = _unpacked(path, Path(room))
        _refuse_what_is_in_use(replace=replace)
        _bring_back_rows(Path(room) / DUMP, told["rows"])
        _bring_back_files(Path(room))
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return told, _erase_again(), leave_letters_to_a_person()


def _unpacked(path, room):
    """The list, once every file is there and is what the list says."""
    try:
        with open(path, "rb") as file:
            _unpack(file, room)
        told = json.loads((room / LIST).read_text())
        wrong = [
            name for name, told_sum in told["files"].items() if backups.checksum(room / name) != told_sum
        ]
    except (OSError, tarfile.TarError, ValueError, KeyError, EOFError) as error:
        raise Failed(
            f"{path} is no whole backup ({type(error).__name__}). Take another one; nothing was changed."
        ) from error
    except backup_seal.WrongKey:
        raise Failed(
            f"{path} doesn't open. Set BACKUP_KEY to the key it was made with; nothing was changed."
        ) from None
    if wrong:
        raise Failed(f"{path} is damaged: {wrong[0]}. Take another one; nothing was changed.")
    return told


def _unpack(file, room):
    source = file
    if backup_seal.is_sealed(file):
        source = backup_seal.Reader(file, settings.BACKUP_KEY)
    with tarfile.open(fileobj=source, mode="r|", bufsize=PIECE) as tar:
        tar.extractall(room, filter="data")
    if source is not file:
        source.finish()


def _refuse_what_is_in_use(*, replace):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise Failed(
            f"{others} connections are open. Stop web, workers, beat and sweeper first; nothing was changed."
        )
    if not replace and backups.tables() and any(backups.counted().get(name) for name in _with_people()):
        raise Failed(
            "There are people in this database. Say --replace if they are to go; nothing was changed."
        )


def _with_people():
    from django.contrib.auth import get_user_model

    return [get_user_model()._meta.db_table]


def _bring_back_rows(dump, rows):
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    backups.tool("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
                 f"--dbname={connection.settings_dict['NAME']}", str(dump))  # fmt: skip
    connection.close()
    found = backups.counted()
    wrong = [name for name, number in rows.items() if found.get(name) != number]
    if wrong:
        raise Failed(
            f"{wrong[0]} came back with {found.get(wrong[0])} rows instead of {rows[wrong[0]]}. Take another backup."
        )


def _bring_back_files(room):
    """What lies there already is put beside, never thrown away; the erasure ledger that is newer stays."""
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.iterdir()):
        media.rename(media.with_name(f"{media.name}-before-{timezone.now():%Y%m%d%H%M%S}"))
    if (room / "media").exists():
        media.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(room / "media", media, dirs_exist_ok=True)
    if (room / ERASED).exists() and not erasures.path().exists():
        shutil.copy2(room / ERASED, erasures.path())


def _erase_again():
    told = erasures.read(erasures.path()) if erasures.path().exists() else {}
    return erasures.replay(told, Erasure.objects.keys())


def leave_letters_to_a_person():
    """Whatever should have left by now may have left after the backup was made; returns how many letters that are.

    First everything else that is due is done, so that letters which were written after the backup are written again and left, too.
    """
    sweeps.sweep_once(besides=QUIET)
    return Letter.objects.leave_to_a_person()
