import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from leads.models.customer import Customer
from ledger.models import Event, Noun
from ledger.refusal import Refusal

LASTS = timedelta(days=90)
LONGEST = 200  # characters; a token of ours is far shorter


def digests_of(token):
    """The keyed digests (HMAC-SHA256, hex) under every key in use: a link outlives a change of keys, not their loss."""
    keys = settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS
    return [
        salted_hmac("leads.customer_link", token, secret=key, algorithm="sha256").hexdigest() for key in keys
    ]


class CustomerLinkQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(customer__in=Customer.objects.visible_to(person))

    def good(self):
        """Neither taken back nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def opened_by(self, token, *purposes):
        """The good link of one of these purposes (default: the page) that this token opens, or None."""
        if not 0 < len(token) <= LONGEST:
            return None
        found = self.good().filter(digest__in=digests_of(token))
        return found.filter(purpose__in=purposes or ["page"]).select_related("customer").first()

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def only_this(self, link):
        return self.filter(pk=link.pk)

    def with_issuers(self):
        return self.select_related("issued_by")

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class CustomerLink(Noun):
    """A way for a customer to their own page, without a sign-in; the link is shown once and kept as a digest only."""

    class Purpose(models.TextChoices):
        PAGE = "page", _("their own page")
        CONSENT = "consent", _("saying yes on their own phone")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.PAGE)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CustomerLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["customer", "-created_at"], name="link_of_customer")]
        constraints = [
            models.CheckConstraint(
                name="customer_link_is_revoked_at_a_time",
                condition=models.Q(revoked_by=None) | models.Q(revoked_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} ({self.expires_at:%Y-%m-%d})"

    @classmethod
    @transaction.atomic
    def issue(cls, customer, *, by, purpose="page", valid_for=LASTS):
        """Make a link and answer its token, which nobody can read again."""
        token = secrets.token_urlsafe(32)
        link = cls.objects.create(
            customer=customer,
            purpose=purpose,
            digest=digests_of(token)[0],
            issued_by=by,
            expires_at=timezone.now() + valid_for,
        )
        Event.record(link, "issued", by=by, customer=customer.pk, purpose=purpose)
        return token

    @transaction.atomic
    def revoke(self, *, by):
        """Take the link back: it opens nothing from now on."""
        if not CustomerLink.objects.only_this(self).good().update(revoked_at=timezone.now(), revoked_by=by):
            raise Refusal(_("This link opens nothing any more already. There is nothing left to do."))
        self.refresh_from_db(fields=["revoked_at", "revoked_by"])
        Event.record(self, "revoked", by=by, customer=self.customer_id)

    @property
    def is_good(self):
        return self.revoked_at is None and self.expires_at > timezone.now()


def address_of(token):
    """The whole address of the page that this token opens."""
    return settings.SITE_URL.rstrip("/") + reverse("leads:own_page", args=[token])
