"""The cast: the same people in every test, and hands that make what they need.

Ada and Bo are ambassadors in different units and lands, Cy coordinates the whole network (and is an ambassador),
Max manages, Noor audits, Hanne administers; Dee is a stranger: an ambassador who owns nothing of what a test is about.
"""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from ambassadors.models import Affiliation, Ambassador, Person, Role, Unit, UnitSpan
from ambassadors.models.role import NEED_TWO
from ledger.models import Letter

PASSWORD = "ribbon-and-trophy"
DAY = timedelta(days=1)
_numbers = count(1)


def make_unit(code, name=None, parent=None):
    unit, made = Unit.objects.get_or_create(code=code)
    if made:
        UnitSpan.objects.create(unit=unit, name=name or code, parent=parent, valid_from=date(1980, 1, 1))
    return unit


def make_person(first_name=None, last_name="Test", *, email=None, **fields):
    first_name = first_name or f"Person{next(_numbers)}"
    email = email or f"{first_name.lower()}.{last_name.lower()}@example.org"
    return Person.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name, **fields)


def make_ambassador(
    first_name=None,
    last_name="Test",
    *,
    unit="T-DE",
    city="Zwickau",
    region="DE-SN",
    state="active",
    **fields,
):
    """An ambassador with a login; `.person` signs in."""
    person = make_person(first_name, last_name, **fields)
    moments = {"joined_at": timezone.now() - 400 * DAY} if state != "invited" else {}
    if state == "alumnus":
        moments["left_at"] = timezone.now() - DAY
    ambassador = Ambassador(
        person=person,
        handle=Ambassador.free_handle(str(person)),
        city=city,
        region=region,
        state=state,
        **moments,
    )
    ambassador.fold()
    ambassador.save()
    Affiliation.objects.create(ambassador=ambassador, unit=make_unit(unit), valid_from=date(2020, 1, 1))
    return ambassador


def give_role(person, name, *, scope_kind="network", scope_value=""):
    named = {}
    if name in NEED_TWO and Person.objects.holding(name).exists():
        named = {"by": make_person(), "confirmed_by": make_person()}
    role = Role.grant(
        person,
        name,
        **{"by": None, **named},
        scope_kind=scope_kind,
        scope_value=scope_value,
        valid_from=date(2024, 1, 1),
    )
    Letter.objects.of_kind("role_granted").filter(recipient=person).delete()  # told long ago
    for cached in ("roles_now", "role_names"):
        person.__dict__.pop(cached, None)
    return role


def make_coordinator(first_name=None, *, scope_kind="network", scope_value="", **fields):
    ambassador = make_ambassador(first_name, **fields)
    give_role(ambassador.person, "coordinator", scope_kind=scope_kind, scope_value=scope_value)
    return ambassador


def make_official(first_name, role, **fields):
    """Somebody with a role who is no ambassador: a manager, an auditor, an admin."""
    person = make_person(first_name, **fields)
    give_role(person, role)
    return person


def sign_in(client, who):
    """Sign a Person or an Ambassador in; returns the client."""
    client.force_login(getattr(who, "person", who))
    return client
