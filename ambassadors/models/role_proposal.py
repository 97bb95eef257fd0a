from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.role import NEED_TWO, Role
from ledger.models import Event, Letter, Noun
from ledger.refusal import Refusal

LASTS = timedelta(days=14)
SECOND_PEOPLE = ("admin", "auditor")  # who may say yes to what somebody else proposed
_UNANSWERED = models.Q(confirmed_at=None, declined_at=None, withdrawn_at=None)


class RoleProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(_UNANSWERED, expires_at__gt=timezone.now())

    def expired(self):
        return self.filter(_UNANSWERED, expires_at__lte=timezone.now())

    def visible_to(self, person):
        """Whoever could be one of the two people, and whom it is about."""
        return self if person.has_role(*SECOND_PEOPLE) else self.filter(person=person)

    def waiting_for(self, person):
        """What this person may answer: not what they proposed, and not what is about them."""
        if not person.has_role(*SECOND_PEOPLE):
            return self.none()
        return self.open().exclude(models.Q(proposed_by=person) | models.Q(person=person))

    def about(self, person, name):
        return self.filter(person=person, name=name)

    def by(self, person):
        return self.filter(proposed_by=person)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def with_people(self):
        return self.select_related(
            "person__ambassador__portrait", "proposed_by", "confirmed_by", "declined_by"
        )

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class RoleProposal(Noun):
    """One admin proposes somebody as admin or auditor; it counts when a second person has confirmed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_proposals")
    name = models.CharField(max_length=20, choices=[(name, Role.Name(name).label) for name in NEED_TWO])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RoleProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="role_proposal_newest")]
        constraints = [
            models.CheckConstraint(
                name="nobody_proposes_themselves", condition=~models.Q(person=models.F("proposed_by"))
            ),
            models.CheckConstraint(
                name="proposal_is_confirmed_by_a_second_person",
                condition=models.Q(confirmed_by=None)
                | ~(
                    models.Q(confirmed_by=models.F("proposed_by")) | models.Q(confirmed_by=models.F("person"))
                ),
            ),
            models.CheckConstraint(
                name="proposal_names_who_answered",
                condition=(models.Q(confirmed_at=None) ^ models.Q(confirmed_by__isnull=False))
                & (models.Q(declined_at=None) ^ models.Q(declined_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_ends_once",
                condition=models.Q(confirmed_at=None, declined_at=None)
                | models.Q(confirmed_at=None, withdrawn_at=None)
                | models.Q(declined_at=None, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="proposed_term_ends_after_it_begins",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["person", "name"], condition=_UNANSWERED, name="one_open_proposal_of_a_role"
            ),
        ]

    def __str__(self):
        return self.get_name_display()

    def get_absolute_url(self):
        return reverse("ambassadors:role_proposal", args=[self.pk])

    @classmethod
    @transaction.atomic
    def propose(cls, person, name, *, by, valid_from=None, valid_until=None):
        """Put somebody forward; what lapsed before makes room."""
        if not by.has_role("admin"):
            raise Refusal(_("Only an admin can propose somebody. Ask one of them."))
        cls.objects.expired().about(person, name).update(withdrawn_at=models.F("expires_at"))
        proposal = cls(
            person=person,
            name=name,
            proposed_by=by,
            valid_from=valid_from or person.today(),
            valid_until=valid_until,
            expires_at=timezone.now() + LASTS,
        )
        proposal._not_held_already()
        try:
            with transaction.atomic():
                proposal.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_refused(error)) from error
        Event.record(proposal, "proposed", by=by, **proposal.told())
        return proposal

    @property
    def is_open(self):
        unanswered = not (self.confirmed_at or self.declined_at or self.withdrawn_at)
        return unanswered and self.expires_at > timezone.now()

    @property
    def state(self):
        """open, confirmed, declined, withdrawn or expired."""
        if self.confirmed_at or self.declined_at:
            return "confirmed" if self.confirmed_at else "declined"
        if self.withdrawn_at and self.withdrawn_at < self.expires_at:
            return "withdrawn"
        return "open" if self.is_open else "expired"

    @property
    def scope(self):
        return Role.Scope.NETWORK.label

    @property
    def last_day(self):
        return self.valid_until and self.valid_until - timedelta(days=1)

    def told(self):
        return {"role": self.name, "scope": "network", "person": self.person_id}

    def may_be_answered_by(self, person):
        """A second person: an admin or an auditor who neither proposed it nor gets the role."""
        return person.has_role(*SECOND_PEOPLE) and person.pk not in (self.proposed_by_id, self.person_id)

    @transaction.atomic
    def confirm(self, *, by):
        """The second yes: from now on, or from the day that was proposed, the role is held."""
        self._answer(by, confirmed_at=timezone.now(), confirmed_by=by)
        if not self.proposed_by.has_role("admin"):
            raise Refusal(_("Whoever proposed this is no admin any more. Another admin can propose it anew."))
        Event.record(self, "confirmed", by=by, **self.told())
        begins = max(self.valid_from, self.person.today())
        role = Role.grant(
            self.person, self.name, by=self.proposed_by, confirmed_by=by, valid_from=begins, valid_until=self.valid_until
        )  # fmt: skip
        self._tell_the_proposer()
        return role

    @transaction.atomic
    def decline(self, *, by):
        """The second person would rather not; the role is not given."""
        self._answer(by, declined_at=timezone.now(), declined_by=by)
        Event.record(self, "declined", by=by, **self.told())
        self._tell_the_proposer()

    @transaction.atomic
    def withdraw(self, *, by):
        """Whoever proposed it takes it back."""
        if by.pk != self.proposed_by_id:
            raise Refusal(_("Only whoever proposed this can take it back. You can say no to it."))
        self._claim(withdrawn_at=timezone.now())
        Event.record(self, "withdrawn", by=by, **self.told())

    def _not_held_already(self):
        if self.person.roles.named(self.name).lasting(self.person.today()).exists():
            raise Refusal(
                _("This person holds the role already in that time. End it first, or choose other days.")
            )

    def _answer(self, by, **how):
        if not self.may_be_answered_by(by):
            raise Refusal(
                _(
                    "A second person has to answer: an admin or an auditor who neither proposed it nor gets the role."
                )
            )
        self._claim(**how)

    def _claim(self, **how):
        if not RoleProposal.objects.open().numbered(self.pk).update(**how):
            raise Refusal(_("This proposal is answered already, or too old. Look at the roles again."))
        for name, value in how.items():
            setattr(self, name, value)

    def _tell_the_proposer(self):
        Letter.write(
            "proposal_answered", recipient=self.proposed_by, dedup_key=f"proposal:{self.pk}:answered", proposal=self.pk
        )  # fmt: skip


def _refused(error):
    if "one_open_proposal_of_a_role" in str(error):
        return _("This is proposed already and waits for a second person.")
    if "nobody_proposes_themselves" in str(error):
        return _("Nobody proposes themselves. Ask another admin.")
    return _("The term ends before it begins. Look at its days again.")
