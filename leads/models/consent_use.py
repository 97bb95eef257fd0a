from django.conf import settings
from django.db import models
from django.utils import timezone

from leads.models.proven import Proven
from ledger.models import Noun


class ConsentUseQuerySet(models.QuerySet):
    def of_consent(self, consent):
        return self.filter(consent=consent)

    def between(self, since, until):
        return self.filter(at__gt=since, at__lte=until)

    def is_kept(self, use):
        return self.filter(pk=use.pk).exists()

    def in_order(self):
        return self.order_by("at", "id")


class ConsentUse(Proven, Noun):
    """A call, mail, letter or word to the service desk that a consent allowed; it starts the five years of the proof anew."""

    consent = models.ForeignKey("leads.Consent", models.PROTECT, related_name="uses")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(  # which may be gone: this row is never rewritten
        "leads.FollowUp", models.DO_NOTHING, null=True, related_name="uses", db_constraint=False
    )
    referral = models.ForeignKey(  # which may be gone, as well
        "leads.Referral", models.DO_NOTHING, null=True, related_name="uses", db_constraint=False
    )

    objects = ConsentUseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["consent", "-at"], name="use_of_consent")]
        constraints = [
            models.UniqueConstraint(fields=["follow_up"], name="one_use_for_a_follow_up"),
            models.UniqueConstraint(
                fields=["consent", "referral"], name="one_use_of_a_consent_for_a_referral"
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"

    @property
    def salted_as(self):
        return self.consent

    def sealed_facts(self):
        """What came later stands behind, and only where it is: older seals hold."""
        facts = [self.pk, self.consent_id, self.at, self.by_id, self.follow_up_id]
        return [*facts, self.referral_id] if self.referral_id else facts
