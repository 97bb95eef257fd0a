from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.customer_words import NAMES
from leads.models.placed import Placed, PlacedQuerySet, place_of
from ledger.again import now
from ledger.models import Event, Look, Noun, Submitted
from ledger.refusal import Refusal
from ledger.sealed import SealedField
from ledger.text import one_line

DAYS, LONGEST = 7, 30  # how long a number waits for its one call
TRIES = 3


class CallBackQuerySet(PlacedQuerySet):
    def waiting(self, at=None):
        """Neither done nor over: the only time there is a number."""
        return self.filter(done_at=None, expires_at__gt=at or now())

    def open(self, at=None):
        """Waiting for a call of ours; what the service desk was asked for, it calls itself."""
        return self.waiting(at).filter(referral=None)

    def with_the_desk(self, referral):
        return self.filter(done_at=None, referral=referral)

    def over(self):
        """Whose time has passed and whose number is still here."""
        return self.filter(expires_at__lte=timezone.now()).with_number()

    def with_number(self):
        return self.exclude(phone="")

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def of_owner(self, ambassador):
        return self.filter(owner=ambassador)

    def locked(self):
        """Held until the transaction ends."""
        return self.select_for_update(of=("self",))

    def only_this(self, call_back):
        return self.filter(pk=call_back.pk)

    def with_customers(self):
        return self.select_related("customer", "owner__person")

    def on_cards(self):
        """With what a card says, and with nothing else: never the number."""
        named = (f"customer__{name}" for name in NAMES)
        return self.select_related("customer").only("matter", "tries", "expires_at", *named)

    def soonest_first(self):
        return self.order_by("expires_at", "id")

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def forget(self, *, by):
        """Erase the numbers of these, called or not."""
        for call_back in self.with_number():
            call_back.erase_number(by=by, why="withdrawn")

    def expire(self):
        """Erase the numbers nobody called in time; returns how many."""
        gone = list(self.over()[:500])
        for call_back in gone:
            call_back.erase_number(by=None, why="expired")
        return len(gone)


class CallBack(Placed, Noun, Submitted):
    """A customer asked to be called once about one matter: the number is kept for that call, or until it is too late for it."""

    class Answer(models.TextChoices):
        SPOKEN = "spoken", _("We spoke")
        NOT_REACHED = "not_reached", _("Nobody answered")
        NOT_NEEDED = "not_needed", _("Not needed any more")
        HANDED_ON = "handed_on", _("The service desk called")

    OURS = (Answer.SPOKEN, Answer.NOT_REACHED, Answer.NOT_NEEDED)  # what an ambassador may say of their call

    customer = models.ForeignKey("leads.Customer", models.PROTECT, related_name="call_backs")
    owner = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="call_backs")
    matter = models.CharField(max_length=200, blank=True, validators=[one_line])
    phone = SealedField(max_length=32, blank=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    referral = models.ForeignKey(  # the service desk makes the call
        "leads.Referral", models.SET_NULL, null=True, related_name="call_backs"
    )

    objects = CallBackQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "expires_at"], name="call_back_open", condition=Q(done_at=None)),
            models.Index(fields=["expires_at"], name="call_back_with_number", condition=~Q(phone="")),
            models.Index(fields=["customer", "-created_at"], name="call_back_of_customer"),
        ]
        constraints = [
            models.CheckConstraint(
                name="call_back_done_has_no_number", condition=Q(done_at=None) | Q(phone="")
            ),
            models.CheckConstraint(
                name="call_back_done_has_an_answer",
                condition=Q(done_at=None, answer__in=["", "not_reached"])
                | Q(Q(done_at__isnull=False), ~Q(answer="")),
            ),
        ]

    def __str__(self):
        return str(self.customer)

    def get_absolute_url(self):
        return reverse("leads:customer", args=[self.customer_id])

    @classmethod
    @transaction.atomic
    def ask(cls, customer, *, owner, by, phone, matter="", days=DAYS, client_id=None):
        """Keep a number for one call; the same `client_id` again answers with the first."""
        if not 0 < days <= LONGEST:
            raise Refusal(_("A number is kept for a call for 30 days at most. Choose a nearer day."))
        asked = cls(
            customer=customer,
            owner=owner,
            phone=phone,
            matter=matter,
            expires_at=timezone.now() + timedelta(days=days),
            client_id=client_id,
            **place_of(owner),
        )
        cls.objects.bulk_create([asked], ignore_conflicts=client_id is not None)
        kept = cls.objects.get(client_id=client_id) if client_id else asked
        if kept.customer_id != customer.pk:
            raise Refusal(_("This form was sent before, for somebody else. Open a new one."))
        if kept.pk == asked.pk:
            Event.record(kept, "asked", by=by, customer=customer.pk, expires_at=kept.expires_at)
        return kept

    @property
    def is_open(self):
        return self.done_at is None and self.expires_at > timezone.now()

    @transaction.atomic
    def show_number(self, *, by):
        """The number, once the look at it is written down; "" when the call is done or it is too late for it."""
        Look.record(self.customer, by=by, purpose="call back")
        return self.phone if self.is_open else ""

    @transaction.atomic
    def complete(self, *, by, answer):
        """Write down how the call went: done, the number is erased; not reached, it waits for the rest of its time."""
        now = timezone.now()
        reached = answer != self.Answer.NOT_REACHED or self.tries + 1 >= TRIES
        done = {"done_at": now, "done_by": by, "phone": ""} if reached else {}
        claimed = CallBack.objects.only_this(self).open(now)
        if not claimed.update(answer=answer, tries=models.F("tries") + 1, **done):
            raise Refusal(
                _("This call is done or over already, and its number is erased. Nothing more to do.")
            )
        self.refresh_from_db()
        Event.record(self, "done" if reached else "tried", by=by, answer=answer)
        if answer == self.Answer.SPOKEN:
            from leads.models.follow_up import FollowUp

            FollowUp.plan_after_call(self, by=by)

    @transaction.atomic
    def hand_on(self, referral, *, by):
        """The service desk makes the call: the number waits for it, in the time that is left, and for nobody else."""
        if not CallBack.objects.only_this(self).open().update(referral=referral):
            raise Refusal(
                _("This call is done or over, or somebody else makes it by now. Nothing more to do.")
            )
        self.referral = referral
        Event.record(self, "handed_on", by=by, referral=referral.pk)

    @transaction.atomic
    def come_back(self, *, by):
        """The service desk doesn't call: it is ours again, while its time lasts."""
        if CallBack.objects.only_this(self).with_the_desk(self.referral).update(referral=None):
            self.referral = None
            Event.record(self, "given_back", by=by)

    @transaction.atomic
    def end_with_the_desk(self, *, by):
        """The service desk is done with it: the number is erased."""
        done = {"done_at": timezone.now(), "phone": "", "answer": self.Answer.HANDED_ON}
        if CallBack.objects.only_this(self).with_the_desk(self.referral).update(**done):
            self.refresh_from_db()
            Event.record(self, "done", by=by, answer=self.answer)

    @transaction.atomic
    def hand_to(self, ambassador, *, by):
        """Somebody else makes the call, in the time that is left for it."""
        claimed = CallBack.objects.only_this(self).waiting().of_owner(self.owner_id)
        if not claimed.update(owner=ambassador, **place_of(ambassador)):
            raise Refusal(
                _("This call is done or over, or somebody else makes it by now. Nothing more to do.")
            )
        Event.record(self, "handed_over", by=by, giver=self.owner_id, taker=ambassador.pk)
        self.refresh_from_db()

    @transaction.atomic
    def end(self, why, *, by):
        """Nobody calls any more: the number is forgotten, and its time is over."""
        now = timezone.now()
        if CallBack.objects.only_this(self).waiting(now).update(phone="", expires_at=now):
            Event.record(self, "ended", by=by, why=why)
            self.refresh_from_db()

    @transaction.atomic
    def erase_number(self, *, by, why):
        """Forget the number without a call."""
        if CallBack.objects.only_this(self).with_number().update(phone=""):
            self.phone = ""
            Event.record(self, "number_erased", by=by, why=why)
