"""One file taken in: `python -m bench.importing copy|product FILE` prints how long it took and how much memory it held.

The floor reads the same file, checks every row with the product's own checks and copies what passed into a bare table.
"""

import json
import os
import resource
import sys
import time

import django
from django.db import connection

TABLE = """CREATE TABLE IF NOT EXISTS bench_copied (number text, email text, first_name text, last_name text, unit uuid,
    city text, region text, entry date, exit date, language text)"""


def main(how, path):
    django.setup()
    began = time.perf_counter()
    rows = {"copy": copied, "product": imported}[how](path)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(seconds, 2), "rows": rows, "peak_mb": peak}))


def copied(path):
    """Checked and copied in one transaction: how many rows."""
    from ambassadors.imports.people import checked
    from ambassadors.imports.rows import Rows
    from ambassadors.models import Unit

    units, number = Unit.objects.in_bulk(field_name="code"), 0
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy("COPY bench_copied FROM STDIN") as copy:
            for row in Rows(path):
                facts = checked(row, units)
                copy.write_row(
                    [facts.unit.pk if name == "unit" else getattr(facts, name) for name in facts._fields]
                )
                number += 1
    return number


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
