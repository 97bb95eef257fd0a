"""The network that is measured: `python -m bench.seeding N` fills the product's database with N leads; prints what the paths need.

Rows are copied in as the models make them, so that new columns bring their own values along.
"""

import json
import random
import sys
from datetime import date, timedelta
from itertools import islice
from urllib.parse import quote

import django
from django.db import connection

from bench import encounters
from bench.people import AMBASSADOR, BOX, COORDINATOR, MANAGER, PASSWORD, REGIONAL, newcomers
from bench.terminal import bar
from ledger.copying import copy_in

BATCH = 5000
LEADS_PER_PERSON, STORIES_PER_PERSON = 50, 15
FEWEST = 400  # people
REGION = "DE-SN"
DAY = timedelta(days=1)


def main(rows):
    django.setup()
    from django.utils import timezone

    random.seed(1)
    units, now = _units(), timezone.now()
    viewer = _viewer(units[0])
    _officials()
    _copy_people(max(rows // LEADS_PER_PERSON, FEWEST) - 1, units, now)
    _tell_stories(viewer, now)
    encounters.meet(viewer, _owners(viewer), rows, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _count()
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
    from django.utils import timezone

    from ambassadors.models import Affiliation, Ambassador

    ambassador = Ambassador(person=_login(AMBASSADOR, "Ada", "Brandt"), handle="ada-brandt", city="Zwickau", region=REGION,
                            state="active", joined_at=timezone.now() - 400 * DAY)  # fmt: skip
    ambassador.fold()
    ambassador.save()
    Affiliation.objects.create(ambassador=ambassador, unit=unit, valid_from=date(2020, 1, 1))
    return ambassador


def _officials():
    """Who reads the other pages: a coordinator of everything, one of a land, and a manager."""
    from ambassadors.models import Role

    since = {"by": None, "valid_from": date(2024, 1, 1)}
    Role.grant(
        _login(COORDINATOR, "Cy", "Peters"), "coordinator", scope_kind="network", scope_value="", **since
    )
    Role.grant(
        _login(REGIONAL, "Rhea", "Salz"), "coordinator", scope_kind="region", scope_value=REGION, **since
    )
    Role.grant(_login(MANAGER, "Max", "Thoma"), "manager", scope_kind="network", scope_value="", **since)


def _login(address, first_name, last_name):
    from allauth.account.models import EmailAddress

    from ambassadors.models import Person

    person = Person.objects.create_user(address, PASSWORD, first_name=first_name, last_name=last_name)
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    return person


def _owners(viewer):
    """Whoever else meets people."""
    from ambassadors.models import Ambassador

    keys = Ambassador.objects.listed().values_list("pk", flat=True)
    return [key for key in keys if key != viewer.pk]


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
    """Fifteen by each: one is written down, the database makes the others after it."""
    from stories.models import Story

    told = Story(slug="story-0", kind="help", title="How the line came back on a Sunday evening", text=BOX * 8,
                 language="en", author=viewer, state="published", submitted_at=now, published_at=now, created_at=now,
                 moderated_by_id=viewer.person_id, region="DE-SN", unit_code="T-00")  # fmt: skip
    copy_in(Story, [told])
    at = "now() - random() * interval '700 days'"
    differs = {"id": "gen_random_uuid()", "slug": "'story-' || gen_random_uuid()", "author_id": "author.id",
               "kind": "(ARRAY['perception', 'help', 'sales', 'motivation'])[1 + floor(random() * 4)]",
               "published_at": at, "submitted_at": at, "created_at": at}  # fmt: skip
    authors = "ambassadors_ambassador AS author"
    columns = [field.column for field in Story._meta.local_concrete_fields if not field.generated]
    values = ", ".join(differs.get(column, f"told.{column}") for column in columns)
    with bar("stories", 1) as advance, connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Story._meta.db_table} ({', '.join(columns)}) SELECT {values} FROM "
                       f"{Story._meta.db_table} AS told, {authors}, generate_series(1, {STORIES_PER_PERSON})")  # fmt: skip
        advance()


def _count():
    """As the sweep does it every half minute."""
    from reports import counted

    counted.renew()


def _facts():
    """What the paths are made of."""
    from ambassadors.models import Affiliation, Ambassador
    from leads.models import Consent, Customer, Encounter, FollowUp, Lead
    from ledger.models import Event
    from stories.models import Story

    everybody = Ambassador.objects.listed().by_name()
    number, models = (
        everybody.count(),
        (Lead, Customer, Encounter, Consent, FollowUp, Event, Story, Affiliation),
    )
    own = Lead.objects.owned_by(Ambassador.objects.get(handle="ada-brandt").person).newest_first()
    oldest = Lead.objects.newest_first().reverse()
    return {
        "rows": {"people": number, **{model._meta.model_name: model.objects.count() for model in models}},
        "middle": str(everybody[number // 2].pk),
        "last": str(everybody.reverse()[min(50, number - 1)].pk),
        "handle": "ada-brandt",
        "lead": str(own.won()[0].pk),
        "own_last": _after(own.reverse()[min(50, own.count() - 1)]),
        "leads_middle": _after(Lead.objects.newest_first()[Lead.objects.count() // 2]),
        "leads_last": _after(oldest[50]),
    }


def _after(lead):
    """The mark of the page behind this lead, as the pager writes it."""
    return quote(f"{lead.created_at.isoformat()}_{lead.pk}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
