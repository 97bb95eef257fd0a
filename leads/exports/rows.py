"""The leads of an export, a thousand at a time, each with the consent that allows a call at this moment."""

from django.http import QueryDict

from leads.models.consent import Consent
from ledger.pages import PlaceQuerySet

BATCH = 1000


def leads_of(person, query):
    """What the lead list shows this person under this query; `query` is what stands in its address."""
    from leads.lead_list import LeadList

    return LeadList(person, QueryDict(query)).found


def are_more_than(many, person, query):
    """Whether so many rows aren't enough; however many fit, no more than that are counted."""
    return leads_of(person, query)[: many + 1].count() > many


def without_words(query):
    """The same without what was searched for: that may be somebody's name or number."""
    said = QueryDict(query, mutable=True)
    said.pop("q", None)
    return said.urlencode()


def batches(person, query):
    """[[(lead, consent)]], the newest first; each batch is asked for when it is wanted, and holds what is true then."""
    place = None
    while batch := _batch(leads_of(person, query), place):
        consents = Consent.objects.allowing_calls({lead.customer_id for lead in batch})
        yield [(lead, consents.get(lead.customer_id)) for lead in batch]
        place = batch[-1].created_at, batch[-1].pk


def _batch(leads, place):
    leads = leads.select_related("customer", "owner__person").order_by("-created_at", "-id")
    rows = PlaceQuerySet.behind(leads, "created_at", *place) if place else leads
    return list(rows[:BATCH])
