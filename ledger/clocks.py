"""When what stands in this room ends."""

from django.db.models import F

from ledger import retention
from ledger.models import Job, Letter, Look
from ledger.retention import Later


def register():
    retention.register(Letter, ends=Later(F("created_at"), "letter"), quiet=True)
    retention.register(
        Job, ends=Later(F("ended_at"), "job"), quiet=True
    )  # one that hasn't ended has no end yet
    retention.register(Look, ends=F("delete_after"), quiet=True)
