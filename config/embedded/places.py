"""Where sockets go: under VAR, unless the path would be too long for one."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from ..environment import Unstartable

LONGEST_SOCKET = 107  # sockaddr_un; what is longer can't be bound
LONGEST_NAME = len("/.s.PGSQL.5432")


def socket_folder(var, name):
    """A private folder for one server's socket; only the socket may leave VAR, never data."""
    folder = var / "run" / name
    if len(os.fsencode(folder)) + LONGEST_NAME <= LONGEST_SOCKET:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return _private(Path(tempfile.gettempdir()) / f"werkstolz-{os.geteuid()}-{digest}-{name}")


def _private(folder):
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    # 65534 and the like: as root the folder belongs to the user PostgreSQL runs as
    ours = status.st_uid == os.geteuid() or os.geteuid() == 0
    if not stat.S_ISDIR(status.st_mode) or not ours or status.st_mode & 0o077:
        raise Unstartable(f"{folder} belongs to somebody else. Choose a VAR with a shorter path.")
    return folder
