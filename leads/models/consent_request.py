import hmac
import json
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from leads.models.consent import Consent
from leads.models.consent_wording import ConsentWording
from leads.models.notice import Notice
from ledger.models import Event, Letter, Noun, Submitted
from ledger.refusal import Refusal
from ledger.sealed import SealedField
from ledger.text import one_line

WAITS = timedelta(days=14)  # for the second yes; then nothing of it is left
CODE_LASTS = timedelta(hours=1)  # while they still stand there
TRIES = 5
LETTERS = 3  # that wait at once: the own page is no way to write to strangers


class ConsentRequestQuerySet(models.QuerySet):
    def visible_to(self, person):
        from leads.models.customer import Customer

        return self.filter(customer__in=Customer.objects.visible_to(person))

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def asked(self):
        """By an ambassador, not begun on the own page."""
        return self.exclude(asked_by=None)

    def only_this(self, request):
        return self.filter(pk=request.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def waiting(self):
        """Asked or said once, and not confirmed in time."""
        return self.filter(confirmed_at=None, expires_at__gt=timezone.now())

    def unanswered(self):
        return self.waiting().filter(said_at=None)

    def said_once(self):
        """Said on the own phone; without the second yes it counts for nothing."""
        return self.waiting().filter(said_at__isnull=False)

    def with_tries_left(self):
        return self.filter(tries__lt=TRIES)

    def over(self):
        return self.filter(expires_at__lte=timezone.now())

    def with_everything(self):
        return self.select_related("customer", "asked_by__person").prefetch_related("wordings")

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def forget(self):
        """Delete what was never confirmed, and the confirmed ones whose consents stand on their own; returns how many."""
        gone = list(self.over().values_list("pk", flat=True)[:500])
        self.model.objects.filter(pk__in=gone).delete()
        return len(gone)


class ConsentRequest(Noun, Submitted):
    """A yes that counts only once it is said again: asked for by an ambassador, or begun by the customer on their own page."""

    customer = models.ForeignKey("leads.Customer", models.PROTECT, related_name="consent_requests")
    asked_by = models.ForeignKey(  # nobody, where they said yes by themselves on their own page
        "ambassadors.Ambassador", models.PROTECT, null=True, related_name="+"
    )
    wordings = models.ManyToManyField(ConsentWording, related_name="+")
    language = models.CharField(max_length=5)
    place = models.CharField(max_length=120, blank=True, validators=[one_line])
    expires_at = models.DateTimeField(db_index=True)
    said_at = models.DateTimeField(null=True)
    said = models.JSONField(default=list)
    contact = SealedField(max_length=2000, blank=True)
    second_yes = models.CharField(max_length=10, choices=Consent.SecondYes, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    objects = ConsentRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["customer", "-created_at"], name="consent_request_of_customer")]
        constraints = [
            models.CheckConstraint(
                name="consent_request_is_said_before_it_is_confirmed",
                condition=Q(confirmed_at=None) | Q(said_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_request_confirmed_keeps_no_contact",
                condition=Q(confirmed_at=None) | Q(contact=""),
            ),
        ]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def ask(cls, customer, *, by, channels, purpose, language, place=""):
        """Put the question for these ways, in the words in force in that language."""
        asked = cls.objects.create(
            customer=customer,
            asked_by=by.ambassador,
            language=language,
            place=place,
            expires_at=timezone.now() + WAITS,
        )
        asked.wordings.set([ConsentWording.current(channel, purpose, language) for channel in channels])
        Event.record(asked, "asked", by=by, customer=customer.pk, channels=list(channels), purpose=purpose)
        return asked

    @classmethod
    def last_of(cls, customer):
        """What somebody asked this customer last, or None."""
        return cls.objects.of_customer(customer).asked().with_everything().newest_first().first()

    @classmethod
    @transaction.atomic
    def begin_alone(cls, customer, wording, email, *, client_id, on_behalf_of):
        """A first yes to e-mail on the own page: a letter goes to that address, and nothing counts before its link is confirmed."""
        customer = customer.locked()
        begun = cls.objects.sent_as(client_id).first()
        if begun and begun.customer_id == customer.pk:
            return
        if begun or cls.objects.of_customer(customer).said_once().count() >= LETTERS:
            raise Refusal(
                _(
                    "We have sent several letters about this already. Look into your mailbox, or come back later."
                )
            )
        asked = cls.objects.create(
            customer=customer,
            language=wording.language,
            expires_at=timezone.now() + WAITS,
            client_id=client_id,
        )
        asked.wordings.set([wording])
        Event.record(
            asked, "begun", customer=customer.pk, channels=[wording.channel], purpose=wording.purpose
        )
        asked.say_yes(channels=[wording.channel], email=email, on_behalf_of=on_behalf_of)

    @transaction.atomic
    def say_yes(self, *, channels, on_behalf_of=None, **contact):
        """The first yes, with what the customer typed; an e-mail address gets a link, everybody else sees a code."""
        way = Consent.SecondYes.EMAIL if contact.get("email") else Consent.SecondYes.CODE
        asked = {wording.channel for wording in self.wordings.all()}
        said = [channel for channel in channels if channel in asked]
        if not said:
            raise Refusal(_("You have not said yes to anything, so nothing is kept."))
        now = timezone.now()
        first = {"said_at": now, "said": said, "contact": json.dumps(contact), "second_yes": way}
        self._claim(ConsentRequest.objects.unanswered(), **first)
        Event.record(self, "said", channels=said, second_yes=way)
        if way == Consent.SecondYes.EMAIL:
            Letter.write(
                "consent_confirmation",
                dedup_key=f"consent:{self.pk}",
                on_behalf_of=self.asked_by.person if self.asked_by else on_behalf_of,
                request=self.pk,
            )

    def confirm_by_link(self):
        """The second yes, by the link in the e-mail."""
        return self._confirm(Consent.SecondYes.EMAIL)

    def confirm_by_code(self, code, *, by):
        """The second yes: the customer reads their code to the ambassador, who types it."""
        waiting = ConsentRequest.objects.only_this(self).said_once().with_tries_left()
        if self.is_code_over or not waiting.update(tries=F("tries") + 1):
            raise Refusal(_("This code holds no more. Show the QR code again and let them say yes anew."))
        if not hmac.compare_digest(self.code.encode(), code.strip().encode()):
            raise Refusal(_("This is not the code on their screen. Look again; after five tries ask anew."))
        return self._confirm(Consent.SecondYes.CODE)

    @transaction.atomic
    def _confirm(self, way):
        contact = json.loads(self.contact or "{}")
        self.customer.locked()
        self._claim(
            ConsentRequest.objects.said_once(), confirmed_at=timezone.now(), contact="", second_yes=way
        )
        Event.record(self, "confirmed", second_yes=way)
        Notice.hand_over(
            self.customer,
            by=None,
            given_by=self.asked_by,
            way=Notice.Way.OWN_PHONE,
            language=self.language,
            at=self.said_at,
        )
        if self.asked_by is None:
            self._end_objections()
        taken = [self._take(wording) for wording in self.wordings.all() if wording.channel in self.said]
        kept = {name: value for name, value in contact.items() if value and name in self._to_keep()}
        if kept:
            self.customer.keep_contact(by=None, **kept)
        return taken

    def _take(self, wording):
        return Consent.take(
            self.customer,
            by=None,
            taken_by=self.asked_by,
            wording=wording,
            channel=wording.channel,
            purpose=wording.purpose,
            given_at=self.said_at,
            place=self.place,
            manner=Consent.Manner.OWN_PHONE if self.asked_by else Consent.Manner.OWN_PAGE,
            confirmed_at=self.confirmed_at,
            confirmed_by=self.second_yes,
        )

    def _end_objections(self):
        from leads.models.objection import Objection

        for wording in self.wordings.all():
            Objection.objects.of_customer(self.customer).give_way_to(wording.purpose)

    def _to_keep(self):
        """Of what they typed only what they said yes to: an address for the link alone is forgotten."""
        needs = {
            "phone": {"phone", "messenger"},
            "email": {"email"},
            "street": {"post"},
            "zip_code": {"post"},
            "city": {"post"},
        }
        return {name for name, ways in needs.items() if ways & set(self.said)}

    def _claim(self, as_it_was, **columns):
        if not as_it_was.only_this(self).update(**columns):
            raise Refusal(_("This was answered already, or its time is over. Ask for a new code if need be."))
        for name, value in columns.items():
            setattr(self, name, value)

    @property
    def email(self):
        """Where the link to the second yes goes; nowhere once it is said."""
        return json.loads(self.contact or "{}").get("email", "")

    @property
    def code(self):
        """Six digits, derived and kept nowhere: only the phone that said yes shows them."""
        said = f"{self.pk}:{self.said_at and self.said_at.timestamp()}"
        digest = salted_hmac("leads.consent_request.code", said, algorithm="sha256").hexdigest()
        return f"{int(digest[:12], 16) % 1_000_000:06d}"

    @property
    def is_code_over(self):
        return self.said_at is None or timezone.now() > self.said_at + CODE_LASTS

    @property
    def is_waiting(self):
        return self.confirmed_at is None and self.expires_at > timezone.now()
