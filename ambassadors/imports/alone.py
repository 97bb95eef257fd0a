"""Two imports at once would get in each other's way: the second one is asked to wait."""

from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from ambassadors.imports.rows import Unreadable

LOCK = 7_367_001


@contextmanager
def alone():
    """Hold the one lock for imports; it is free again when this process ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Unreadable(_("Another import is running. Start this one again when it has ended."))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
