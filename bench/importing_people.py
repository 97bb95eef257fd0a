"""A file of people for the bench: how it looks, the floor that takes it, and the product's command."""

import csv
import os
import uuid

from django.db import connection, transaction

from bench.copying import copy_bare
from bench.people import newcomers

COLUMNS = ("personnel_no", "first_name", "last_name", "email", "unit_code", "city", "region", "entry_date", "exit_date",
           "language")  # fmt: skip


def write(path, number, begin):
    """So many people, numbered from `begin` on."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for new in newcomers(number, begin=begin):
            named = f"P{new.number}", new.first, new.last, new.email
            writer.writerow((*named, f"T-{new.number % 17:02}", new.city, new.region, "2020-01-01", "", "de"))
    return path


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
            copy_bare(cursor, model, differing)
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


def imported(path):
    """Taken by the product's own command: how many people are there more."""
    from django.core.management import call_command

    from ambassadors.models import Ambassador

    before = Ambassador.objects.count()
    with open(os.devnull, "w") as nowhere:
        call_command("import_ambassadors", path, stdout=nowhere)
    return Ambassador.objects.count() - before
