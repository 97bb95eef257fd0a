"""Many rows at once: COPY takes them in a fraction of the time of an INSERT, and checks as much."""

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

from ledger.sealed import SealedField


def copy_in(model, rows):
    """Write these new instances as they are, with the next numbers where the key is one; nothing is read back.

    What the database works out itself is left to it. Raises what `bulk_create` would (IntegrityError and the like).
    """
    rows = list(rows)
    _number(model, rows)
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    command = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        for values in zip(*(_column(field, rows) for field in fields), strict=True):
            copy.write_row(values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _number(model, rows):
    key = model._meta.pk
    if not isinstance(key, models.AutoField):
        return
    unnumbered = [row for row in rows if row.pk is None]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                       [f'"{model._meta.db_table}"', key.column, len(unnumbered)])  # fmt: skip
        for row, (number,) in zip(unnumbered, cursor.fetchall(), strict=True):
            row.pk = number


def _column(field, rows):
    values = [_said(field, row) for row in rows]
    if isinstance(field, models.JSONField | SealedField):
        return [field.get_db_prep_save(value, connection) for value in values]
    return values


def _said(field, row):
    """The row's value; one that was left to the database's plain default is said here, and then stands in the row."""
    value = field.pre_save(row, add=True)
    if isinstance(value, DatabaseDefault):
        value = value.expression.value
        setattr(row, field.attname, value)
    return value
