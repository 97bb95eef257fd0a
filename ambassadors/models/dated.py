from django.db import models
from django.db.models import F, Q


def that_day(field_from, field_until, day):
    """The condition that a row with these two dates is valid on that day; the last day is not in it."""
    return Q(**{f"{field_from}__lte": day}) & (Q(**{f"{field_until}__gt": day}) | Q(**{field_until: None}))


class DatedQuerySet(models.QuerySet):
    """Words for what holds from one day until another, and for what a reorganisation makes of it."""

    def on(self, day):
        return self.filter(that_day("valid_from", "valid_until", day))

    def lasting(self, day):
        """What still holds on that day, or begins after it."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day))

    def beginning_from(self, day):
        return self.filter(valid_from__gte=day)

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def made_by(self, reorganisation):
        return self.filter(made_by=reorganisation)

    def ended_by(self, reorganisation):
        return self.filter(ended_by=reorganisation)

    def end_for(self, reorganisation):
        """Let these end on its day, and remember when they would have ended without it."""
        day = reorganisation.takes_effect_on
        return self.update(valid_until=day, until_before=F("valid_until"), ended_by=reorganisation)

    def restore_for(self, reorganisation):
        """What it ended lasts again as long as it would have; what has ended earlier since then stays so."""
        ended = self.ended_by(reorganisation)
        ended.filter(valid_until=reorganisation.takes_effect_on).update(valid_until=F("until_before"))
        return ended.update(until_before=None, ended_by=None)


class Dated(models.Model):
    """Something that holds from one day until another; a reorganisation may have made it, or ended it."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(
        "ambassadors.Reorganisation", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    ended_by = models.ForeignKey(
        "ambassadors.Reorganisation", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    until_before = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
