from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.models.notice_wording import NoticeWording
from leads.models.proven import Proven
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal
from ledger.wholes import part

TOLD_WITHIN = relativedelta(months=1)  # Art. 14(3) GDPR: whose data came from somebody else is told so


class NoticeQuerySet(models.QuerySet):
    def of_customer(self, customer):
        """Theirs, and of whoever was merged into them; a notice itself is never rewritten."""
        from leads.models.customer import Customer

        key = customer.pk if isinstance(customer, Customer) else customer
        return self.filter(customer__in=Customer.objects.with_absorbed(key).values("pk"))

    def of_selves(self, customer):
        """The same, asked of any of them."""
        return self.of_customer(customer.merged_into_id or customer.pk)

    def visible_to(self, person):
        from leads.models.customer import Customer

        return self.filter(customer__in=Customer.objects.visible_to(person))

    def with_words(self):
        return self.select_related("wording", "given_by__person")

    def newest_first(self):
        return self.order_by("-at", "-id")

    def in_order(self):
        return self.order_by("at", "id")


class Notice(Proven, Noun, Submitted):
    """A customer was told what happens to their data (Art. 13 GDPR): in which words, when, how and by whom."""

    class Way(models.TextChoices):
        CARD = "card", _("a card handed over")
        OWN_PHONE = "own_phone", _("read on their own phone")
        OUR_PHONE = "our_phone", _("shown on the ambassador's phone")
        SPOKEN = "spoken", _("read aloud")
        MAIL = "mail", _("sent by mail")

    customer = models.ForeignKey("leads.Customer", models.PROTECT, related_name="notices")
    wording = models.ForeignKey(NoticeWording, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way, default=Way.CARD)
    at = models.DateTimeField()
    given_by = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, null=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["customer", "-at"], name="notice_of_customer")]

    def __str__(self):
        return f"{self.get_way_display()}, {self.at:%Y-%m-%d}"

    @classmethod
    @part
    def hand_over(cls, customer, *, by, way=Way.CARD, language=None, at=None, client_id=None, given_by=None):
        """Write down that it was handed over, in the words in force; the same `client_id` again answers with the first."""
        notice = cls(
            customer=customer,
            wording=NoticeWording.current(language or get_language() or settings.LANGUAGE_CODE),
            way=way,
            at=at or timezone.now(),
            given_by=given_by or (by and by.ambassador_or_none),
            client_id=client_id,
        )
        cls.objects.bulk_create([notice], ignore_conflicts=client_id is not None)
        kept = cls.objects.get(client_id=client_id) if client_id else notice
        if kept.customer_id != customer.pk:
            raise Refusal(_("This form was sent before, for somebody else. Open a new one."))
        if kept.pk == notice.pk:
            told = {
                "customer": customer.pk,
                "wording": kept.wording_id,
                "way": kept.way,
                "seal": kept.first_seal(),
            }
            Event.record_first(kept, "handed_over", by=by, **told)
            customer.is_told_now = customer.is_new
            if not customer.is_new:
                type(customer).objects.selves_of(customer).told()
        return kept

    def sealed_facts(self):
        return [self.pk, self.wording_id, self.wording.text, self.way, self.at, self.given_by_id]
