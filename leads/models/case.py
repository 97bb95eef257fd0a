from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.checklist import Desk, Step
from leads.models.customer import Customer
from leads.models.encounter import Encounter
from leads.models.lead import Lead
from leads.models.placed import Placed, PlacedQuerySet, place_of
from ledger.addresses import address
from ledger.models import Event, Kept, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line


class CaseQuerySet(PlacedQuerySet):
    def open(self):
        return self.filter(state=Case.State.OPEN)

    def unsolved(self):
        """Whose customers still wait: for us, or for the service desk."""
        return self.in_state(Case.State.OPEN, Case.State.HANDED_ON)

    def solved(self):
        return self.filter(state=Case.State.SOLVED)

    def told(self):
        """All but those opened by mistake."""
        return self.exclude(state=Case.State.DROPPED)

    def in_state(self, *states):
        return self.filter(state__in=[state for state in states if state in Case.State.values])

    def shown_as(self, view):
        """The part of the cases that a list shows under this name; the open ones under any other."""
        return self.in_state(view) if view in (Case.State.SOLVED, Case.State.HANDED_ON) else self.open()

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def of_encounter(self, encounter):
        return self.filter(encounter=encounter)

    def of_lead(self, lead):
        return self.filter(lead=lead)

    def of_follow_up(self, follow_up):
        return self.filter(opened_from=follow_up)

    def newest_first(self):
        return self.order_by("-opened_at", "-id")

    def with_people(self):
        return self.select_related("customer", "lead__customer", "encounter", "owner__person")

    def hand_all_to(self, ambassador, *, by):
        """Each with its event, and with the calls that are promised about it; what they help with already stays as it is."""
        for case in self.exclude(owner=ambassador).locked():
            case.hand_to(ambassador, by=by)
            case.follow_ups.all().open().hand_all_to(ambassador)

    def of_owner(self, ambassador):
        return self.filter(owner=ambassador)

    def locked(self):
        return self.select_for_update(of=("self",))

    def only_this(self, case):
        return self.filter(pk=case.pk)


class Case(Placed, Noun, Submitted, Kept):
    """A customer's trouble that an ambassador helps with until it is solved."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SOLVED = "solved", _("solved")
        HANDED_ON = "handed_on", _("with the service desk")
        DROPPED = "dropped", _("opened by mistake")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="cases")
    encounter = models.ForeignKey(Encounter, models.PROTECT, null=True, blank=True, related_name="cases")
    owner = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="cases")
    opened_from = models.OneToOneField(
        "leads.FollowUp", models.PROTECT, null=True, blank=True, related_name="opened_case"
    )
    title = models.CharField(max_length=160, validators=[one_line])
    since_when = models.DateField(null=True, blank=True)
    desks = ArrayField(models.CharField(max_length=10, choices=Desk), default=list, blank=True)
    steps = ArrayField(models.CharField(max_length=10, choices=Step), default=list, blank=True)
    tried = models.CharField(max_length=300, blank=True, validators=[one_line])
    what_helped = models.TextField(blank=True, validators=[no_control_characters, MaxLengthValidator(2000)])
    reference = models.CharField(max_length=80, blank=True, validators=[one_line])
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-opened_at", "-id"], name="case_of_owner"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_solved_has_a_time",
                condition=Q(state="solved", solved_at__isnull=False) | Q(~Q(state="solved"), solved_at=None),
            ),
            models.CheckConstraint(
                name="case_handed_on_has_a_reference", condition=~Q(state="handed_on") | ~Q(reference="")
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("leads:case", self.pk)

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def desk_words(self):
        """Where they asked before, in words and in the order of the form."""
        return [str(desk.label) for desk in Desk if desk in self.desks]

    @property
    def step_words(self):
        """What was looked at, in words and in the order of the checklist."""
        return [str(step.label) for step in Step if step in self.steps]

    @property
    def duration(self):
        """How long it took, as a timedelta; None while it is not solved."""
        return self.solved_at and self.solved_at - self.opened_at

    @classmethod
    @transaction.atomic
    def open_for(cls, customer, *, owner, by, **facts):
        """Begin a case in the unit and region its owner has today."""
        case = cls(customer=customer, owner=owner, **place_of(owner), **facts)
        case.save(force_insert=True)
        Event.record_first(case, "opened", by=by, customer=customer.pk, lead=case.lead_id)
        return case

    @transaction.atomic
    def change(self, *, by, **facts):
        """Write new facts about the trouble."""
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, facts[name])
        if changed:
            self.save(update_fields=changed)
            Event.record(self, "changed", by=by, fields=sorted(changed))

    @transaction.atomic
    def solve(self, *, by, what_helped, at=None):
        """It works again, since `at` (default now): keep what helped, and ask in three days whether it still does."""
        self._claim(
            self.State.OPEN,
            self.State.HANDED_ON,
            to=self.State.SOLVED,
            by=by,
            what_helped=what_helped,
            solved_at=at or timezone.now(),
        )
        self._close(self.referrals.all().unclosed(), by=by)
        from leads.models.follow_up import FollowUp

        FollowUp.plan_for_case(self, by=by)

    def hand_on(self, *, by, reference):
        """The service desk takes over, under its own reference."""
        self._claim(self.State.OPEN, to=self.State.HANDED_ON, by=by, reference=reference)

    @transaction.atomic
    def hand_to(self, ambassador, *, by):
        """Somebody else goes on helping."""
        giver = self.owner_id
        if not Case.objects.only_this(self).of_owner(giver).update(owner=ambassador):
            raise Refusal(_("Somebody else helps here in the meantime. Open it again."))
        self.owner = ambassador
        Event.record(self, "handed_over", by=by, giver=giver, taker=ambassador.pk)

    @transaction.atomic
    def reopen(self, *, by):
        """It doesn't work after all; the question planned for the solution ends."""
        self._claim(
            self.State.SOLVED,
            self.State.HANDED_ON,
            self.State.DROPPED,
            to=self.State.OPEN,
            by=by,
            solved_at=None,
        )
        self.follow_ups.all().end_all("reopened", by=by)
        self._close(self.referrals.all().open(), by=by)

    def drop(self, *, by):
        """It was opened by mistake."""
        self._claim(self.State.OPEN, to=self.State.DROPPED, by=by)

    def _close(self, referrals, *, by):
        """Nobody waits for the service desk any more."""
        for referral in referrals:
            referral.close(by=by)

    @transaction.atomic
    def _claim(self, *sources, to, by, **columns):
        """Move from one of `sources` to `to` if nobody was faster."""
        if not Case.objects.only_this(self).in_state(*sources).update(state=to, **columns):
            raise Refusal(
                _("This case is %(state)s already. Open it again to see what happened.")
                % {"state": self._state_now()}
            )
        for name, value in {"state": to, **columns}.items():
            setattr(self, name, value)
        Event.record(self, to.value if to != self.State.OPEN else "reopened", by=by)

    def _state_now(self):
        return self.State(Case.objects.only_this(self).values_list("state", flat=True).get()).label
