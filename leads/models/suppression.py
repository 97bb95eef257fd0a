from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.consent import Consent
from ledger.models import Noun
from ledger.sealed import keyed_hash, keyed_hashes

THEMSELVES = ("own_phone", "own_page", "paper")  # a yes by these comes from the customer's own hand


class SuppressionQuerySet(models.QuerySet):
    def of(self, kind, value):
        """The one for this number or address; found under every key in use."""
        return self.filter(kind=kind, digest__in=keyed_hashes(_marked(kind, value)) if value else [])

    def known_among(self, kind, values):
        """Those of many numbers or addresses that were withdrawn, in one query: for whoever takes in a file."""
        digests = {digest: value for value in values for digest in keyed_hashes(_marked(kind, value))}
        return {
            digests[found]
            for found in self.filter(kind=kind, digest__in=digests).values_list("digest", flat=True)
        }


class Suppression(Noun):
    """A number or an e-mail address that somebody took back: known by a keyed hash, so that it doesn't come in unnoticed again."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone number")
        EMAIL = "email", _("e-mail address")

    class Why(models.TextChoices):
        WITHDRAWN = "withdrawn", _("consent taken back")
        OBJECTED = "objected", _("wants no contact")
        ERASED = "erased", _("had everything erased")

    kind = models.CharField(max_length=5, choices=Kind)
    digest = models.CharField(max_length=64, editable=False)
    since = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=10, choices=Why)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="one_suppression_for_a_value")]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.since:%Y-%m-%d})"

    @classmethod
    def put_on(cls, kind, value, *, why):
        """From now on this number or address is not kept unnoticed; the value itself is stored nowhere."""
        if value:
            found = {"kind": kind, "digest": keyed_hash(_marked(kind, value))}
            cls.objects.update_or_create(**found, defaults={"since": timezone.now(), "why": why})

    @classmethod
    def hold_back(cls, customer, contact):
        """Empty what of this contact data was withdrawn before; answers the names of it, each also as “…_withdrawn”.

        It comes in again only with a yes that the customer gave afterwards with their own hand.
        """
        held = []
        for kind in cls.Kind.values:
            value = contact.get(kind)
            if value and value != getattr(customer, kind) and cls._holds(customer, kind, value):
                contact[kind] = ""
                held += [kind, f"{kind}_withdrawn"]
        return held

    @classmethod
    def _holds(cls, customer, kind, value):
        found = cls.objects.of(kind, value).order_by("-since").first()
        if found is None:
            return False
        agreed = Consent.objects.of_customer(customer).fitting(kind, "service")
        return not any(yes.manner in THEMSELVES and yes.given_at > found.since for yes in agreed)


def _marked(kind, value):
    return f"suppressed {kind}:{value.strip()}"
