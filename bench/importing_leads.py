"""A file of leads for the bench: how it looks, the floor that takes it, and the product's command."""

import csv
import os
import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from bench.copying import copy_bare
from bench.people import newcomers

COLUMNS = ("Lead ID", "First Name", "Last Name", "Company", "Email", "Phone", "Lead Source", "Status", "Current Provider", "Street",
           "Zip/Postal Code", "City", "Created Date", "Lead Owner Email", "Phone Consent", "Phone Consent Date",
           "Phone Consent Source", "Description")  # fmt: skip
OWNERS = 397  # of the seeded people
STATES = ("Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted")
NOTE = "Stood beside me on the platform and asked about the pin. Wants fibre, has a contract until spring."


def write(path, number, begin):
    """So many leads, numbered from `begin` on: every second has a number, every fourth a consent to call it, as in the sample."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_row(new) for new in newcomers(number, begin=begin))
    return path


def _row(new):
    place = new.number
    firm = f"{new.last} GmbH" if place % 10 == 0 else ""
    phone = f"+49 1512 {place % 10_000_000:07}" if place % 2 == 0 else ""
    day = datetime.now(UTC).date() - timedelta(days=place % 700 + 1)
    consent = ("yes", day, "spoken at CeBIT") if place % 4 == 0 else ("", "", "")
    return (f"B{place}", new.first, new.last, firm, new.email, phone, "CeBIT", STATES[place % 4], "O2" if place % 3 else "",
            f"Am Ring {place % 90 + 1}", f"{place % 90_000 + 9_000:05}", new.city, f"{day}T05:30:39Z", f"n{place % OWNERS}@example.org",
            *consent, NOTE)  # fmt: skip


def copied(path):
    """The floor: every row through the product's checks, then the rows of each lead in bare COPYs, all at once."""
    from ambassadors.imports import kinds
    from ambassadors.imports.reading import sheet_of
    from leads.imports.facts import checked
    from leads.imports.intake import owners_by_email

    found = [checked(row) for row in sheet_of(path, kinds.kind("leads"))]
    owners = {address: owner.pk for address, owner in owners_by_email(said.owner for said in found).items()}
    with transaction.atomic(), connection.cursor() as cursor:
        for model, differing in _bare(found, owners).items():
            copy_bare(cursor, model, differing)
    return len(found)


def _bare(found, owners):
    """{model: [{column: value}]}: what differs from lead to lead, with nothing looked up, compared, searched or chained."""
    from leads.models import Consent, Customer, Lead
    from ledger.models import Event

    told = [(said, uuid.uuid4(), uuid.uuid4(), uuid.uuid4()) for said in found]
    agreed = [(said.consent, customer, consent) for said, customer, _lead, consent in told if said.consent]
    return {
        Customer: [_customer(said, customer) for said, customer, _lead, _consent in told],
        Lead: [_lead(said, customer, lead, owners) for said, customer, lead, _consent in told],
        Consent: [dict(id=key, customer_id=customer, channel="phone", purpose="advertising", manner="imported",
                       given_at=said.given_at, source=said.source) for said, customer, key in agreed],
        Event: [*(_event("imported", "leads.lead", lead) for _said, _customer, lead, _consent in told),
                *(_event("given", "leads.consent", key) for _said, _customer, key in agreed)],
    }  # fmt: skip


def _customer(said, key):
    from leads.imports.facts import number_to_keep

    return {"id": key, **said.customer, "phone": number_to_keep(said), "created_at": said.created_at}


def _lead(said, customer, key, owners):
    names = said.customer["first_name"], said.customer["last_name"], said.customer["city"], said.lead["note"]
    return {"id": key, "customer_id": customer, "owner_id": owners[said.owner], "external_id": said.known_as[0],
            "created_at": said.created_at, "state": said.state, "folded": " ".join(names).lower(), "marks": [],
            "won_at": said.created_at if said.state == "won" else None, **said.lead}  # fmt: skip


def _event(verb, label, key):
    return {"verb": verb, "subject_type": label, "subject_key": str(key), "digest": "0" * 64}


def imported(path):
    """Taken by the product's own command: how many leads are there more."""
    from django.core.management import call_command

    from leads.models import Lead

    before = Lead.objects.count()
    with open(os.devnull, "w") as nowhere:
        call_command("import_leads", path, stdout=nowhere)
    return Lead.objects.count() - before
