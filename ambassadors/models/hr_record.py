from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ambassadors.models.ambassador import Ambassador
from ambassadors.models.dated import that_day
from ledger.models import Noun
from ledger.refusal import Refusal


class HrRecordQuerySet(models.QuerySet):
    def of_people(self, ambassadors):
        return self.filter(ambassador__in=ambassadors)

    def numbered(self, personnel_numbers):
        return self.filter(personnel_no__in=personnel_numbers)

    def with_people(self):
        return self.select_related("ambassador__person")

    def of_the_company(self):
        """Who hasn't left, as far as we know."""
        return self.exclude(ambassador__state=Ambassador.State.ALUMNUS)

    def within(self, reach, day):
        """Who belongs on that day to one of these units or lives in one of these lands."""
        if reach.everything:
            return self
        belonging = that_day(
            "ambassador__affiliations__valid_from", "ambassador__affiliations__valid_until", day
        )
        units = belonging & models.Q(ambassador__affiliations__unit__code__in=reach.codes)
        return self.filter(units | models.Q(ambassador__region__in=reach.regions)).distinct()


class HrRecord(Noun):
    """What the personnel office says of somebody: a number and two dates, and no superior."""

    ambassador = models.OneToOneField(Ambassador, models.CASCADE, related_name="hr_record")
    personnel_no = models.CharField(_("Personnel number"), max_length=40, unique=True)
    entry_date = models.DateField(null=True, blank=True)
    exit_date = models.DateField(null=True, blank=True)
    said = models.JSONField(default=dict, editable=False)

    objects = HrRecordQuerySet.as_manager()

    class Meta:
        constraints = [
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
