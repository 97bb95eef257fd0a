"""What an ambassador brings home from an encounter, in one go: who it was, what they allowed, what comes of it."""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from leads.models import Case, Consent, Customer, Encounter, Lead
from ledger.models import Event
from ledger.refusal import Refusal

TITLE = 100


class Met(NamedTuple):
    """Somebody met, and what of their contact data was not kept."""

    customer: Customer
    discarded: list


@transaction.atomic
def log(ambassador, *, by, client_id, encounter, person):
    """Keep an encounter and, if it tells of somebody, the person; sent twice it is kept once.

    Returns (encounter, Met or None).
    """
    kept = Encounter.log(ambassador, by=by, client_id=client_id, **encounter)
    return kept, meet(kept, by=by, client_id=client_id, **person) if _tells_of_somebody(
        kept, person
    ) else None


@transaction.atomic
def meet(encounter, *, by, client_id, consent="", phone="", email="", interest="", former_provider="", **who):
    """Keep one person of an encounter: the customer, a consent, and a lead or a case as the outcomes say."""
    encounter.locked()  # of two who send the same form at once, the second finds what the first kept
    first = Customer.objects.sent_as(client_id).first()
    if first:
        return _the_same(first, by)
    customer = Customer.objects.create(client_id=client_id, **who)
    Event.record(customer, "met", by=by, encounter=encounter.pk)
    if consent:
        Consent.take(customer, by=by, purpose=consent, given_at=encounter.happened_at, place=encounter.place)
    discarded = customer.keep_contact(by=by, phone=phone, email=email) if phone or email else []
    _open_what_follows(
        encounter, customer, by, interest=interest or "unknown", former_provider=former_provider
    )
    return Met(customer, discarded)


def _tells_of_somebody(encounter, person):
    return bool({"offer", "helped"} & set(encounter.outcomes) or any(person.values()))


def _the_same(customer, by):
    if not Customer.objects.visible_to(by).only_this(customer).exists():
        raise Refusal(_("This form was sent by somebody else. Open a new one."))
    return Met(customer, [])


def _open_what_follows(encounter, customer, by, **facts):
    """Help becomes a case; everything else about a person is a lead."""
    owner, helped = encounter.ambassador, "helped" in encounter.outcomes
    if helped:
        title = (encounter.sentence.strip().splitlines() or [_("Help")])[0]
        title = title if len(title) <= TITLE else f"{title[:TITLE].rsplit(' ', 1)[0]} …"
        Case.open_for(customer, owner=owner, by=by, encounter=encounter, title=title)
    if not helped or "offer" in encounter.outcomes:
        Lead.open_for(customer, owner=owner, by=by, encounter=encounter, source="encounter", **facts)
