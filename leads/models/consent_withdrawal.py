from django.conf import settings
from django.db import models
from django.utils import timezone

from ledger.models import Noun
from ledger.text import one_line


class ConsentWithdrawalQuerySet(models.QuerySet):
    def is_kept(self, withdrawal):
        return self.filter(pk=withdrawal.pk).exists()


class ConsentWithdrawal(Noun):
    """A customer took a consent back: when, through whom and how."""

    consent = models.OneToOneField("leads.Consent", models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = ConsentWithdrawalQuerySet.as_manager()

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"
