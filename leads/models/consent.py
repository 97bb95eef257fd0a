from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.models.consent_use import ConsentUse
from leads.models.consent_withdrawal import ConsentWithdrawal
from leads.models.consent_wording import Channel, ConsentWording, Purpose
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import one_line

# § 7a UWG: the proof is kept for five years from the consent and from each use of it; it is good for as long.
VALIDITY = relativedelta(years=5)


class ConsentQuerySet(models.QuerySet):
    def covering(self, purpose):
        """A yes to advertising is one to service too; `purpose` may be an outer column."""
        return self.filter(Q(purpose=Purpose.ADVERTISING) | Q(purpose=purpose))

    def in_force(self, at=None):
        """Given, not taken back, given or used within five years; an undated one never is."""
        at = at or timezone.now()
        used = ConsentUse.objects.of_consent(OuterRef("pk")).between(at - VALIDITY, at)
        fresh = Q(given_at__gt=at - VALIDITY) | Exists(used)
        standing = Q(withdrawal=None) | Q(withdrawal__at__gt=at)
        return self.filter(fresh, standing, given_at__lte=at)

    def fitting(self, channel, purpose, at=None):
        """Those that allow to reach a customer on `channel` for `purpose` at that moment."""
        return self.filter(channel=channel).covering(purpose).in_force(at)

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def visible_to(self, person):
        from leads.models.customer import Customer

        return self.filter(customer__in=Customer.objects.visible_to(person))

    def with_story(self):
        """With the wording, the withdrawal and the last use."""
        return self.select_related("wording", "withdrawal", "taken_by__person").annotate(
            last_used=Max("uses__at")
        )

    def in_order(self):
        return self.order_by("created_at", "id")

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class Consent(Noun, Submitted):
    """A customer's yes: to which channel and purpose, in which words, when, where and how."""

    class Manner(models.TextChoices):
        SPOKEN = "spoken", _("spoken")
        OWN_PHONE = "own_phone", _("on their own phone")
        PAPER = "paper", _("on paper")
        IMPORTED = "imported", _("imported")

    customer = models.ForeignKey("leads.Customer", models.PROTECT, related_name="consents")
    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=12, choices=Purpose)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=120, blank=True, validators=[one_line])
    manner = models.CharField(max_length=10, choices=Manner, default=Manner.SPOKEN)
    taken_by = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["customer", "channel"], name="consent_of_customer")]

    def __str__(self):
        return f"{self.get_channel_display()}, {self.get_purpose_display()}"

    @classmethod
    @transaction.atomic
    def take(
        cls,
        customer,
        *,
        by,
        channel=Channel.PHONE,
        purpose=Purpose.ADVERTISING,
        given_at=None,
        client_id=None,
        **how,
    ):
        """Write down a yes given now or at `given_at`; the same `client_id` again answers with the first."""
        language = get_language() or settings.LANGUAGE_CODE
        wording = ConsentWording.current(channel, purpose, language, at=given_at)
        consent = cls(
            customer=customer,
            channel=channel,
            purpose=purpose,
            wording=wording,
            client_id=client_id,
            given_at=given_at or timezone.now(),
            taken_by=by and by.ambassador_or_none,
            **how,
        )
        cls.objects.bulk_create([consent], ignore_conflicts=client_id is not None)
        kept = cls.objects.get(client_id=client_id) if client_id else consent
        if kept.customer_id != customer.pk:
            raise Refusal(_("This form was sent before, for somebody else. Open a new one."))
        if kept.pk == consent.pk:
            Event.record(
                kept,
                "given",
                by=by,
                customer=customer.pk,
                channel=channel,
                purpose=purpose,
                wording=wording.pk,
            )
        return kept

    @transaction.atomic
    def withdraw(self, *, by, how=""):
        """Take the yes back; with the last one for the phone goes the number."""
        customer = self.customer.locked()
        withdrawal = ConsentWithdrawal(consent=self, by=by, how=how)
        ConsentWithdrawal.objects.bulk_create([withdrawal], ignore_conflicts=True)
        if not ConsentWithdrawal.objects.is_kept(withdrawal):
            raise Refusal(_("This consent has been taken back already. Nothing more to do."))
        Event.record(self, "withdrawn", by=by, customer=customer.pk, channel=self.channel)
        customer.forget_number_without_consent(by=by)

    def use(self, *, by, follow_up):
        """Write down that a call used this consent, once for each follow-up; the five years start anew."""
        use = ConsentUse(consent=self, by=by, follow_up=follow_up)
        ConsentUse.objects.bulk_create([use], ignore_conflicts=True)
        if ConsentUse.objects.is_kept(use):
            Event.record(self, "used", by=by, follow_up=follow_up.pk)

    @property
    def is_withdrawn(self):
        return hasattr(self, "withdrawal")

    @property
    def is_in_force(self):
        return bool(self.given_at) and not self.is_withdrawn and self.valid_until > timezone.now()

    @property
    def valid_until(self):
        """Five years after it was given or last used; None when nobody knows when it was given."""
        if self.given_at is None:
            return None
        last_used = self.last_used if hasattr(self, "last_used") else self.uses.aggregate(at=Max("at"))["at"]
        return max(self.given_at, last_used or self.given_at) + VALIDITY
