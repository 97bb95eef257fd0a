from django.db import models, transaction
from django.utils import timezone

from leads.models.suppression import Suppression
from ledger.models import Event, Noun


class ErasureWishQuerySet(models.QuerySet):
    def only_this(self, wish):
        return self.filter(pk=wish.pk)

    def of_customer(self, key):
        return self.filter(customer_key=key)

    def open(self):
        return self.filter(done_at=None)


class ErasureWish(Noun):
    """A customer asked that everything about them is erased, on their own page or through somebody; kept with the day it was done."""

    customer_key = models.UUIDField(editable=False)
    done_at = models.DateTimeField(null=True)

    objects = ErasureWishQuerySet.as_manager()

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def fulfil(cls, customer, *, by=None):
        """Erase, all at once or not at all; number and address are remembered by keyed hashes, the proofs by the vault."""
        customer = customer.locked()
        wish = cls.objects.create(customer_key=customer.pk)
        Event.record(wish, "wished", by=by, customer=customer.pk)
        for one in customer.selves:
            for kind in Suppression.Kind.values:
                Suppression.put_on(kind, getattr(one, kind), why=Suppression.Why.ERASED)
        customer.erase(by=by)
        cls.objects.only_this(wish).update(done_at=timezone.now())
        Event.record(wish, "fulfilled", by=by)
