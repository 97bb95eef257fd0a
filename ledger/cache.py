"""What all web processes share for a while: the limits of sign-ins, and codes that were used."""

import base64
import pickle

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

# Django's own `add` looks first and writes then: two processes can both find what has run out, and both win.
ADD = """
    INSERT INTO {table} AS mine (cache_key, value, expires)
    VALUES (%s, %s, coalesce(to_timestamp(%s), '9999-12-30'))
    ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
    WHERE mine.expires <= now() RETURNING true
"""


class SharedCache(DatabaseCache):
    """The table `cache` in PostgreSQL; what is added is added by one process only."""

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        stored = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        with connection.cursor() as cursor:
            cursor.execute(self._sql(ADD), [key, stored, self.get_backend_timeout(timeout)])
            return cursor.fetchone() is not None

    def forget_what_ran_out(self):
        """Returns how many rows went."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql("DELETE FROM {table} WHERE expires < %s"), [timezone.now()])
            return cursor.rowcount

    def _sql(self, statement):
        return statement.format(table=connection.ops.quote_name(self._table))
