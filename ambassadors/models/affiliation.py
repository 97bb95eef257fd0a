from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from ambassadors.models.dated import Dated, DatedQuerySet
from ambassadors.models.succession import Succession
from ambassadors.models.unit import Unit
from ledger.again import again
from ledger.models import Noun

DAY = timedelta(days=1)


@again
def affiliations_of(ambassador, day: models.DateField):
    """The one of that day with its unit, as a list; empty on a day without."""
    return Affiliation.objects.of_one(ambassador).on(day).select_related("unit").order_by("pk")


class AffiliationQuerySet(DatedQuerySet):
    def of_units(self, units):
        return self.filter(unit__in=units)

    def of_codes(self, codes):
        return self.filter(unit__code__in=codes)

    def of_one(self, ambassador):
        return self.filter(ambassador=ambassador)

    def of_people(self, ambassadors):
        return self.filter(ambassador__in=ambassadors)

    def with_people(self):
        return self.select_related("ambassador__person", "unit")

    def in_time(self, day):
        """Those of that day and those to come, the first of each person first."""
        return self.lasting(day).order_by("valid_from")

    def by_name(self):
        return self.order_by("ambassador__folded", "pk")

    def stranded(self):
        """Those that last beyond the day on which their unit went on as another."""
        gone = Succession.objects.filter(unit=OuterRef("unit"))
        beyond = Q(day__lt=OuterRef("valid_until"))
        return self.filter(
            Q(Exists(gone), valid_until=None) | Q(Exists(gone.filter(beyond)), valid_until__isnull=False)
        )

    def left_over(self, day):
        """What a reorganisation after that day planned for somebody who will not be in the old unit by then."""
        before = Affiliation.objects.filter(
            ambassador=OuterRef("ambassador"),
            ended_by=OuterRef("made_by"),
            valid_until=OuterRef("valid_from"),
        )
        return self.filter(~Exists(before), valid_from__gt=day, made_by__isnull=False)

    def turn_for(self, reorganisation, unit):
        """Those that begin after its day begin in the other unit at once."""
        return self.update(unit=unit, unit_before=F("unit"), ended_by=reorganisation)

    def turn_back_for(self, reorganisation):
        turned = self.ended_by(reorganisation).beginning_from(reorganisation.takes_effect_on)
        return turned.filter(unit_before__isnull=False).update(
            unit=F("unit_before"), unit_before=None, ended_by=None
        )


class Affiliation(Noun, Dated):
    """Somebody belongs to a unit from one day until another, never to two at once."""

    ambassador = models.ForeignKey("ambassadors.Ambassador", models.CASCADE, related_name="affiliations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="affiliations")
    unit_before = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.ambassador}, {self.unit}"

    @classmethod
    @transaction.atomic
    def change(cls, pairs, *, day):
        """From that day on each of these (ambassador, unit) belongs there: what runs ends, what was planned is dropped.

        The one door for whoever moves people (an import, a form); a planned reorganisation takes them along.
        """
        pairs = list(pairs)
        theirs = cls.objects.of_people([ambassador.pk for ambassador, _unit in pairs])
        theirs.beginning_from(day).delete()
        theirs.lasting(day).update(valid_until=day, until_before=None, ended_by=None)
        cls.objects.bulk_create(
            [cls(ambassador=ambassador, unit=unit, valid_from=day) for ambassador, unit in pairs],
            batch_size=2000,
        )

    @classmethod
    @transaction.atomic
    def end(cls, days):
        """{ambassador id: day}: from that day on each belongs nowhere; what was planned for later is dropped."""
        rows = [row for row in cls._lasting(days) if row.lasts_beyond(days[row.ambassador_id])]
        ending = [row for row in rows if row.valid_from < days[row.ambassador_id]]
        for row in ending:
            row.valid_until, row.until_before, row.ended_by = days[row.ambassador_id], None, None
        cls.objects.numbered([row.pk for row in set(rows) - set(ending)]).delete()
        cls.objects.bulk_update(ending, ["valid_until", "until_before", "ended_by"], batch_size=2000)

    @classmethod
    @transaction.atomic
    def reopen(cls, days):
        """{ambassador id: day}: what ends on that day goes on, as far as nothing else begins then."""
        next_days, rows = {}, cls._lasting(days)
        for row in reversed(rows):
            day = days[row.ambassador_id]
            row.until_before = None if row.until_before == day else row.until_before
            if row.valid_until == day:
                row.valid_until = next_days.get(row.ambassador_id)
            next_days[row.ambassador_id] = row.valid_from
        cls.objects.bulk_update(rows, ["valid_until", "until_before"], batch_size=2000)

    @classmethod
    def _lasting(cls, days):
        """What these people belong to on the day before theirs or later, the earliest first."""
        return list(cls.objects.of_people(days).lasting(min(days.values()) - DAY).order_by("valid_from"))

    def lasts_beyond(self, day):
        return self.valid_until is None or self.valid_until > day
