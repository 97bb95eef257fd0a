"""Many rows at once: COPY takes them in a fraction of the time of an INSERT, and checks as much."""

from django.db import connection


def copy_in(model, rows):
    """Write these new instances as they are; columns that the database works out itself are left to it.

    Raises what `bulk_create` would (IntegrityError and the like). Keys have to be set; nothing is read back.
    """
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = [field.attname for field in fields]
    command = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([getattr(row, place) for place in places])
