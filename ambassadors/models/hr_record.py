from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ambassadors.leaving import each
from ambassadors.models.affiliation import Affiliation
from ambassadors.models.ambassador import Ambassador
from ambassadors.models.dated import that_day
from ambassadors.models.leaving import Leaving
from ledger.models import Kept, Noun
from ledger.refusal import Refusal

DAY = timedelta(days=1)
AT_ONCE = 500  # people that one sweep sees off


def end_of(day):
    """The moment at which this day is over."""
    return timezone.make_aware(datetime.combine(day + DAY, time.min))


class HrRecordQuerySet(models.QuerySet):
    def due(self):
        """Those whose last day in the company is over, and who haven't been seen off yet."""
        return self.filter(leaves_on__lte=timezone.localdate())

    def see_off(self):
        """Whoever's last day is over leaves, without another file; returns how many. One that resists stops no other."""
        rows = list(self.due().order_by("leaves_on", "pk")[:AT_ONCE])
        return len(rows) - len(each(rows, lambda record: record.see_off()))

    def only_this(self, record):
        return self.filter(pk=record.pk, leaves_on=record.leaves_on)

    def of_people(self, ambassadors):
        return self.filter(ambassador__in=ambassadors)

    def numbered(self, personnel_numbers):
        return self.filter(personnel_no__in=personnel_numbers)

    def with_people(self):
        return self.select_related("ambassador__person")

    def of_the_company(self):
        """Who hasn't left, as far as we know."""
        return self.filter(ambassador__state__in=[Ambassador.State.ACTIVE, Ambassador.State.INVITED])

    def within(self, reach, day):
        """Who belongs on that day to one of these units or lives in one of these lands."""
        if reach.everything:
            return self
        belonging = that_day(
            "ambassador__affiliations__valid_from", "ambassador__affiliations__valid_until", day
        )
        units = belonging & models.Q(ambassador__affiliations__unit__code__in=reach.codes)
        return self.filter(units | models.Q(ambassador__region__in=reach.regions)).distinct()


class HrRecord(Noun, Kept):
    """What the personnel office says of somebody: a number and two dates, and no superior."""

    ambassador = models.OneToOneField(Ambassador, models.CASCADE, related_name="hr_record")
    personnel_no = models.CharField(_("Personnel number"), max_length=40, unique=True)
    entry_date = models.DateField(null=True, blank=True)
    exit_date = models.DateField(null=True, blank=True)
    leaves_on = models.DateField(null=True, blank=True, editable=False)  # until they have been seen off
    said = models.JSONField(default=dict, editable=False)
    delete_after = models.DateTimeField(
        _("kept until"), null=True, editable=False, db_index=True
    )  # not while here

    objects = HrRecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["leaves_on"], condition=models.Q(leaves_on__isnull=False), name="hr_record_leaves"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="who_leaves_has_an_exit_date",
                condition=models.Q(leaves_on__isnull=True) | models.Q(exit_date__isnull=False),
            ),
            models.CheckConstraint(
                name="exit_is_not_before_entry",
                condition=models.Q(exit_date__isnull=True)
                | models.Q(entry_date__isnull=True)
                | models.Q(exit_date__gte=models.F("entry_date")),
            ),
        ]

    def __str__(self):
        return self.personnel_no

    @classmethod
    def refuse_who_left(cls, ambassador):
        """Whoever left the company, too, doesn't come back by one click of their own: somebody invites them."""
        record = cls.objects.of_people([ambassador]).first()
        if record and record.exit_date and record.exit_date < ambassador.person.today():
            raise Refusal(
                _("You left the company on %(day)s. A coordinator can invite you back: tell one of them.")
                % {"day": date_format(record.exit_date)}
            )

    def plan_exit(self, day):
        """Their last day: on the one after it they leave, whether another file comes or not. None: they stay."""
        self.exit_date = day
        self.leaves_on = day and day + DAY

    def is_back_from(self, day):
        """Whether they left on that day as far as we know, and came back."""
        return self.exit_date == day and self.leaves_on is None and not self.ambassador.has_left

    @classmethod
    @transaction.atomic
    def leave(cls, days, *, by=None):
        """{record: its last day}: they have left the company, and what hung on them goes on as when anybody leaves."""
        for record, day in days.items():
            record.exit_date, record.leaves_on = day, None
        cls.objects.bulk_update(days, ["exit_date", "leaves_on"], batch_size=2000)
        Affiliation.end({record.ambassador_id: day + DAY for record, day in days.items()})
        Leaving.begin_all({record.ambassador_id: end_of(day) for record, day in days.items()}, by=by)

    def see_off(self):
        if HrRecord.objects.due().only_this(self).update(leaves_on=None):
            HrRecord.leave({self: self.exit_date})
