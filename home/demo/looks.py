"""Who looked at contact data in the demo: Cy in the evening that the auditor asked about, and Ada before her calls."""

from django.db import transaction

from home.demo.moments import moment
from home.demo.people import ADA, CY, everybody
from leads.models import Lead
from ledger.models import Look

EVENING = [f"19:{minute:02}" for minute in range(4, 58, 6)]  # nine of them
CALLS = [(6, "17:40"), (4, "12:15"), (2, "18:05")]


@transaction.atomic
def load():
    if Look.objects.exists():
        return
    everyone = everybody()
    ada, cy = (everyone[address].person for address in (ADA, CY))
    mine = list(Lead.objects.owned_by(ada).newest_first()[: len(CALLS)])
    others = list(Lead.objects.in_queue().newest_first()[: len(EVENING) - len(mine)])
    seen = [
        (cy, lead, "look", moment(9, clock)) for lead, clock in zip([*others, *mine], EVENING, strict=False)
    ]
    seen += [(ada, lead, "call", moment(*when)) for lead, when in zip(mine, CALLS, strict=False)]
    Look.objects.bulk_create(
        Look(
            subject_type="leads.customer",
            subject_key=str(lead.customer_id),
            actor=actor,
            purpose=purpose,
            at_time=at,
        )
        for actor, lead, purpose, at in seen
    )
