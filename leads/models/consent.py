from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.models.consent_use import ConsentUse
from leads.models.consent_withdrawal import ConsentWithdrawal
from leads.models.consent_wording import Channel, ConsentWording, Purpose
from leads.models.consent_words import VALIDITY, ConsentQuerySet
from leads.models.paper import Paper
from leads.models.proven import Proven
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import one_line
from ledger.wholes import part

TWICE = timedelta(minutes=5)  # two taps on “I used it” within so long are one use


class Consent(Proven, Noun, Submitted):
    """A customer's yes: to which channel and purpose, in which words, when, where and how."""

    class Manner(models.TextChoices):
        SPOKEN = "spoken", _("spoken")
        OWN_PHONE = "own_phone", _("on their own phone")
        OWN_PAGE = "own_page", _("on their own page, by its link")
        PAPER = "paper", _("on paper")
        IMPORTED = "imported", _("imported")

    class SecondYes(models.TextChoices):
        """How a yes on the own phone was confirmed (double opt-in)."""

        EMAIL = "email", _("by the link in an e-mail")
        CODE = "code", _("by the code on their screen, told to the ambassador")

    customer = models.ForeignKey("leads.Customer", models.PROTECT, related_name="consents")
    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=12, choices=Purpose)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=120, blank=True, validators=[one_line])
    manner = models.CharField(max_length=10, choices=Manner, default=Manner.SPOKEN)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=10, choices=SecondYes, blank=True)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="consent")
    taken_by = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["customer", "channel"], name="consent_of_customer")]
        constraints = [
            models.CheckConstraint(
                name="consent_is_confirmed_in_a_way",
                condition=models.Q(confirmed_at=None, confirmed_by="")
                | models.Q(models.Q(confirmed_at__isnull=False), ~models.Q(confirmed_by="")),
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()}, {self.get_purpose_display()}"

    @classmethod
    @part
    def take(cls, customer, *, by, client_id=None, **facts):
        """Write down a yes given now or at `given_at`; the same `client_id` again answers with the first."""
        consent = cls(customer=customer, client_id=client_id, **_with_defaults(by, **facts))
        cls.objects.bulk_create([consent], ignore_conflicts=client_id is not None)
        kept = cls.objects.get(client_id=client_id) if client_id else consent
        if kept.customer_id != customer.pk:
            raise Refusal(_("This form was sent before, for somebody else. Open a new one."))
        if kept.pk == consent.pk:
            Event.record_first(kept, "given", by=by, **kept.told(), seal=kept.first_seal())
            customer.yes_now = kept if customer.is_new else None
        return kept

    @transaction.atomic
    def withdraw(self, *, by, how=""):
        """Take the yes back; with the last one for the phone goes the number.

        `how` says through whom; without it `by` tells: nobody signed in is the customer on their own page.
        """
        customer = self.customer.locked()
        withdrawal = ConsentWithdrawal(consent=self, by=by, how=how or _through(by))
        ConsentWithdrawal.objects.bulk_create([withdrawal], ignore_conflicts=True)
        if not ConsentWithdrawal.objects.is_kept(withdrawal):
            raise Refusal(_("This consent has been taken back already. Nothing more to do."))
        told = {"customer": customer.pk, "channel": self.channel, "seal": withdrawal.seal()}
        Event.record(self, "withdrawn", by=by, withdrawal=withdrawal.pk, **told)
        customer.forget_number_without_consent(by=by)

    @transaction.atomic
    def use(self, *, by, follow_up=None, referral=None):
        """Write down what used this consent, once for each follow-up and referral; the five years start anew."""
        self.customer.locked()
        if follow_up is None:
            self._refuse_a_use_in_vain()
            if referral is None and self.uses.between(timezone.now() - TWICE, timezone.now()).exists():
                return
        use = ConsentUse(consent=self, by=by, follow_up=follow_up, referral=referral)
        ConsentUse.objects.bulk_create([use], ignore_conflicts=True)
        if ConsentUse.objects.is_kept(use):
            told = {"follow_up": follow_up and follow_up.pk, "seal": use.seal()}
            told |= {"referral": referral.pk} if referral else {}
            Event.record(self, "used", by=by, use=use.pk, **told)

    def _refuse_a_use_in_vain(self):
        if not Consent.objects.in_force().only_this(self).exists():
            raise Refusal(_("This consent doesn't hold any more. Don't reach out because of it: ask again."))

    def told(self):
        """What its event says: ids and codes."""
        return {
            "customer": self.customer_id,
            "channel": self.channel,
            "purpose": self.purpose,
            "wording": self.wording_id,
            "manner": self.manner,
        }

    def sealed_facts(self):
        words = self.wording and self.wording.text
        how = [self.manner, self.place, self.source, self.taken_by_id, self.paper and self.paper.sha256]
        confirmed = [self.confirmed_at, self.confirmed_by]
        return [self.pk, self.channel, self.purpose, self.wording_id, words, self.given_at, *how, *confirmed]

    @property
    def is_withdrawn(self):
        return hasattr(self, "withdrawal")

    @property
    def is_in_force(self):
        return bool(self.given_at) and not self.is_withdrawn and self.valid_until > timezone.now()

    def is_fresh_for(self, channel, purpose):
        """Whether a yes that was said just now, and neither used nor taken back since, allows it."""
        covers = self.channel == channel and self.purpose in (Purpose.ADVERTISING, purpose)
        return covers and timezone.now() - VALIDITY < self.given_at <= timezone.now()

    def allows(self, channel, purpose):
        """Whether one may reach them this way for this now; a yes to advertising is one to service too."""
        return self.channel == channel and self.purpose in (Purpose.ADVERTISING, purpose) and self.is_in_force

    @property
    def valid_until(self):
        """Five years after it was given or last used; None when nobody knows when it was given."""
        if self.given_at is None:
            return None
        last_used = self.last_used if hasattr(self, "last_used") else self.uses.aggregate(at=Max("at"))["at"]
        return max(self.given_at, last_used or self.given_at) + VALIDITY


def _with_defaults(by, *, channel=Channel.PHONE, purpose=Purpose.ADVERTISING, given_at=None, **facts):
    if "wording" not in facts:
        language = get_language() or settings.LANGUAGE_CODE
        facts["wording"] = ConsentWording.current(channel, purpose, language, at=given_at)
    facts.setdefault("taken_by", by and by.ambassador_or_none)
    return {"channel": channel, "purpose": purpose, "given_at": given_at or timezone.now(), **facts}


def _through(by):
    if by is None:
        return "own_page"
    return "coordinator" if by.has_role("coordinator") else "ambassador"
