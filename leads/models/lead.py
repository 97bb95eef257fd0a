from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import lead_choices, lead_folding
from leads.models.customer import Customer
from leads.models.encounter import Encounter
from leads.models.lead_words import LeadQuerySet
from leads.models.placed import Placed, place_of
from ledger.addresses import address
from ledger.models import Event, Kept, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line
from ledger.wholes import part

# From each state, the states that may follow. "won" is left only by taking it back.
TRANSITIONS = {
    "new": ["contacted", "offered", "won", "lost"],
    "contacted": ["offered", "won", "lost"],
    "offered": ["contacted", "won", "lost"],
    "won": ["offered"],
    "lost": ["contacted"],
}
GONE = _("This lead isn't yours to change any more.")
MOVED_SINCE = _("Somebody moved it since then.")
MOVED_MEANWHILE = _("Somebody moved this lead in the meantime. Open it again to see where it stands.")


class Lead(Placed, Noun, Submitted, Kept):
    """A chance to win somebody as a customer, looked after by one ambassador."""

    State, Interest = lead_choices.State, lead_choices.Interest
    Obstacle, Relation = lead_choices.Obstacle, lead_choices.Relation

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="leads")
    encounter = models.ForeignKey(Encounter, models.PROTECT, null=True, blank=True, related_name="leads")
    owner = models.ForeignKey(
        "ambassadors.Ambassador", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    interest = models.CharField(max_length=10, choices=Interest, default=Interest.UNKNOWN)
    former_provider = models.CharField(max_length=80, blank=True, validators=[one_line])
    obstacle = models.CharField(max_length=10, choices=Obstacle, blank=True)
    win_back = models.BooleanField(default=False)
    relation = models.CharField(max_length=10, choices=Relation, blank=True)
    contract_value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True, validators=[no_control_characters, MaxLengthValidator(4000)])
    source = models.CharField(max_length=80, blank=True, validators=[one_line])
    external_id = models.CharField(max_length=80, unique=True, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    state_since = models.DateTimeField(default=timezone.now)
    won_at = models.DateTimeField(null=True, blank=True)
    folded = models.TextField(blank=True, editable=False)
    marks = ArrayField(models.CharField(max_length=140), default=list, blank=True, editable=False)
    found_by = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="lead_of_owner"),
            models.Index(fields=["owner", "state", "-created_at", "-id"], name="lead_of_owner_in_state"),
            models.Index(fields=["-created_at", "-id"], name="lead_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="lead_newest_in_state"),
            models.Index(fields=["region", "-created_at", "-id"], name="lead_of_region"),
            models.Index(fields=["unit_code", "-created_at", "-id"], name="lead_of_unit"),
            models.Index(fields=["-created_at", "-id"], name="lead_in_queue", condition=Q(owner=None)),
            GinIndex(fields=["found_by"], name="lead_found_by"),
            GinIndex(fields=["marks"], name="lead_marked"),
        ]
        constraints = [
            models.CheckConstraint(
                name="lead_won_has_a_time",
                condition=Q(state="won", won_at__isnull=False) | Q(~Q(state="won"), won_at=None),
            ),
            models.CheckConstraint(
                name="contract_value_is_no_debt",
                condition=Q(contract_value=None) | Q(contract_value__gte=0),
            ),
        ]

    def __str__(self):
        return str(self.customer)

    def get_absolute_url(self):
        return address("leads:lead", self.pk)

    @property
    def searched_by(self):
        """The words this lead is found by; no number and no address."""
        return lead_folding.words_of(self)

    def fold(self):
        """Write down how the lead is found; called by whoever changes one of these words."""
        self.folded, self.marks = self.searched_by, lead_folding.marks_of(self)
        return {"folded": self.folded, "marks": self.marks}

    @property
    def is_open(self):
        return self.state in (self.State.NEW, self.State.CONTACTED, self.State.OFFERED)

    @property
    def is_won(self):
        return self.state == self.State.WON

    @property
    def kind(self):
        """The kind of story that this might become."""
        return self.encounter.kind if self.encounter else "sales"

    @property
    def is_won_back(self):
        """Won from another provider, or a customer of old who came back."""
        return self.is_won and bool(self.win_back or self.former_provider)

    @property
    def step(self):
        """How far along the chain it is, as the number of the knot (needs with_chain)."""
        if self.is_won:
            return 5 if self.was_called else 4
        return 3 if self.has_consent else 2

    @property
    def may_become(self):
        """The states that may follow, each with its name."""
        return [self.State(state) for state in TRANSITIONS[self.state]]

    @classmethod
    @part
    def open_for(cls, customer, *, owner, by, encounter=None, client_id=None, **facts):
        """Begin a lead in the unit and region its owner has today."""
        lead = cls(
            customer=customer,
            owner=owner,
            encounter=encounter,
            client_id=client_id,
            **{**place_of(owner), **facts},
        )
        lead.fold()
        lead.save(force_insert=True)
        Event.record_first(lead, "opened", by=by, customer=customer.pk, encounter=encounter and encounter.pk)
        lead._declare(before="", by=by)
        return lead

    def move(self, to, *, by, seen=""):
        """Take the lead to another state, through the door that state has; `seen` is where somebody saw it."""
        if seen and seen != self.state:
            raise Refusal(MOVED_MEANWHILE)
        if to == self.State.WON:
            return self.win(by=by)
        if (self.state, to) == (self.State.WON, self.State.OFFERED):
            return self.take_back(by=by)
        return self._move(to, by=by)

    @transaction.atomic
    def win(self, *, by):
        """The customer said yes: plan the calls that ask whether all is well."""
        if self.owner_id is None:
            raise Refusal(_("Nobody looks after this lead yet. Hand it to somebody first."))
        self._move(self.State.WON, by=by, won_at=timezone.now())
        from leads.models.follow_up import FollowUp

        FollowUp.plan_chain(self, by=by)

    @transaction.atomic
    def take_back(self, *, by):
        """It was not won after all: the offer is out again, and the planned calls end."""
        self._move(self.State.OFFERED, by=by, only_from=[self.State.WON], won_at=None)
        self.follow_ups.all().chained().end_all("taken_back", by=by)

    @transaction.atomic
    def put_back(self, to, *, seen, since, by):
        """As it stood before an act on many that is taken back; refused when somebody has moved it since."""
        if (self.state, self.state_since) != (seen, since):
            raise Refusal(MOVED_SINCE)
        if self.is_won:
            self.take_back(by=by)
        if self.state != to:
            self._move(to, by=by, only_from=[self.state])

    @transaction.atomic
    def hand_to(self, ambassador, *, by):
        """Give the lead to another ambassador, with its open calls and every case in which the customer still waits.

        What is solved stays with who solved it, and so does the question whether it still works: they promised to ask.
        """
        if not ambassador.is_active:
            raise Refusal(
                _("%(name)s is not an active ambassador. Choose somebody else.") % {"name": ambassador}
            )
        if ambassador.pk == self.owner_id:
            raise Refusal(_("%(name)s looks after this lead already.") % {"name": ambassador})
        if not Lead.objects.only_this(self).looked_after_by(self.owner_id).update(owner=ambassador):
            raise Refusal(_("This lead has been handed to somebody else in the meantime. Open it again."))
        Event.record(self, "handed_on", by=by, giver=self.owner_id, taker=ambassador.pk)
        self.owner = ambassador
        self.follow_ups.all().open().hand_all_to(ambassador)
        self.cases.all().unsolved().hand_all_to(ambassador, by=by)

    @transaction.atomic
    def put_into_queue(self, *, by):
        """Nobody looks after it from now on, and a coordinator hands it to somebody; the promised calls end."""
        giver = self.owner_id
        if giver is None or not Lead.objects.only_this(self).looked_after_by(giver).update(owner=None):
            raise Refusal(_("Nobody looks after this lead already, or somebody else does. Open it again."))
        self.owner = None
        self.follow_ups.all().end_all("left", by=by)
        Event.record(self, "queued", by=by, giver=giver)

    @transaction.atomic
    def change(self, *, by, **facts):
        """Write new facts about the lead; who the customer is to the ambassador is kept as a declaration, too."""
        changed, before = (
            [name for name, value in facts.items() if getattr(self, name) != value],
            self.relation,
        )
        for name in changed:
            setattr(self, name, facts[name])
        if changed:
            self.save(update_fields=[*changed, *self.fold()])
            Event.record(self, "changed", by=by, fields=sorted(changed))
            self._declare(before=before, by=by)

    def _declare(self, *, before, by):
        """Leave word of what somebody says the customer is to them; an auditor reads it, and nothing follows from it."""
        if self.relation != before:
            Event.record(self, "declared", by=by, before=before, relation=self.relation)

    @transaction.atomic
    def _move(self, to, *, by, only_from=None, **columns):
        before = self.state
        sources = only_from or [
            state for state, following in TRANSITIONS.items() if to in following and state != self.State.WON
        ]
        columns = {"state": to, "state_since": timezone.now(), **columns}
        if before not in sources or not Lead.objects.only_this(self).in_state(before).update(**columns):
            raise Refusal(MOVED_MEANWHILE)
        for name, value in columns.items():
            setattr(self, name, value)
        Event.record(self, "moved", by=by, before=before, to=to)
