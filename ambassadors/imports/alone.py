"""Two imports at once would get in each other's way: the second one is asked to wait."""

import time
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from ambassadors.imports.rows import Unreadable

LOCK = 7_367_001
PATIENCE_SECONDS = 8  # the database notices late that a process was killed in the middle of its work


@contextmanager
def alone():
    """Hold the one lock for imports; it is free again when this process ends, however it ends."""
    with connection.cursor() as cursor:
        _lock(cursor)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _lock(cursor):
    until = time.monotonic() + PATIENCE_SECONDS
    while not _is_ours(cursor):
        if time.monotonic() > until:
            raise Unreadable(_("Another import is running. Start this one again when it has ended."))
        time.sleep(0.1)


def _is_ours(cursor):
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    return cursor.fetchone()[0]
