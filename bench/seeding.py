"""The network that is measured: `python -m bench.seeding N` fills the product's database; prints what the paths need.

Rows are copied in as the models make them, so that new columns bring their own values along.
"""

import json
import random
import sys
import uuid
from datetime import date, timedelta
from itertools import islice

import django
from django.db import connection

from bench.people import BOX, PASSWORD, VIEWER, newcomers
from bench.terminal import bar

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
    _copy_stories(viewer, now)
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


def _copy_stories(viewer, now):
    from ambassadors.models import Ambassador
    from stories.models import Story

    authors = [viewer.pk, *Ambassador.objects.besides(viewer).values_list("pk", flat=True)[: AUTHORS - 1]]
    kinds = list(Story.Kind.values)
    with bar("stories", len(authors) * STORIES_PER_PERSON) as advance:
        for place in range(0, len(authors), BATCH // STORIES_PER_PERSON):
            some = authors[place : place + BATCH // STORIES_PER_PERSON]
            stories = [_story(author, random.choice(kinds), now - timedelta(minutes=random.randrange(10**6)), viewer)
                       for author in some for _nth in range(STORIES_PER_PERSON)]  # fmt: skip
            copy_in(Story, stories)
            advance(len(stories))


def _story(author, kind, at, viewer):
    from stories.models import Story

    return Story(slug=f"story-{uuid.uuid4().hex}", kind=kind, title="How the line came back on a Sunday evening",
                 text=BOX * 8, language="en", author_id=author, state="published", submitted_at=at, published_at=at,
                 created_at=at, moderated_by_id=viewer.person_id, region="DE-SN", unit_code="T-00")  # fmt: skip


def copy_in(model, rows):
    """COPY these instances as they are; columns that the database works out itself are left to it."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([getattr(row, field.attname) for field in fields])


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
