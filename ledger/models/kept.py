from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

AT_FIRST = timedelta(days=731)  # until the sweep of dates has read the clocks, within a minute


def at_first():
    """Two years from now: no row is ever without a date, however it came in."""
    return timezone.now() + AT_FIRST


class Differs(models.Func):
    """Whether two values differ, NULL being one of them."""

    template, arg_joiner = "(%(expressions)s)", " IS DISTINCT FROM "
    output_field = models.BooleanField()


class Kept(models.Model):
    """Something with personal data that is kept until a day and then forgotten; ledger/retention.py tells how."""

    delete_after = models.DateTimeField(  # NULL: its clock hasn't begun
        _("kept until"), default=at_first, null=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True


class KeptQuerySet(models.QuerySet):
    """Words for the rows of any noun that ends: `KeptQuerySet(Lead)`, `KeptQuerySet.past(Lead.objects.all())`."""

    def past(self, *, by=timedelta(), column="delete_after"):
        """Whose date is over, by so much at least."""
        return self.filter(**{f"{column}__lte": Now() - by})

    def claimed(self, many, *, besides=(), column="delete_after"):
        """The keys of the first so many of these, locked for us; another sweep takes others."""
        rows = self.select_for_update(skip_locked=True, of=("self",))
        return KeptQuerySet.first_of(rows, many, besides=besides, column=column)

    def first_of(self, many, *, besides=(), column="delete_after"):
        """The keys of those that should have ended first."""
        rows = self.exclude(pk__in=besides) if besides else self
        return list(rows.order_by(column).values_list("pk", flat=True)[:many])

    def first_date(self, column):
        """The earliest of these dates, or None."""
        return self.order_by(column).values_list(column, flat=True).first()

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def between(self, first, last):
        """The rows whose keys lie in this part; `last` None is the end."""
        rows = self.filter(pk__gte=first)
        return rows.filter(pk__lt=last) if last else rows

    def hanging_on(self, field, keys):
        """Those whose foreign key of that name is one of these."""
        return self.filter(**{f"{field}__in": keys})

    def date(self, ends, *, column="delete_after"):
        """Write this date where it isn't written yet; returns how many rows changed."""
        return self.filter(Differs(models.F(column), ends)).update(**{column: ends})
