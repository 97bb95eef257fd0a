"""Hands that make what the leads' tests need."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from leads.calendar import Wall, wall_at
from leads.models import Case, Consent, Customer, Duplicate, Encounter, FollowUp, Gathering, Lead, Notice

DAY = timedelta(days=1)
NUMBER = "+4930230125999"


def ambassador_of(who):
    return getattr(who, "ambassador", who)


def make_customer(nickname="Frau M.", *, told=True, **fields):
    """Somebody who was told what happens to their data, unless `told` is False."""
    customer = Customer.objects.create(nickname=nickname, **{"city": "Zwickau", **fields})
    if told:
        tell(customer)
    return customer


def tell(customer):
    """Hand the notice over, once."""
    if not customer.notices.exists():
        Notice.hand_over(customer, by=None)


def make_encounter(ada, **fields):
    return Encounter.log(ambassador_of(ada), by=ambassador_of(ada).person, **fields)


def make_gathering(*, by, days=0, lasts=0, **fields):
    """A fair that begins in so many days and lasts so many more; today, if nothing else is said."""
    opens_on = timezone.localdate() + timedelta(days=days)
    facts = {"name": "Autumn fair", "place": "Zwickau", "occasion": "fair", **fields}
    return Gathering.prepare(by=by, opens_on=opens_on, closes_on=opens_on + timedelta(days=lasts), **facts)


def make_lead(owner, *, customer=None, phone="", consent=None, **fields):
    """A lead of this ambassador (None: of the queue); `consent="advertising"` lets somebody call."""
    customer = customer or make_customer()
    by = ambassador_of(owner).person if owner else None
    if consent:
        make_consent(customer, by=by, purpose=consent)
    if phone:
        tell(customer)
        customer.keep_contact(by=by, phone=phone)
    return Lead.open_for(customer, owner=owner and ambassador_of(owner), by=by, **fields)


def make_consent(customer, *, by, given_at=None, **fields):
    return Consent.take(customer, by=by, given_at=given_at or timezone.now() - DAY, **fields)


def make_duplicate(owner, customer=None, other=None, reasons=("name",)):
    """Two customers of this ambassador who may be one."""
    pair = [customer or make_lead(owner).customer, other or make_lead(owner).customer]
    first, second = sorted(pair, key=lambda one: one.pk)
    return Duplicate.objects.create(first=first, second=second, reasons=list(reasons))


def make_case(owner, *, customer=None, **fields):
    fields = {"title": "No line for four days", **fields}
    return Case.open_for(
        customer or make_customer(), owner=ambassador_of(owner), by=ambassador_of(owner).person, **fields
    )


def make_follow_up(lead, *, due_in=-DAY, purpose="service", rule="by_hand", **fields):
    """A follow-up of a lead or a case, due so long from now."""
    where = {"case": lead} if isinstance(lead, Case) else {"lead": lead}
    wall = wall_at(timezone.now() + due_in, lead.owner.person.time_zone)
    words = FollowUp.objects.of_case(lead) if "case" in where else FollowUp.objects.of_lead(lead)
    fields.setdefault("occurrence", words.next_occurrence())
    return FollowUp.plan(**where, by=None, wall=wall, purpose=purpose, rule=rule, **fields)


def in_days(days, hour=17):
    """A wall time in Berlin, so many days from today."""
    return Wall(timezone.localdate() + timedelta(days=days), time(hour), "Europe/Berlin")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)
