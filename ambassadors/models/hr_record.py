from django.db import models
from django.utils.translation import gettext_lazy as _

from ambassadors.models.ambassador import Ambassador
from ledger.models import Noun


class HrRecordQuerySet(models.QuerySet):
    def numbered(self, personnel_numbers):
        return self.filter(personnel_no__in=personnel_numbers)


class HrRecord(Noun):
    """What the personnel office says of somebody: a number and two dates, and no superior."""

    ambassador = models.OneToOneField(Ambassador, models.CASCADE, related_name="hr_record")
    personnel_no = models.CharField(_("Personnel number"), max_length=40, unique=True)
    entry_date = models.DateField(null=True, blank=True)
    exit_date = models.DateField(null=True, blank=True)

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
