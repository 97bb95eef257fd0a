"""Keeps the leads of an export that are new, a thousand in a transaction; sends nothing and plans nothing."""

from collections import namedtuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.imports.rows import Rejected, shown
from ambassadors.imports.tally import KNOWN, TAKEN
from ambassadors.models import Person
from leads.imports import crm
from leads.models import Channel, Consent, Customer, Lead, Purpose
from leads.models.proven import seals_of_new
from ledger.models import Event, Happened

NUMBERS, KEPT, DISCARDED = "numbers", "kept", "discarded"
TO_CORRECT, UNREACHABLE, QUEUED = "to_correct", "unreachable", "queued"

Taken = namedtuple("Taken", "lead customer consent")


def take(rows, tally, advance, *, owner=None):
    """Keep what is new; `owner` (an Ambassador) gets the rows that name nobody."""
    intake = Intake(tally, owner)
    for batch in rows.batches():
        intake.keep(batch)
        advance(batch[-1].line)


class Intake:
    """What has to be remembered from batch to batch: which leads were met in this file."""

    def __init__(self, tally, owner=None):
        self.tally = tally
        self.owner = owner
        self._met = set()  # of hashes: a million leads fit into memory

    @transaction.atomic
    def keep(self, batch):
        found = self.tally.accepted(batch, self._checked)
        known = Lead.objects.in_bulk([facts.external_id for _row, facts in found], field_name="external_id")
        new = [(row, facts) for row, facts in found if facts.external_id not in known]
        self.tally[KNOWN] += len(found) - len(new)
        write(self._taken(new))

    def _checked(self, row):
        facts = crm.checked(row)
        if hash(facts.external_id) in self._met:
            raise Rejected(_("this Lead ID stands further up in the file already"))
        self._met.add(hash(facts.external_id))
        return facts

    def _taken(self, new):
        owners = owners_by_email(facts.owner for _row, facts in new)
        taken = []
        for row, facts in new:
            if facts.owner and facts.owner not in owners:
                self.tally.reject(
                    row.line, _("nobody here has the address “%(owner)s”") % {"owner": shown(facts.owner)}
                )
                continue
            taken.append(built(facts, owners.get(facts.owner, self.owner)))
            self._count(facts, taken[-1])
        return taken

    def _count(self, facts, taken):
        counted = {
            TAKEN: True,
            NUMBERS: facts.number,
            KEPT: taken.customer.phone,
            DISCARDED: facts.number and not taken.customer.phone,
            TO_CORRECT: taken.customer.email_state == Customer.EmailState.TO_CORRECT,
            UNREACHABLE: not (facts.number or taken.customer.email),
            QUEUED: taken.lead.owner is None,
        }
        self.tally.update({what: bool(so) for what, so in counted.items()})


def owners_by_email(addresses):
    """{address: Ambassador} with the affiliations at hand, in three queries."""
    people = Person.objects.select_related("ambassador").prefetch_related("ambassador__affiliations__unit")
    found = people.in_bulk({address for address in addresses if address}, field_name="email")
    return {address: person.ambassador for address, person in found.items() if hasattr(person, "ambassador")}


def built(facts, owner):
    """Lead, customer and consent (or None) of a row, unsaved; an alumnus' lead lies in the queue of the unit."""
    customer = Customer(**facts.customer, phone=crm.number_to_keep(facts), created_at=facts.created_at)
    lead = Lead(
        customer=customer,
        owner=None if _is_gone(owner) else owner,
        external_id=facts.external_id,
        created_at=facts.created_at,
        state=facts.state,
        state_since=timezone.now(),  # the clocks of retention start on the day of the import
        won_at=facts.created_at if facts.state == Lead.State.WON else None,
        **_place(owner),
        **facts.lead,
    )
    lead.fold()
    return Taken(lead, customer, _consent(facts, customer, owner))


def _is_gone(owner):
    return owner is not None and owner.left_at is not None


def _place(owner):
    """The last unit and the region of the owner."""
    if owner is None:
        return {}
    last = max(owner.affiliations.all(), key=lambda affiliation: affiliation.valid_from, default=None)
    return {"unit_code": last.unit.code if last else "", "region": owner.region}


def _consent(facts, customer, owner):
    said = facts.consent
    return said and Consent(
        customer=customer,
        channel=Channel.PHONE,
        purpose=Purpose.ADVERTISING,
        given_at=said.given_at,
        manner=Consent.Manner.IMPORTED,
        taken_by=owner,
        source=said.source,
    )


def write(taken):
    """Everything of a batch, in the order that the database wants."""
    consents = [each.consent for each in taken if each.consent]
    Customer.objects.bulk_create(each.customer for each in taken)
    Lead.objects.bulk_create(each.lead for each in taken)
    Consent.objects.bulk_create(consents)
    Event.record_firsts(
        Happened(each.lead, "imported", data={"customer": each.customer.pk}) for each in taken
    )
    seals = seals_of_new(consents)
    Event.record_firsts(
        Happened(consent, "given", data={**consent.told(), "seal": seals[consent.pk]}) for consent in consents
    )
