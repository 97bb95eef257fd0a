"""A backup in one file: the database as it was at one moment, the pictures, the erasure ledger, and a list of all with counts and checksums.

The keys are named in it and not kept in it. With BACKUP_KEY it is sealed (AES-256-GCM over pieces, the key by scrypt).
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ledger import backup_seal, erasures

DUMP, LIST, ERASED = "database.dump", "manifest.json", "erasures.log"
NOT_KEPT = {"imports", "exports"}  # folders of the pictures' disk that live for days (docs/operating.md)
UNKEPT_ROWS = ("django_session", "cache")  # a restore signs nobody in again
PIECE = 1 << 20


class Failed(Exception):
    """A sentence: what happened, then what to do."""


def make(folder):
    """Write a backup into the folder; returns (its path, what its list says)."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark = timezone.now().strftime("%Y-%m-%d-%H%M%S")
    sealed = ".sealed" if settings.BACKUP_KEY else ""
    path = folder / f"werkstolz-{mark}.backup{sealed}"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as room:
        counts = _dump(Path(room) / DUMP)
        files = {DUMP: Path(room) / DUMP, **_pictures()}
        if erasures.path().exists():
            files[ERASED] = erasures.path()
        told = _list(counts, files)
        _write(Path(room) / path.name, told, files)
        (Path(room) / path.name).rename(path)
    return path, told


def tables():
    """Every table of ours, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [name for (name,) in cursor.fetchall()]


def counted():
    """{table: rows} of what a backup keeps."""
    quote, found = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for name in tables():
            if name not in UNKEPT_ROWS:
                cursor.execute(f"SELECT count(*) FROM {quote(name)}")  # noqa: S608 (a name the database gave, quoted)
                found[name] = cursor.fetchone()[0]
    return found


@transaction.atomic
def _dump(path):
    """The dump and the counts see the same moment, whatever is written meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    unkept = [f"--exclude-table-data={name}" for name in UNKEPT_ROWS]
    tool(
        "pg_dump",
        "--format=custom",
        f"--snapshot={snapshot}",
        "--no-owner",
        "--no-acl",
        *unkept,
        f"--file={path}",
    )
    return counted()


def tool(name, *options):
    """Run one of PostgreSQL's own tools on our database; raises Failed with its last line."""
    found = shutil.which(name, path=f"{settings.POSTGRES_TOOLS}{os.pathsep}{os.environ.get('PATH', '')}")
    if not found:
        raise Failed(
            f"{name} is not on this machine. Install PostgreSQL's client tools, or name their folder in POSTGRES_TOOLS."
        )
    at = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    named = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = {**os.environ, **{name: str(at[key]) for name, key in named.items() if at.get(key)}}
    done = subprocess.run([found, *options], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{name} didn't do it: {(done.stderr.strip().splitlines() or ['no word'])[-1]}")


def _pictures():
    """{name in the backup: path}"""
    root = Path(settings.MEDIA_ROOT)
    kept = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in NOT_KEPT
    ]
    return {f"media/{path.relative_to(root).as_posix()}": path for path in kept}


def _list(counts, files):
    return {
        "at": timezone.now().isoformat(),
        "rows": counts,
        "files": {name: checksum(path) for name, path in files.items()},
        "keys": "not in here: DATA_KEYS, SECRET_KEY and its fallbacks open sealed columns; keep them elsewhere",
    }


def checksum(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path, told, files):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        out = backup_seal.Writer(file, settings.BACKUP_KEY) if settings.BACKUP_KEY else file
        with tarfile.open(fileobj=out, mode="w|", bufsize=PIECE) as tar:
            text = json.dumps(told, indent=1).encode()
            head = tarfile.TarInfo(LIST)
            head.size = len(text)
            tar.addfile(head, io.BytesIO(text))
            for name, source in files.items():
                tar.add(source, name, recursive=False)
        if out is not file:
            out.finish()
        file.flush()
        os.fsync(file.fileno())
