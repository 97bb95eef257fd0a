from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from ambassadors.models import UnitSpan


class PlacedQuerySet(models.QuerySet):
    """Words for what an ambassador looks after, and what a coordinator sees of it by unit and region."""

    own = "owner"

    def owned_by(self, person):
        return self.filter(self._owned_by(person))

    def visible_to(self, person):
        """Their own, and what lies in the scope of a coordinator; nobody else sees a customer."""
        if person.coordinates_everything:
            return self.all()  # no condition: with one, a million rows are sorted for fifty
        return self.filter(self._owned_by(person) | person.reach("unit_code", "region"))

    def with_door(self, person):
        """With whether this person may open its page, as `may_open`: what was handed on stays named where it began."""
        return self.annotate(may_open=any_of(self.model.objects.visible_to(person).filter(pk=OuterRef("pk"))))

    def of_people(self, ambassadors):
        return self.filter(**{f"{self.own}__in": ambassadors})

    def stamped(self, codes):
        """What was made while its ambassador was in one of these units."""
        return self.filter(unit_code__in=codes)

    def with_unit_names(self, moment):
        """With what the unit each was stamped with was called at that moment."""
        then = UnitSpan.objects.filter(unit__code=OuterRef("unit_code")).on(OuterRef("its_day"))
        days = self.annotate(its_day=TruncDate(moment))
        return days.annotate(unit_name=Subquery(then.values("name")[:1]))

    def _owned_by(self, person):
        ambassador = person.ambassador_or_none
        return Q(**{self.own: ambassador.pk}) if ambassador else Q(pk__in=[])


class Placed(models.Model):
    """Something that keeps the unit and region its ambassador had on the day it was made."""

    unit_code = models.CharField(max_length=40, blank=True, editable=False)
    region = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        abstract = True


def any_of(rows):
    """The key of one of these correlated rows, or NULL, for a column that asks whether there are any.

    EXISTS in the columns of a list makes PostgreSQL hash the whole table for fifty rows; this looks up each.
    """
    return Subquery(rows.order_by().values("pk")[:1])


def place_of(ambassador):
    """The unit and region of today, as columns; empty for the queue."""
    if ambassador is None:
        return {}
    return {"unit_code": ambassador.unit_code, "region": ambassador.region}
