"""Numbers whose last consent has run out: they go by themselves, without anybody having taken anything back."""

import time
import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from leads.models.consent import Consent
from leads.models.customer import Customer
from ledger.models import Event

SHARDS, SHARD_BITS = 256, 120


class RunOutQuerySet(models.QuerySet):
    """Words for customers with a number that nobody may call any more: `RunOutQuerySet(Customer)`."""

    def in_shard(self, shard):
        """One part of 256, by the first byte of the key."""
        first, last = shard << SHARD_BITS, ((shard + 1) << SHARD_BITS) - 1
        return self.filter(pk__gte=uuid.UUID(int=first), pk__lte=uuid.UUID(int=last))

    def with_number(self):
        return self.exclude(phone_index="")

    def nobody_may_call(self):
        return self.exclude(Exists(Consent.objects.of_customer(OuterRef("pk")).fitting("phone", "service")))

    def erase_numbers(self):
        """Returns how many."""
        idle = list(self.with_number().nobody_may_call()[:200])
        return sum(_erase(customer) for customer in idle)


def sweep(shard=None):
    """Each run looks at one part, so that a run stays short; within about an hour it was everywhere."""
    shard = int(time.time() / settings.SWEEP_SECONDS) % SHARDS if shard is None else shard
    return RunOutQuerySet(Customer).in_shard(shard).erase_numbers()


@transaction.atomic
def _erase(customer):
    now = customer.locked()
    if not now.phone or now.may_be_called("service"):
        return 0
    now.phone = ""
    now.save(update_fields=["phone", "phone_index", "phone_end"])
    Event.record(now, "number_erased")
    return 1
