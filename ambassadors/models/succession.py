from django.db import models
from django.db.models import F, OuterRef, Subquery

from ledger.models import Noun


class SuccessionQuerySet(models.QuerySet):
    def by(self, day):
        """What has come to pass until that day."""
        return self.filter(day__lte=day)

    def past_on(self, day):
        """To whom the past is attributed on that day: exactly one for each unit that is gone."""
        return self.by(day).filter(carries_past=True)

    def carried(self, day):
        """{code that is gone: code that carries its past on} on that day, step by step."""
        return dict(self.past_on(day).codes())

    def heir(self, day):
        """For a question about rows with a unit: the code that carries the past of that unit on, or nothing."""
        theirs = self.past_on(day).filter(unit=models.OuterRef("unit"))
        return models.Subquery(theirs.values("successor__code")[:1])

    def codes(self):
        """(code before, code after) of each."""
        return self.values_list("unit__code", "successor__code")

    def of(self, reorganisation):
        return self.filter(made_by=reorganisation)

    def around(self, unit):
        """What it went on as, and what went into it; planned or done."""
        return self.filter(models.Q(unit=unit) | models.Q(successor=unit))

    def by_day(self):
        return self.order_by("day", "id")

    def with_names(self):
        """With what the one was called until the day, and the other from it on."""
        from ambassadors.models.unit import UnitSpan

        before = UnitSpan.objects.filter(unit=OuterRef("unit"), valid_until=OuterRef("day"))
        after = UnitSpan.objects.filter(unit=OuterRef("successor")).on(OuterRef("day"))
        return self.with_units().annotate(
            name_before=Subquery(before.values("name")[:1]), name_after=Subquery(after.values("name")[:1])
        )

    def with_units(self):
        return self.select_related("unit", "successor", "made_by")


class Succession(Noun):
    """One unit goes on as another from a day on; exactly one of its successors carries its past on."""

    unit = models.ForeignKey("ambassadors.Unit", models.PROTECT, related_name="successions")
    successor = models.ForeignKey("ambassadors.Unit", models.PROTECT, related_name="inheritances")
    day = models.DateField()
    carries_past = models.BooleanField(default=True)
    made_by = models.ForeignKey("ambassadors.Reorganisation", models.PROTECT, related_name="successions")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(carries_past=True), name="one_unit_carries_the_past_on"
            ),
            models.CheckConstraint(
                name="unit_does_not_succeed_itself", condition=~models.Q(unit=F("successor"))
            ),
        ]

    def __str__(self):
        return f"{self.unit_id} → {self.successor_id}"
