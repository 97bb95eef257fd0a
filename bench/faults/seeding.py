"""Run as a program: `seeding.py NAME LETTERS SECONDS` writes one letter to each of so many people, due spread over so many seconds."""

import json
import sys
from datetime import timedelta

import django

BATCH = 2000
AHEAD = 3  # seconds until the first is due, so that none is late before it is committed


def main(name, letters, seconds):
    from django.utils import timezone

    from ambassadors.models import Person
    from ledger.models import Letter

    people = [
        Person(email=f"{name}{n}@example.org", first_name=f"N{n}", password="!") for n in range(letters)
    ]
    for person in people:
        person.set_unusable_password()
    Person.objects.bulk_create(people, batch_size=BATCH)
    tomorrow = timezone.now() + timedelta(days=1)
    rows = [
        Letter.draft("bench_fault", recipient=person, dedup_key=f"{name}-{n}", due_at=tomorrow)
        for n, person in enumerate(people)
    ]
    Letter.objects.bulk_create(rows, batch_size=BATCH)
    print(json.dumps({"first": _spread(name, letters, seconds)}))


def _spread(name, letters, seconds):
    """In one statement when everything is written, so that no letter is late because of the seeding; says when the first is due."""
    import time

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        first = time.time() + AHEAD + letters / 10_000
        cursor.execute(
            "UPDATE ledger_letter SET due_at = to_timestamp(%s + split_part(dedup_key, '-', 2)::int * %s::float8) "
            "WHERE dedup_key LIKE %s",
            [first, seconds / letters, f"{name}-%"],
        )
    return first


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
