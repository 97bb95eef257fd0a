from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.case import Case
from leads.models.lead import Lead
from ledger.models import Event, Letter, Noun, Submitted
from ledger.pseudonyms import pseudonym
from ledger.refusal import Refusal

OPEN = ("asked", "agreed")


class SharedCreditQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The two of them; to nobody else is anybody's share a matter."""
        return self.filter(Q(asker__person=person) | Q(partner__person=person))

    def waiting_for(self, person):
        """What this person is to answer: a question, or the other's wish to end it."""
        asked = Q(state=SharedCredit.State.ASKED, partner__person=person)
        mine = Q(asker__person=person) | Q(partner__person=person)
        ending = Q(state=SharedCredit.State.AGREED, end_asked_by__isnull=False) & mine
        return self.filter(asked | (ending & ~Q(end_asked_by=person)))

    def of_person(self, person):
        return self.filter(Q(asker__person=person) | Q(partner__person=person))

    def about(self, subject):
        return self.filter(**{subject._meta.model_name: subject})

    def about_lead(self, pk):
        return self.filter(lead=pk)

    def open(self):
        return self.filter(state__in=OPEN)

    def told(self):
        """All but those who were taken back before an answer."""
        return self.exclude(state=SharedCredit.State.WITHDRAWN)

    def in_state(self, state):
        return self.filter(state=state)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def only_this(self, credit):
        return self.filter(pk=credit.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def end_not_asked(self):
        return self.filter(end_asked_by=None)

    def end_asked_besides(self, person):
        """Whose end somebody else has asked for."""
        return self.filter(end_asked_by__isnull=False).exclude(end_asked_by=person)

    def with_people(self):
        return self.select_related(
            "asker__person",
            "asker__portrait",
            "partner__person",
            "partner__portrait",
            "lead__customer",
            "case__customer",
        )

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class SharedCredit(Noun, Submitted):
    """Two ambassadors who say together that a lead or a help case was the work of both: one asks, the other agrees."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked, no answer yet")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        ENDED = "ended", _("ended by both")

    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="credits")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="credits")
    asker = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="credits_asked")
    partner = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="credits_offered")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    answered_at = models.DateTimeField(null=True)
    end_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = SharedCreditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partner", "-created_at"], name="credit_of_partner"),
            models.Index(fields=["asker", "-created_at"], name="credit_of_asker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="credit_is_of_a_lead_or_a_case", condition=Q(lead=None) ^ Q(case=None)
            ),
            models.CheckConstraint(name="credit_needs_two", condition=~Q(asker=F("partner"))),
            models.CheckConstraint(
                name="credit_ended_has_a_time", condition=Q(state="ended") ^ Q(ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["lead", "partner"], condition=Q(state__in=OPEN), name="lead_shared_once_with_somebody"
            ),
            models.UniqueConstraint(
                fields=["case", "partner"], condition=Q(state__in=OPEN), name="case_shared_once_with_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.asker} + {self.partner}"

    def get_absolute_url(self):
        return reverse("leads:credit", args=[self.pk])

    @property
    def subject(self):
        return self.lead or self.case

    @property
    def pseudonym(self):
        """What the other reads instead of a name: always the same, and no way back to the customer."""
        return pseudonym("L" if self.lead_id else "H", self.lead_id or self.case_id)

    @property
    def is_open(self):
        return self.state in OPEN

    def other_than(self, person):
        return self.partner if self.asker.person_id == person.pk else self.asker

    @classmethod
    def ask(cls, subject, partner, *, by, client_id=None):
        """Ask a colleague to share the credit; the same `client_id` again answers with the first."""
        if asked := cls.objects.sent_as(client_id).first():
            return asked
        asker = by.ambassador_or_none
        if asker is None or subject.owner_id != asker.pk:
            raise Refusal(_("Only who looks after it can share the credit. Hand it on first, or ask them."))
        if not partner.is_active or partner.pk == asker.pk:
            raise Refusal(_("This person is not an active ambassador. Choose somebody else."))
        try:
            return cls._ask(subject, asker, partner, by=by, client_id=client_id)
        except IntegrityError as error:
            raise Refusal(
                _("You share it with %(name)s already, or have asked.") % {"name": partner}
            ) from error

    @classmethod
    @transaction.atomic
    def _ask(cls, subject, asker, partner, *, by, client_id):
        credit = cls(asker=asker, partner=partner, client_id=client_id, **{subject._meta.model_name: subject})
        credit.save(force_insert=True)
        Event.record(credit, "asked", by=by, partner=partner.pk)
        credit._tell("credit_asked", partner.person)
        return credit

    @transaction.atomic
    def agree(self, *, by):
        """The colleague says yes: from now on it was the work of both."""
        self._only(self.partner, by)
        self._move("asked", to=self.State.AGREED, by=by, answered_at=timezone.now())
        self._tell("credit_answered", self.asker.person)

    @transaction.atomic
    def decline(self, *, by):
        """The colleague says no; nobody asks why."""
        self._only(self.partner, by)
        self._move("asked", to=self.State.DECLINED, by=by, answered_at=timezone.now())
        self._tell("credit_answered", self.asker.person)

    def withdraw(self, *, by):
        """Who asked takes the question back while there is no answer."""
        self._only(self.asker, by)
        self._move("asked", to=self.State.WITHDRAWN, by=by)

    @transaction.atomic
    def end(self, *, by):
        """One of the two would like to end it, or agrees that it ends: it takes both, as it did to begin."""
        agreed = SharedCredit.objects.only_this(self).in_state(self.State.AGREED)
        if agreed.end_asked_besides(by).update(state=self.State.ENDED, ended_at=timezone.now()):
            Event.record(self, "ended", by=by)
        elif agreed.end_not_asked().update(end_asked_by=by):
            Event.record(self, "end_asked", by=by)
        else:
            raise Refusal(_("You have asked for this already, or it is over. Look how it stands now."))
        self.refresh_from_db()

    @transaction.atomic
    def keep(self, *, by):
        """It stays shared after all: the wish to end it is taken back, or the other says no to it."""
        agreed = SharedCredit.objects.only_this(self).in_state(self.State.AGREED)
        if not agreed.update(end_asked_by=None):
            raise Refusal(_("This is over already. Look how it stands now."))
        self.refresh_from_db()
        Event.record(self, "kept", by=by)

    def _only(self, ambassador, person):
        if ambassador.person_id != person.pk:
            raise Refusal(_("Only %(name)s can answer this.") % {"name": ambassador})

    @transaction.atomic
    def _move(self, source, *, to, by, **columns):
        asked = SharedCredit.objects.only_this(self).in_state(source)
        if not asked.update(state=to, **columns):
            raise Refusal(_("This question is closed already. Look how it stands now."))
        self.refresh_from_db()
        Event.record(self, to.value, by=by)

    def _tell(self, kind, person):
        Letter.write(kind, recipient=person, dedup_key=f"{kind}:{self.pk}", credit=self.pk)
