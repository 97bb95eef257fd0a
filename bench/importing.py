"""One file taken in: `python -m bench.importing copy|product FILE` prints how long it took and how much memory it held.

The floor reads a file of as many other people, checks every row with the product's own checks and copies what passed into the
same tables, behind the same constraints and indexes. It looks for nobody who is there already, gives no handles, folds no
names, chains no events and remembers nothing for a second start: that is what the import does for its time.
"""

import json
import os
import resource
import sys
import time
import uuid

import django
from django.db import connection, transaction


def main(how, path):
    django.setup()
    began = time.perf_counter()
    rows = {"copy": copied, "product": imported}[how](path)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(seconds, 2), "rows": rows, "peak_mb": peak}))


def copied(path):
    """The floor: every row through the product's checks, then the five rows of each person in bare COPYs, all at once."""
    from ambassadors.imports.known_units import KnownUnits
    from ambassadors.imports.people import checked
    from ambassadors.imports.rows import Rows

    units = KnownUnits()
    found = [checked(row, units) for row in Rows(path)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ambassadors_person")
        first = cursor.fetchone()[0] + 1
        for model, differing in _bare(found, first).items():
            _copy(cursor, model, differing)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('ambassadors_person', 'id'), %s)", [first + len(found)]
        )
    return len(found)


def _bare(found, first):
    """{model: [{column: value}]}: what differs from person to person, with nothing looked up, searched or chained."""
    from ambassadors.models import Affiliation, Ambassador, HrRecord, Person
    from ledger.models import Event

    keys = [uuid.uuid4() for _facts in found]
    told = list(zip(found, keys, range(first, first + len(found)), strict=True))
    return {
        Person: [dict(id=number, email=facts.email, first_name=facts.first_name, last_name=facts.last_name,
                      language=facts.language, password="!") for facts, _key, number in told],
        Ambassador: [dict(id=key, person_id=number, handle=key.hex, city=facts.city, region=facts.region,
                          folded=f"{facts.first_name} {facts.last_name} {facts.city}".lower()) for facts, key, number in told],
        HrRecord: [dict(id=uuid.uuid4(), ambassador_id=key, personnel_no=facts.number, entry_date=facts.entry,
                        exit_date=facts.exit) for facts, key, _number in told],
        Affiliation: [dict(id=uuid.uuid4(), ambassador_id=key, unit_id=facts.unit.pk, valid_from=facts.entry)
                      for facts, key, _number in told],
        Event: [dict(verb="imported", subject_type="ambassadors.ambassador", subject_key=str(key), digest="0" * 64)
                for _facts, key, _number in told],
    }  # fmt: skip


def _copy(cursor, model, differing):
    """The rows of one table: what differs, and beside it what the model begins with."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    fields = [field for field in fields if field.attname in differing[0] or not field.primary_key]
    usual = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    names = ", ".join(f'"{field.column}"' for field in fields)
    with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in differing:
            copy.write_row(list((usual | row).values()))


def imported(path):
    """Taken by the product's own command: how many people are there more."""
    from django.core.management import call_command

    from ambassadors.models import Ambassador

    before = Ambassador.objects.count()
    with open(os.devnull, "w") as nowhere:
        call_command("import_ambassadors", path, stdout=nowhere)
    return Ambassador.objects.count() - before


if __name__ == "__main__":
    main(*sys.argv[1:])
