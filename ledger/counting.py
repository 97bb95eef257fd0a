"""Many counts, ids, or whether there is anything at all, in one question to the database."""

from contextlib import suppress

from django.core.exceptions import EmptyResultSet
from django.db import connection


def counted(wanted):
    """{key: number of rows} for {key: queryset}, asked at once; a key without rows has 0."""
    return Counts(wanted).asked()


def found(wanted):
    """{key: whether there is any row} for {key: queryset}, asked at once."""
    return Finds(wanted).asked()


def keyed(wanted):
    """[(key, id as text)] of the rows of {key: queryset}, asked at once."""
    return Keys(wanted).asked()


class Keys:
    """One question for the keys of the rows of each of {key: queryset}."""

    def __init__(self, wanted):
        asked = _asked(wanted)
        self.params = [param for key, (_sql, params) in asked.items() for param in (key, *params)]
        self.sql = " UNION ALL ".join(
            f"SELECT %s, id::text FROM ({sql}) AS kept(id)"  # noqa: S608 (Django's own SQL)
            for sql, _params in asked.values()
        )

    def asked(self, filled=lambda params: params):
        """[(key, id as text)]; `filled` gives the parameters their values."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params))
            return cursor.fetchall()


class Columns:
    """One question with a column for each of {key: queryset}."""

    column = ""
    nothing: object = None

    def __init__(self, wanted):
        asked = _asked(wanted)
        self.keys, self.there = list(wanted), list(asked)
        self.params = [param for _sql, params in asked.values() for param in params]
        self.sql = "SELECT " + ", ".join(self.column.format(sql) for sql, _params in asked.values())

    def asked(self, filled=lambda params: params):
        """{key: what its column says}; `filled` gives the parameters their values."""
        answer = dict.fromkeys(self.keys, self.nothing)
        if self.there:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, filled(self.params))
                answer.update(zip(self.there, cursor.fetchone(), strict=True))
        return answer


class Counts(Columns):
    column, nothing = "(SELECT COUNT(*) FROM ({}) AS counted)", 0


class Finds(Columns):
    column, nothing = "({} LIMIT 1) IS NOT NULL", False


def _asked(wanted):
    """{key: (SQL, parameters)} of the questions for the ids of these rows, but for those that can have no answer."""
    asked = {}
    for key, rows in wanted.items():
        with suppress(EmptyResultSet):
            asked[key] = rows.order_by().values("pk").query.sql_with_params()
    return asked
