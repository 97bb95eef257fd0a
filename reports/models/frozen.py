from django.db import connection, models
from django.utils import timezone

# What was counted of rows that are erased is added to what was frozen before.
_ADD = """
INSERT INTO reports_frozensum AS mine (what, month, region, unit_code, n, met, offered, won)
SELECT %s, %s, %s, %s, %s, %s, %s, %s
ON CONFLICT (what, month, region, unit_code) DO UPDATE SET
    n = mine.n + excluded.n, met = mine.met + excluded.met,
    offered = mine.offered + excluded.offered, won = mine.won + excluded.won
"""


class FrozenSumQuerySet(models.QuerySet):
    def of(self, what):
        return self.filter(what=what)

    def within(self, since, until):
        """Of months that begin in this span; its end is not in it."""
        return self.filter(month__gte=since, month__lt=until)


class FrozenSum(models.Model):
    """How many of something there were in a month, of a land and a unit, and are erased: sums stay when rows go."""

    what = models.CharField(max_length=20)
    month = models.DateField()
    region = models.CharField(max_length=10, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    won = models.PositiveIntegerField(default=0)

    objects = FrozenSumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "month", "region", "unit_code"], name="one_frozen_sum_for_a_place_and_month"
            )
        ]

    def __str__(self):
        return f"{self.what} {self.month}"

    @classmethod
    def add(cls, what, rows):
        """Add (month, region, unit, n, met, offered, won) of rows that are about to go."""
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [(what, *row) for row in sorted(rows)])


class FrozenFactQuerySet(models.QuerySet):
    def over(self, since):
        """Of months that no rate is made of any more."""
        return self.filter(month__lt=since)


class FrozenFact(models.Model):
    """One case behind a rate or a median whose row is erased: who, good or not, how long; gone after thirteen months."""

    what = models.CharField(max_length=20)
    month = models.DateField(db_index=True)
    region = models.CharField(max_length=10, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    person = models.UUIDField(null=True)
    good = models.BooleanField(null=True)
    size = models.DurationField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FrozenFactQuerySet.as_manager()

    def __str__(self):
        return f"{self.what} {self.month}"
