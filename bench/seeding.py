"""The network that is measured: `python -m bench.seeding N` fills the product's database; prints what the paths need.

Rows are copied in as the models make them, so that new columns bring their own values along.
"""

import json
import random
import sys
from datetime import date, timedelta
from itertools import islice

import django
from django.db import connection

from bench.people import BOX, PASSWORD, VIEWER, newcomers
from bench.terminal import bar
from ledger.copying import copy_in

BATCH = 5000
STORIES_PER_PERSON, AUTHORS = 15, 20_000
DAY = timedelta(days=1)


def main(number):
    django.setup()
    from django.utils import timezone

    random.seed(1)
    units = _units()
    viewer = _viewer(units[0])
    now = timezone.now()
    _copy_people(number - 1, units, now)
    _tell_stories(viewer, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps(_facts()))


def _units():
    from ambassadors.models import Unit, UnitSpan

    root = Unit.objects.create(code="T")
    units = [root, *Unit.objects.bulk_create(Unit(code=f"T-{place:02}") for place in range(17))]
    for place, unit in enumerate(units):
        parent = root if place else None
        UnitSpan.objects.create(
            unit=unit, name=f"Unit {unit.code}", parent=parent, valid_from=date(2000, 1, 1)
        )
    return units


def _viewer(unit):
    """Who reads the pages: an ordinary ambassador with a password."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from ambassadors.models import Affiliation, Ambassador, Person

    person = Person.objects.create_user(VIEWER, PASSWORD, first_name="Ada", last_name="Brandt")
    EmailAddress.objects.create(user=person, email=VIEWER, verified=True, primary=True)
    ambassador = Ambassador(person=person, handle="ada-brandt", city="Zwickau", region="DE-SN", state="active",
                            joined_at=timezone.now() - 400 * DAY)  # fmt: skip
    ambassador.fold()
    ambassador.save()
    Affiliation.objects.create(ambassador=ambassador, unit=unit, valid_from=date(2020, 1, 1))
    return ambassador


def _copy_people(number, units, now):
    from ambassadors.models import Affiliation, Ambassador, Person

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM ambassadors_person")
        following = cursor.fetchone()[0] + 1
    rows = newcomers(number)
    with bar("people", number) as advance:
        while batch := list(islice(rows, BATCH)):
            people = [Person(pk=following + place, email=new.email, first_name=new.first, last_name=new.last,
                             password="!nobody") for place, new in enumerate(batch)]  # fmt: skip
            ambassadors = [_ambassador(*pair, now) for pair in zip(people, batch, strict=True)]
            belongings = [Affiliation(ambassador=each, unit=random.choice(units), valid_from=date(2020, 1, 1))
                          for each in ambassadors]  # fmt: skip
            for model, made in ((Person, people), (Ambassador, ambassadors), (Affiliation, belongings)):
                copy_in(model, made)
            following += len(batch)
            advance(len(batch))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('ambassadors_person', 'id'), %s)", [following])


def _ambassador(person, new, now):
    from ambassadors.models import Ambassador

    ambassador = Ambassador(person=person, handle=new.handle, city=new.city, region=new.region, about=new.about,
                            state="active", joined_at=now - 30 * DAY)  # fmt: skip
    ambassador.fold()
    return ambassador


def _tell_stories(viewer, now):
    """Fifteen by each of the first twenty thousand: one is written down, the database makes the others after it."""
    from stories.models import Story

    told = Story(slug="story-0", kind="help", title="How the line came back on a Sunday evening", text=BOX * 8,
                 language="en", author=viewer, state="published", submitted_at=now, published_at=now, created_at=now,
                 moderated_by_id=viewer.person_id, region="DE-SN", unit_code="T-00")  # fmt: skip
    copy_in(Story, [told])
    at = "now() - random() * interval '700 days'"
    differs = {"id": "gen_random_uuid()", "slug": "'story-' || gen_random_uuid()", "author_id": "author.id",
               "kind": "(ARRAY['perception', 'help', 'sales', 'motivation'])[1 + floor(random() * 4)]",
               "published_at": at, "submitted_at": at, "created_at": at}  # fmt: skip
    authors = f"(SELECT id FROM ambassadors_ambassador ORDER BY folded LIMIT {AUTHORS}) AS author"
    columns = [field.column for field in Story._meta.local_concrete_fields if not field.generated]
    values = ", ".join(differs.get(column, f"told.{column}") for column in columns)
    with bar("stories", 1) as advance, connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Story._meta.db_table} ({', '.join(columns)}) SELECT {values} FROM "
                       f"{Story._meta.db_table} AS told, {authors}, generate_series(1, {STORIES_PER_PERSON})")  # fmt: skip
        advance()


def _facts():
    """What the paths are made of."""
    from ambassadors.models import Affiliation, Ambassador
    from stories.models import Story

    everybody = Ambassador.objects.listed().by_name()
    number = everybody.count()
    return {
        "people": number,
        "stories": Story.objects.count(),
        "affiliations": Affiliation.objects.count(),
        "middle": str(everybody[number // 2].pk),
        "last": str(everybody.reverse()[min(50, number - 1)].pk),
        "handle": "ada-brandt",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
