from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads import calendar
from leads.models import consequences
from leads.models.case import Case
from leads.models.chained import Chained
from leads.models.consent import Consent
from leads.models.consent_wording import Purpose
from leads.models.customer import Customer
from leads.models.due import Due, due_at, refuse_unreasonable
from leads.models.follow_up_words import FollowUpQuerySet
from leads.models.lead import Lead
from leads.models.lent import OPEN, Lent
from leads.models.placed import Placed, place_of
from leads.models.reasoned import Reasoned
from leads.models.taken_back import TakenBack
from ledger.addresses import address
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import one_line

ATTEMPTS = 3  # the call itself, and two more when nobody answered
PAUSE = 2  # working days until the next attempt
BY_HAND = "by_hand"


class FollowUp(Chained, Lent, Reasoned, TakenBack, Due, Placed, Noun, Submitted):
    """A promise to call somebody on a day, and what came of it."""

    class Answer(models.TextChoices):
        ALL_OK = "all_ok", _("All ok")
        NOT_OK = "not_ok", _("Something is wrong")
        NOT_REACHED = "not_reached", _("Not reached")
        NOT_NEEDED = "not_needed", _("Not needed")

    class How(models.TextChoices):
        CALLED = "called", _("You called")
        MET = "met", _("You met")
        THEY_CALLED = "they_called", _("They called you")

    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="follow_ups")
    owner = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="follow_ups")
    stands_in_for = models.ForeignKey(  # who is away, and gets it back
        "ambassadors.Ambassador", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule = models.CharField(max_length=12)
    occurrence = models.PositiveSmallIntegerField(default=1)
    attempt = models.PositiveSmallIntegerField(default=1)
    purpose = models.CharField(max_length=12, choices=Purpose)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    how = models.CharField(max_length=12, choices=How, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)
    again_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="again")
    remark = models.CharField(max_length=200, blank=True, validators=[one_line])

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_at", "id"],
                name="follow_up_open_of_owner",
                condition=Q(answered_at=None, ended_at=None),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="follow_up_open_due",
                condition=Q(answered_at=None, ended_at=None),
            ),
            models.Index(
                fields=["stands_in_for"],
                name="follow_up_lent",
                condition=Q(stands_in_for__isnull=False, answered_at=None, ended_at=None),
            ),
            models.Index(
                fields=["remind_at"], name="follow_up_to_remind", condition=Q(remind_at__isnull=False)
            ),
            models.Index(
                fields=["owner", "-answered_at", "-id"],
                name="follow_up_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "rule", "occurrence", "attempt"], name="one_follow_up_for_a_step_of_a_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "rule", "occurrence", "attempt"], name="one_follow_up_for_a_step_of_a_case"
            ),
            models.CheckConstraint(
                name="follow_up_is_about_a_lead_or_a_case",
                condition=Q(lead__isnull=False, case=None) | Q(lead=None, case__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_answer_has_a_moment",
                condition=Q(answered_at=None, answer="", answered_by=None)
                | Q(Q(answered_at__isnull=False), ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="follow_up_end_has_a_reason",
                condition=Q(ended_at=None, ended_why="") | Q(Q(ended_at__isnull=False), ~Q(ended_why="")),
            ),
            models.CheckConstraint(
                name="follow_up_is_answered_or_ended", condition=Q(answered_at=None) | Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="follow_up_closed_reminds_nobody",
                condition=Q(remind_at=None) | Q(answered_at=None, ended_at=None),
            ),
            models.CheckConstraint(
                name="follow_up_is_tried_three_times", condition=Q(attempt__gte=1, attempt__lte=ATTEMPTS)
            ),
        ]

    def __str__(self):
        return str(self.customer)

    def get_absolute_url(self):
        return address("leads:answer", self.pk)

    # What it is now

    @property
    def subject(self):
        return self.lead or self.case

    @property
    def way_back(self):
        """Where the whole story stands; who stands in sees the call alone."""
        return reverse("leads:follow_ups") if self.stands_in_for_id else self.subject.get_absolute_url()

    @property
    def encounter(self):
        return self.subject.encounter

    @property
    def drawing(self):
        """The drawing that stands in until there is a photograph."""
        return self.encounter.drawing if self.encounter else "friend"

    @property
    def is_open(self):
        return self.answered_at is None and self.ended_at is None

    @property
    def is_due(self):
        return self.is_open and self.due_at <= timezone.now()

    @property
    def is_in_time(self):
        """Answered within the days the network promises; None while it is open."""
        if self.answered_at is None:
            return None
        return self.answered_at <= self.due_at + timedelta(days=settings.FOLLOW_UP_IN_TIME_DAYS)

    @property
    def may_call(self):
        """Whether a consent allows the call at this moment; lists bring the answer along."""
        if "call_allowed" in self.__dict__:
            return bool(self.call_allowed)
        return self.fitting_consent() is not None

    @property
    def tries_left(self):
        return ATTEMPTS - self.attempt

    @property
    def next_try(self):
        """The wall time of the next attempt, if nobody answers today."""
        today = calendar.wall_at(timezone.now(), self.tz).day
        return calendar.morning_of(calendar.working_days_after(today, PAUSE, self.owner.region), self.tz)

    def fitting_consent(self):
        return Consent.objects.of_customer(self.customer_id).fitting("phone", self.purpose).in_order().last()

    # How it comes to be

    @classmethod
    @transaction.atomic
    def add(cls, lead, *, by, wall, purpose, client_id=None, remark=""):
        """Promise a call by hand; the same `client_id` again answers with the first."""
        refuse_unreasonable(wall)
        if lead.owner is None:
            raise Refusal(_("Nobody looks after this lead yet. Hand it to somebody first."))
        lead.customer.locked_for_contact()
        first = cls.objects.sent_as(client_id).first()
        if first and first.lead_id != lead.pk:
            raise Refusal(_("This form was sent before, for somebody else. Open a new one."))
        occurrence = cls.objects.of_lead(lead).by_hand().next_occurrence()
        what = {"purpose": purpose, "client_id": client_id, "remark": remark}
        return first or cls.plan(lead=lead, rule=BY_HAND, occurrence=occurrence, by=by, wall=wall, **what)

    @classmethod
    def plan(cls, *, by, wall, lead=None, case=None, owner=None, **what):
        """Write a follow-up due at a wall time; for the verbs above and for another attempt."""
        subject = lead or case
        owner = owner or subject.owner
        follow_up = cls(
            lead=lead,
            case=case,
            customer=subject.customer,
            owner=owner,
            **place_of(owner),
            **due_at(wall),
            **what,
        )
        follow_up.save(force_insert=True)
        Event.record_first(
            follow_up, "planned", by=by, rule=follow_up.rule, due_at=follow_up.due_at, about=subject.pk
        )
        return follow_up

    # What is done with it

    @transaction.atomic
    def complete(self, *, by, answer, how=""):
        """Keep the answer once, with how they spoke, and do what follows from it."""
        how = consequences.how_they_spoke(self, answer, how)
        waiting = self.reminder_that_waits()
        self._claim(OPEN, answered_at=timezone.now(), answered_by=by, answer=answer, how=how, remind_at=None)
        Event.record(self, "answered", by=by, answer=answer, how=how, **waiting)
        consequences.follow(self, by=by)

    @transaction.atomic
    def correct(self, *, by, answer, how=""):
        """Take a mistaken answer back with what followed from it, and keep the right one.

        A use of the consent that was written down stays: such rows are not undone, the event tells the story.
        """
        mistaken = self.answer
        if not mistaken:
            raise Refusal(_("This follow-up has no answer yet. Answer it instead."))
        if answer == mistaken:
            raise Refusal(_("This is the answer already. Nothing was changed."))
        how = consequences.how_they_spoke(self, answer, how)
        consequences.undo(self, by=by)
        self._claim({"answer": mistaken}, answer=answer, answered_by=by, how=how)
        Event.record(self, "corrected", by=by, before=mistaken, answer=answer, how=how)
        consequences.follow(self, by=by)

    @transaction.atomic
    def take_back(self, *, by):
        """Open it again as it was, with what followed from the answer undone; a use of the consent stays written."""
        mistaken, answered = self.answer, self.answer_to_take_back(by)
        self._claim(answered, **self.unanswered())
        Event.record(self, "taken_back", by=by, answer=mistaken)
        consequences.undo(self, by=by)

    @transaction.atomic
    def snooze(self, wall, *, by):
        """Move the call to another wall time; it reminds anew then."""
        refuse_unreasonable(wall)
        self._claim(OPEN, **due_at(wall))
        Event.record(self, "snoozed", by=by, due_at=self.due_at)

    def call(self, *, by):
        """Write down that a call uses a consent; without one that fits, the call must not be made."""
        consent = self.fitting_consent()
        if consent is None:
            raise Refusal(_("Don't call: ask when you meet. There is no consent that allows this call."))
        consent.use(by=by, follow_up=self)

    def end(self, why, *, by):
        """It is not wanted any more; refuses when somebody answered it."""
        self._claim(OPEN, ended_at=timezone.now(), ended_why=why, remind_at=None)
        Event.record(self, "ended", by=by, why=why)

    @transaction.atomic
    def hand_to(self, ambassador, *, by):
        """Somebody else makes the call, and is reminded of it anew."""
        giver = self.owner_id
        self._claim({**OPEN, "owner": giver}, owner=ambassador, stands_in_for=None, remind_at=self.due_at)
        Event.record(self, "handed_over", by=by, giver=giver, taker=ambassador.pk)

    def revive(self, wall, *, owner, by):
        """What was ended is wanted again, at a new time, of whoever looks after it now."""
        anew = {"owner": owner, "ended_at": None, "ended_why": "", **due_at(wall)}
        self._claim({"answered_at": None, "ended_at__isnull": False}, **anew)
        Event.record(self, "planned", by=by, rule=self.rule, due_at=self.due_at, about=self.subject.pk)

    def _claim(self, as_it_was, **columns):
        """Write these columns if the row is still as it was; one of two at the same time is refused."""
        if not FollowUp.objects.only_this(self).as_it_was(as_it_was).update(**columns):
            raise Refusal(_("Somebody was faster: this follow-up has changed. Open it again to see how."))
        for name, value in columns.items():
            setattr(self, name, value)
