from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.call_back import CallBack
from leads.models.case import Case
from leads.models.consent import Consent
from leads.models.customer import Customer
from leads.models.lead import Lead
from leads.models.referral_words import ReferralQuerySet, new_code
from ledger.models import Event, Letter, Look, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line

# From each state, those the service desk may still say; an older word that comes late changes nothing.
FOLLOWING = {
    "sent": ["accepted", "in_work", "answered", "solved", "declined"],
    "accepted": ["in_work", "answered", "solved", "declined"],
    "in_work": ["answered", "solved", "declined"],
    "answered": ["solved"],
    "solved": [],
    "declined": [],
}
ENDS = ("answered", "solved", "declined")


class Referral(Noun, Submitted):
    """A lead or a help case that was handed to the service desk, under a code both sides can read out, and what became of it there."""

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        IN_WORK = "in_work", _("in work")
        ANSWERED = "answered", _("answered")
        SOLVED = "solved", _("solved")
        DECLINED = "declined", _("declined")

    class Channel(models.TextChoices):
        MAIL = "mail", _("by mail")
        WEBHOOK = "webhook", _("by a signed message")
        HAND = "hand", _("by hand")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="referrals")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="referrals")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="referrals")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    external_reference = models.CharField(max_length=80, blank=True, validators=[one_line])
    channel = models.CharField(max_length=8, choices=Channel)
    remark = models.TextField(blank=True, validators=[no_control_characters, MaxLengthValidator(1000)])
    with_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    state_since = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["lead", "-created_at"], name="referral_of_lead"),
            models.Index(fields=["case", "-created_at"], name="referral_of_case"),
            models.Index(fields=["ended_at"], name="referral_answered", condition=Q(closed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_is_of_a_lead_or_a_case", condition=Q(lead=None) ^ Q(case=None)
            ),
            models.CheckConstraint(
                name="referral_ends_with_a_time", condition=Q(state__in=ENDS) ^ Q(ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["lead"],
                condition=Q(ended_at=None, closed_at=None),
                name="one_open_referral_of_a_lead",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None, closed_at=None),
                name="one_open_referral_of_a_case",
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("leads:referred", args=[self.pk])

    @property
    def subject(self):
        return self.lead or self.case

    @property
    def is_open(self):
        return self.ended_at is None and self.closed_at is None

    @property
    def waits_for_its_owner(self):
        return self.ended_at is not None and self.closed_at is None

    @property
    def may_become(self):
        return [self.State(state) for state in FOLLOWING[self.state]]

    @property
    def shares_contact(self):
        """Whether name and number go along now: it was asked for, and what lets them go still holds."""
        return self.with_contact and (self.customer.may_be_called("service") or self.call_back is not None)

    @property
    def call_back(self):
        """The one call they asked for, if the desk is to make it and there is time left for it."""
        return self.call_backs.all().waiting().soonest_first().first()

    @property
    def number(self):
        """What the desk may call now: by a yes that holds, or for the one call; "" without either."""
        if self.customer.may_be_called("service"):
            return self.customer.phone
        return self.call_back.phone if self.call_back else ""

    def letter(self):
        """The letter it left with, or None where it was handed on by hand."""
        return Letter.objects.keyed(f"referral:{self.pk}").first()

    @classmethod
    @transaction.atomic
    def send(cls, subject, *, by, remark="", with_contact=False, external_reference="", client_id=None):
        """Hand this lead or case to the service desk; the same `client_id` again answers with the first."""
        if sent := cls.objects.sent_as(client_id).first():
            return sent
        type(subject).objects.locked().get(pk=subject.pk)
        if cls.objects.about(subject).open().exists():
            raise Refusal(_("The service desk has this already. Open it to see how it stands there."))
        ground = ground_for(subject.customer, by) if with_contact else []
        referral = cls(
            customer=subject.customer, remark=remark, external_reference=external_reference,
            with_contact=bool(ground),
            channel=channel(), sent_by=by, client_id=client_id, **{subject._meta.model_name: subject},
        )  # fmt: skip
        referral.save(force_insert=True)
        if referral.case_id and subject.is_open:
            subject.hand_on(by=by, reference=external_reference or referral.code)
        referral._use(ground, by=by)
        referral._leave(by=by)
        return referral

    def _use(self, ground, *, by):
        """What lets name and number go is used by it, each consent as well as the one call."""
        for one in ground:
            if isinstance(one, CallBack):
                one.hand_on(self, by=by)
            else:
                one.use(by=by, referral=self)

    def _leave(self, *, by):
        Event.record(self, "sent", by=by, channel=self.channel, contact=self.with_contact)
        if self.with_contact:
            Look.record(self.customer, by=by, purpose="referral")
        if self.channel != self.Channel.HAND:
            kind = {"mail": "referral", "webhook": "referral_message"}[self.channel]
            Letter.write(kind, dedup_key=f"referral:{self.pk}", on_behalf_of=by, referral=self.pk)

    @transaction.atomic
    def hear(self, reply):
        """Take in what the desk said (a DeskReply not kept yet), once per key; returns whether it was new."""
        now = Referral.objects.locked().get(pk=self.pk)
        if not reply.keep(of=now):
            return False
        columns = {"external_reference": reply.external_reference} if reply.external_reference else {}
        moves = reply.said in FOLLOWING[now.state] and now.closed_at is None
        if moves:
            columns |= {"state": reply.said, "state_since": reply.created_at}
            columns |= {"ended_at": reply.created_at} if reply.said in ENDS else {}
        if columns:
            Referral.objects.only_this(now).update(**columns)
        Event.record(self, reply.said if moves else "remarked", by=reply.by, channel=reply.channel)
        self.refresh_from_db()
        if moves and reply.said in ENDS:
            self._end(by=reply.by)
        reply.tell_the_owner()
        return True

    @transaction.atomic
    def close(self, *, by):
        """Whoever looks after it has read how it ended, or doesn't wait for the desk any more."""
        if not Referral.objects.only_this(self).unclosed().update(closed_at=timezone.now()):
            raise Refusal(_("This is closed already. Nothing more to do."))
        self.refresh_from_db(fields=["closed_at"])
        Event.record(self, "closed", by=by)
        if self.ended_at is None:
            self._take_call_back(by=by)

    def _end(self, *, by):
        """Solved, the one call is made; answered or declined, nobody called, and what was asked for is ours again."""
        if self.state == self.State.SOLVED:
            for call_back in CallBack.objects.with_the_desk(self):
                call_back.end_with_the_desk(by=by)
            return
        self._take_call_back(by=by)
        if self.state == self.State.DECLINED:
            self._give_back(by=by)

    def _take_call_back(self, *, by):
        for call_back in CallBack.objects.with_the_desk(self):
            call_back.come_back(by=by)

    def _give_back(self, *, by):
        """The desk won't help: the case is its owner's again, so that nobody is left alone with their trouble."""
        if self.case and self.case.state == Case.State.HANDED_ON:
            self.case.reopen(by=by)


def ground_for(customer, by):
    """What lets their name and number go to the desk: every yes to a call that holds, else the one call they asked for."""
    yes = list(Consent.objects.of_customer(customer).fitting("phone", "service").in_order())
    if yes:
        return yes
    asked = CallBack.objects.visible_to(by).of_customer(customer).open().with_number()
    return list(asked.soonest_first()[:1])


def channel():
    """How the service desk is reached, as the settings say."""
    desk = settings.SERVICE_DESK
    if desk.url:
        return Referral.Channel.WEBHOOK
    return Referral.Channel.MAIL if desk.mail else Referral.Channel.HAND
