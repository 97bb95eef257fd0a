import json

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leads.models.consent import Consent
from leads.models.consent_wording import Channel
from ledger.models import Event, Kept, Look, Noun
from ledger.pseudonyms import pseudonym
from ledger.sealed import SealedField, keyed_hashes


class VaultedProofQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Auditors alone."""
        return self if person.has_role("auditor") else self.none()

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def found_by(self, text):
        """Those about somebody with this very number, address or last name."""
        hashes = keyed_hashes(text)
        return self.filter(found_by__overlap=hashes) if hashes else self

    def without_content(self):
        return self.defer("content")


class VaultedProof(Noun, Kept):
    """What proves the consent of somebody who is erased: sealed, shown to auditors for a reason, and gone five years after its last use."""

    class Reason(models.TextChoices):
        COMPLAINT = "vault_complaint", _("They say they never allowed it")
        AUTHORITY = "vault_authority", _("An authority asks for it")
        DISPUTE = "vault_dispute", _("A legal dispute")
        CHECK = "vault_check", _("A check of the vault itself")

    consent_key = models.UUIDField(unique=True)
    customer_key = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=10, choices=Channel)
    last_used_at = models.DateTimeField()
    found_by = ArrayField(models.CharField(max_length=64), default=list)
    content = SealedField()

    objects = VaultedProofQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="vault_newest"),
            GinIndex(fields=["found_by"], name="vault_found_by"),
        ]

    def __str__(self):
        return f"{self.get_channel_display()}, {self.last_used_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("leads:proof", args=[self.pk])

    @property
    def pseudonym(self):
        """The same as in the access log, for all proofs of one customer."""
        return pseudonym("C", f"leads.customer:{self.customer_key}")

    @property
    def chain_holds(self):
        """Whether what happened with the consent still follows, event by event."""
        return Event.objects.chain_holds(Consent(pk=self.consent_key))

    def show(self, *, by, reason):
        """What it says, once the look and its reason are written down."""
        Look.record(self, by=by, purpose=reason)
        return json.loads(self.content)
