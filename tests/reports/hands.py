"""Hands that fill a network with people and with what they did, month by month."""

from datetime import date, timedelta

from django.utils import timezone

from ambassadors.models import Affiliation, Ambassador, Person
from leads.models import Case, Customer, Encounter, FollowUp, Lead
from reports.months import RUNNING, Months
from stories.models import Story
from tests.cast import DAY, make_unit

LONG_AGO = -1
SOON = timedelta(hours=10)


def in_month(place, *, months=None):
    """A moment in that month, in its first half day; for the running month it is over already."""
    moment = (months or Months()).begins(place) + SOON
    return min(moment, timezone.now() - timedelta(minutes=1))


def settle(land, many, *, since=-1, until=None):
    """So many active ambassadors in a land, there since before month `since`, gone in month `until`."""
    months = Months()
    joined = months.begins(0) - 30 * DAY if since < 0 else months.begins(since)
    left = None if until is None else in_month(until, months=months)
    return [_settler(land, joined, left) for _ in range(many)]


def _settler(land, joined, left):
    number = Person.objects.count()
    person = Person.objects.create(email=f"p{number}@example.org", first_name=f"P{number}", last_name=land)
    state = "alumnus" if left else "active"
    facts = {"joined_at": joined, "left_at": left, "state": state}
    return Ambassador.objects.create(person=person, handle=f"p{number}", region=land, **facts)


def meet(ambassador, place=RUNNING - 1, *, many=1, land=None):
    """Encounters of this ambassador in that month."""
    region = land or ambassador.region
    moment = in_month(0) - 90 * DAY if place == LONG_AGO else in_month(place)
    rows = [Encounter(ambassador=ambassador, region=region, happened_at=moment) for _ in range(many)]
    return Encounter.objects.bulk_create(rows)


def customer():
    return Customer.objects.create(nickname="Frau M.")


def lead(ambassador, place=RUNNING - 1, *, state="new", met=False):
    """A lead that began in that month; `met`: an encounter of long ago led to it."""
    won_at = in_month(place) if state == "won" else None
    facts = {"state": state, "won_at": won_at, "created_at": in_month(place), "region": ambassador.region}
    if met:
        (facts["encounter"],) = meet(ambassador, LONG_AGO)
    return Lead.objects.create(customer=customer(), owner=ambassador, **facts)


def solve(ambassador, place=RUNNING - 1, *, hours=1):
    """A case that took so long and was solved in that month."""
    solved = in_month(place)
    facts = {"solved_at": solved, "opened_at": solved - timedelta(hours=hours), "state": "solved"}
    return Case.objects.create(
        customer=customer(), owner=ambassador, title="No line", region=ambassador.region, **facts
    )


def call(ambassador, place=RUNNING - 2, *, days_late=0):
    """A promised call of that month, answered so many days after it was due; None: never answered."""
    due = in_month(place)
    answered = None if days_late is None else due + timedelta(days=days_late)
    facts = {"due_at": due, "answered_at": answered, "answer": "all_ok" if answered else ""}
    if answered:
        facts["answered_by"] = ambassador.person
    of = lead(ambassador, place)
    return FollowUp.objects.create(
        lead=of, customer=of.customer, owner=ambassador, rule="by_hand", purpose="service", tz="Europe/Berlin",
        wall_date=due.date(), region=ambassador.region, **facts
    )  # fmt: skip


def publish(ambassador, place=RUNNING, *, kind="help", by=None):
    moment = in_month(place)
    facts = {"published_at": moment, "submitted_at": moment, "state": "published"}
    return Story.objects.create(
        slug=f"s{Story.objects.count()}", kind=kind, title="A title", text="A text", language="en",
        author=ambassador, moderated_by=by or ambassador.person, region=ambassador.region, **facts
    )  # fmt: skip


def settle_in(unit, many, *, since=None, land="DE-SN"):
    """So many active ambassadors who belong to that unit since ever."""
    people = settle(land, many)
    unit = make_unit(unit) if isinstance(unit, str) else unit
    since = since or date(2020, 1, 1)
    Affiliation.objects.bulk_create(
        Affiliation(ambassador=person, unit=unit, valid_from=since) for person in people
    )
    return people


def meet_in(ambassador, place, *, many=1):
    """Encounters of that month, stamped with the unit of their day."""
    unit = ambassador.unit_on(in_month(place).date())
    rows = meet(ambassador, place, many=many)
    Encounter.objects.filter(pk__in=[row.pk for row in rows]).update(unit_code=unit.code if unit else "")
    return rows
