from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.proven import Proven
from ledger.models import Noun
from ledger.text import one_line


class ConsentWithdrawalQuerySet(models.QuerySet):
    def is_kept(self, withdrawal):
        return self.filter(pk=withdrawal.pk).exists()


class ConsentWithdrawal(Proven, Noun):
    """A customer took a consent back: when, through whom and how."""

    WAYS = {
        "own_page": _("on their own page"),
        "ambassador": _("told an ambassador"),
        "coordinator": _("told a coordinator"),
        "told an ambassador": _(
            "told an ambassador"
        ),  # as it was written first; such rows are never rewritten
    }

    consent = models.OneToOneField("leads.Consent", models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = ConsentWithdrawalQuerySet.as_manager()

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"

    @property
    def way(self):
        """Through whom, in words."""
        return self.WAYS.get(self.how, self.how)

    @property
    def salted_as(self):
        return self.consent

    def sealed_facts(self):
        return [self.pk, self.consent_id, self.at, self.by_id, self.how]
