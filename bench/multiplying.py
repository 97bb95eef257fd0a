"""Many from a few: rows that the models made, multiplied by the database with new keys, owners and times.

Whatever a model works out (what it is found by, when it ends, what is sealed) stands in the rows made by it, so that a new column
brings its values along. Keys of copies are worked out from the key and the number of the copy: what points at each other still does.
"""

from django.db import connection, models

KEY = "md5({column}::text || '-' || copy.number)::uuid"
APART = "interval '11 seconds'"  # from copy to copy, so that no two rows have one time
OWNERS = """
CREATE TEMP TABLE bench_owner ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY ambassador.folded) - 1 AS place, ambassador.id, ambassador.region, unit.code
FROM ambassadors_ambassador AS ambassador JOIN ambassadors_affiliation AS belongs ON belongs.ambassador_id = ambassador.id
JOIN ambassadors_unit AS unit ON unit.id = belongs.unit_id WHERE ambassador.id = ANY(%s)
"""


def multiply(parts, *, copies, owners, owned):
    """Copy rows `copies` times; in a copy `owners` (their keys) take turns. Yields (model, how many were made).

    `parts` are {model: which of its rows (SQL) or ""}, in the order that foreign keys want; `owned` are the names of columns that
    hold an owner; a column "unit_code" or "region" gets the owner's.
    """
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, [list(owners)])
        for model, which in parts.items():
            cursor.execute(_statement(model, which, parts, owned), [copies, len(owners)])
            yield model, cursor.rowcount


def _statement(model, which, parts, owned):
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    fields = [field for field in fields if not isinstance(field, models.AutoField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, parts, owned) for field in fields)
    return (f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} AS row "
            "CROSS JOIN generate_series(1, %s) AS copy(number) "
            f"JOIN bench_owner AS owner ON owner.place = (copy.number * 31) %% %s WHERE {which or 'true'}")  # fmt: skip


def _value(field, parts, owned):
    column = f'row."{field.column}"'
    if field.primary_key or field.related_model in parts:
        return f"CASE WHEN {column} IS NOT NULL THEN {KEY.format(column=column)} END"
    if field.name == "subject_key":
        return f"({KEY.format(column=column)})::text"
    if field.name in owned:
        return f"CASE WHEN {column} IS NOT NULL THEN owner.id END"
    if field.name in ("unit_code", "region"):
        return {"unit_code": "owner.code", "region": "owner.region"}[field.name]
    if isinstance(field, models.DateTimeField):
        return f"{column} - copy.number * {APART}"
    return "NULL" if field.unique else column
