"""Many counts, ids, or whether there is anything at all, in one question to the database."""

from contextlib import suppress

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Value


def counted(wanted):
    """{key: number of rows} for {key: queryset}, asked at once; a key without rows has 0."""
    asked = _asked(wanted)
    if not asked:
        return dict.fromkeys(wanted, 0)
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _params in asked.values())  # noqa: S608 (Django's own SQL)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [param for _sql, params in asked.values() for param in params])
        numbers = dict(zip(asked, cursor.fetchone(), strict=True))
    return {key: numbers.get(key, 0) for key in wanted}


def found(wanted):
    """{key: whether there is any row} for {key: queryset}, asked at once."""
    first = [
        rows.order_by()[:1].annotate(found_as=Value(key)).values_list("found_as", flat=True)
        for key, rows in wanted.items()
    ]
    there = (
        set(first[0].union(*first[1:], all=True)) if first[1:] else {key for rows in first for key in rows}
    )
    return {key: key in there for key in wanted}


def keyed(wanted):
    """[(key, id as text)] of the rows of {key: queryset}, asked at once."""
    asked = _asked(wanted)
    if not asked:
        return []
    parts = [f"SELECT %s, id::text FROM ({sql}) AS kept(id)" for sql, _params in asked.values()]  # noqa: S608 (Django's own SQL)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts),
            [param for key, (_sql, params) in asked.items() for param in (key, *params)],
        )
        return cursor.fetchall()


def _asked(wanted):
    """{key: (SQL, parameters)} of the questions for the ids of these rows, but for those that can have no answer."""
    asked = {}
    for key, rows in wanted.items():
        with suppress(EmptyResultSet):
            asked[key] = rows.order_by().values("pk").query.sql_with_params()
    return asked
