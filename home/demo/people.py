"""The people of the demo: an imported company, forty active ambassadors with portraits, and six who can sign in."""

from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.imports import people, units
from ambassadors.imports.rows import Rows
from ambassadors.imports.tally import Tally
from ambassadors.models import Affiliation, Ambassador, Person, Role, Unit
from ambassadors.profile import topics_of
from home.demo import pictures
from home.demo.content import DATA, portrait, said, table
from ledger.models import Event

ADA, BO, CY = "ambassador@example.org", "ambassador2@example.org", "coordinator@example.org"
SECOND_COORDINATOR = "natalja.salz248@example.org"  # who reads Cy's own stories
FOUNDED, SECOND_CAME = timedelta(days=1600), timedelta(days=210)

# address: first name, last name, town, land, unit, role
CAST = {
    ADA: ("Ada", "Brandt", "Zwickau", "DE-SN", "T-DE-S-HOT", None),
    BO: ("Bo", "Lindqvist", "Berlin", "DE-BE", "T-MOB-N", None),
    CY: ("Cy", "Peters", "Bonn", "DE-NW", "T-COM", "coordinator"),
    "manager@example.org": ("Max", "Thoma", "", "", None, "manager"),
    "auditor@example.org": ("Noor", "Haddad", "", "", None, "auditor"),
    "admin@example.org": ("Hanne", "Voss", "", "", None, "admin"),
}


def load():
    if Person.objects.with_email(ADA).exists():
        return
    units.take(Rows(DATA / "units.csv"), Tally(), _quietly)
    people.take(Rows(DATA / "ambassadors_hr_export.csv"), Tally(), _quietly, at=timezone.now() - FOUNDED)
    active = table("active.csv")
    _take_portraits(active)
    with transaction.atomic():
        for row in active:
            _join(_ambassador(row["email"]), row)
        _bring_the_cast(table("cast.csv"))
        Role.grant(
            _ambassador(SECOND_COORDINATOR).person,
            Role.Name.COORDINATOR,
            by=None,
            valid_from=timezone.localdate() - SECOND_CAME,
        )


def settle_password():
    """Give the cast the password of this start: on a phone's network it isn't the one everybody knows."""
    cast = [person for address in CAST for person in Person.objects.with_email(address)]
    if cast and not cast[0].check_password(settings.DEMO_PASSWORD):
        password = make_password(settings.DEMO_PASSWORD)
        for person in cast:
            person.password = password
            person.save(update_fields=["password"])


def everybody():
    """{address: Ambassador} of everybody who is in the network now, with the person at hand."""
    active = Ambassador.objects.active().with_people()
    return {ambassador.person.email: ambassador for ambassador in active}


def openers():
    """{address: what starts the conversations of this ambassador}"""
    return {row["email"]: row["opener"] for row in [*table("active.csv"), *table("cast.csv")]}


def _quietly(_line):
    pass


def _ambassador(address):
    return Ambassador.objects.with_email(address).with_people().get()


def _join(ambassador, row):
    joined = timezone.make_aware(datetime.combine(datetime.fromisoformat(row["joined_at"]), time(9)))
    ambassador.state = Ambassador.State.ACTIVE
    ambassador.joined_at = ambassador.created_at = min(joined, timezone.now())
    ambassador.about = said(row, "about")
    ambassador.topics, ambassador.languages = topics_of(said(row, "topics")), row["languages"].split()
    ambassador.portrait = _portrait(row, ambassador.person)
    ambassador.fold()
    ambassador.save()
    Event.record(ambassador, "joined", by=ambassador.person, at=ambassador.joined_at)


def _take_portraits(rows):
    """Before the transaction: developing takes seconds, and each picture is kept as soon as it is there."""
    pictures.take(_print(row, _ambassador(row["email"]).person) for row in rows)


def _portrait(row, person):
    return pictures.take([_print(row, person)])[row["portrait"]]


def _print(row, person):
    alt = _("Portrait of %(name)s, drawn") % {"name": person}
    return pictures.Print(row["portrait"], portrait(row["portrait"]), alt, person, timezone.now())


def _bring_the_cast(rows):
    password = make_password(settings.DEMO_PASSWORD)  # made once: it is slow on purpose
    for row in rows:
        first, last, city, region, unit, role = CAST[row["email"]]
        person = Person.objects.create(
            email=row["email"], first_name=first, last_name=last, password=password
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if unit:
            _join(_newcomer(person, city, region, unit), row)
        if role:
            Role.grant(person, role, by=None, valid_from=timezone.localdate() - FOUNDED)


def _newcomer(person, city, region, unit):
    handle = Ambassador.free_handle(str(person))
    ambassador = Ambassador.objects.create(person=person, handle=handle, city=city, region=region)
    since = timezone.localdate() - FOUNDED
    Affiliation.objects.create(
        ambassador=ambassador, unit=Unit.objects.with_code(unit).get(), valid_from=since
    )
    return ambassador
