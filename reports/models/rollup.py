from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Now

FRESH = timedelta(seconds=60)  # no figure is shown that is older
DUE = timedelta(seconds=25)  # with a sweep every fifteen seconds the next count is there in time


class RollupQuerySet(models.QuerySet):
    def of(self, by):
        return self.filter(by=by)

    def fresh(self):
        return self.filter(at__gt=Now() - FRESH)

    def stale(self):
        """Those whose next count is due and that nobody is counting just now."""
        return self.filter(at__lt=Now() - DUE).select_for_update(skip_locked=True)


class Rollup(models.Model):
    """All that the page of figures is made of, counted by a sweep, so that a million rows cost the reader one."""

    by = models.CharField(max_length=10, primary_key=True)
    at = models.DateTimeField()
    stands_on = models.JSONField(default=dict)
    counted = models.JSONField(default=dict)

    objects = RollupQuerySet.as_manager()

    def __str__(self):
        return self.by

    @classmethod
    def renew(cls, by, count):
        """Count anew when it is time; `count` answers (what it stands on, what was counted). Returns how many were counted.

        Two sweeps at once: one counts, the other finds the row locked and goes on.
        """
        cls.objects.bulk_create([cls(by=by, at=Now() - FRESH)], ignore_conflicts=True)
        with transaction.atomic():
            if not cls.objects.of(by).stale().exists():
                return 0
            began = cls.objects.annotate(now=Now()).values_list("now", flat=True).get(by=by)
            stands_on, counted = count()
            return cls.objects.of(by).update(at=began, stands_on=stands_on, counted=counted)
