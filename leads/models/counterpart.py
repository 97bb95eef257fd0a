from django.contrib.postgres.fields import ArrayField
from django.db import models

from leads.models.customer import Customer
from leads.models.encounter import Encounter
from ledger.models import Noun, Submitted


class CounterpartQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(encounter__in=Encounter.objects.visible_to(person))

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def in_order(self):
        return self.order_by("created_at", "id")


class Counterpart(Noun, Submitted):
    """One person of an encounter and what came of it for them; without a customer it was just a good talk."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="counterparts")
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="counterparts"
    )
    outcomes = ArrayField(
        models.CharField(max_length=12, choices=Encounter.Outcome), default=list, blank=True
    )

    objects = CounterpartQuerySet.as_manager()

    def __str__(self):
        return ", ".join(self.outcome_words)

    @property
    def outcome_words(self):
        """What came of it, in words and in the order of the form."""
        return [str(outcome.label) for outcome in Encounter.Outcome if outcome in self.outcomes]
