"""Rows into one table with as little as PostgreSQL lets pass: the floor of the imports."""

from django.db import connection

from ledger.sealed import SealedField


def copy_bare(cursor, model, differing):
    """The rows of one table: what differs, and beside it what the model begins with; nothing is worked out."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    fields = [field for field in fields if field.attname in differing[0] or not field.primary_key]
    usual = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    sealed = [field for field in fields if isinstance(field, SealedField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in differing:
            row = usual | row
            for field in sealed:
                row[field.attname] = field.get_db_prep_save(row[field.attname], connection)
            copy.write_row(list(row.values()))
