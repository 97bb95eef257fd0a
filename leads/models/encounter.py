from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.placed import Placed, PlacedQuerySet, place_of
from ledger.addresses import address
from ledger.models import Event, Kept, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line
from ledger.wholes import part


class EncounterQuerySet(PlacedQuerySet):
    own = "ambassador"

    def newest_first(self):
        return self.order_by("-happened_at", "-id")

    def only_this(self, encounter):
        return self.filter(pk=encounter.pk)

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def in_which_were_met(self, customers):
        """Those that one of these customers had a part in."""
        met = models.Q(leads__customer__in=customers) | models.Q(cases__customer__in=customers)
        return self.filter(met | models.Q(counterparts__customer__in=customers)).distinct()

    def with_more_than(self, model, keys):
        """Those that still led to another lead or case than these rows of that noun."""
        leads, cases = models.Q(leads__isnull=False), models.Q(cases__isnull=False)
        if model._meta.model_name == "lead":
            leads &= ~models.Q(leads__in=keys)
        else:
            cases &= ~models.Q(cases__in=keys)
        return self.filter(leads | cases).distinct()

    def of_today(self):
        """Those of the last twelve hours: a fair is logged one after the other."""
        return self.filter(happened_at__gt=timezone.now() - timedelta(hours=12))

    def with_what_came_of_it(self, person):
        """With its leads and cases as this person may open them or not."""
        from leads.models.case import Case
        from leads.models.lead import Lead

        came = [(Lead, "leads"), (Case, "cases")]
        doors = [
            Prefetch(name, model.objects.select_related("customer", "owner__person").with_door(person))
            for model, name in came
        ]
        return self.select_related("ambassador__person").prefetch_related(
            *doors, "counterparts", "photos__picture"
        )


class Encounter(Placed, Noun, Submitted, Kept):
    """A moment in which an ambassador and somebody got talking."""

    class Occasion(models.TextChoices):
        FAIR = "fair", _("Fair")
        RECEPTION = "reception", _("Reception")
        ON_THE_WAY = "on_the_way", _("On the way")
        SHOP = "shop", _("Shop")
        FRIENDS = "friends", _("Friends")
        WORK = "work", _("Work")
        OTHER = "other", _("Elsewhere")

    class Opener(models.TextChoices):
        RUCKSACK = "rucksack", _("Rucksack")
        TIE = "tie", _("Tie")
        STICKER = "sticker", _("Sticker")
        MUG = "mug", _("Mug")
        PIN = "pin", _("Pin")
        JUST_SO = "just_so", _("Just so")

    class Outcome(models.TextChoices):
        GOOD_WORD = "good_word", _("Just a good talk")
        HELPED = "helped", _("Needs help")
        OFFER = "offer", _("Wants an offer")
        CUSTOMER = "customer", _("Already a customer")
        COLLEAGUE = "colleague", _("A colleague")

    ambassador = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="encounters")
    happened_at = models.DateTimeField(default=timezone.now)
    occasion = models.CharField(max_length=12, choices=Occasion, default=Occasion.OTHER)
    gathering = models.ForeignKey(
        "leads.Gathering", models.PROTECT, null=True, blank=True, related_name="encounters"
    )
    place = models.CharField(max_length=120, blank=True, validators=[one_line])
    opener = models.CharField(max_length=12, choices=Opener, default=Opener.JUST_SO)
    outcomes = ArrayField(models.CharField(max_length=12, choices=Outcome), default=list, blank=True)
    sentence = models.TextField(blank=True, validators=[no_control_characters, MaxLengthValidator(1000)])

    is_new = False  # logged just now, in this transaction: nobody else has seen it

    objects = EncounterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ambassador", "-happened_at", "-id"], name="encounter_of_ambassador"),
            models.Index(fields=["-happened_at", "-id"], name="encounter_newest"),
        ]

    def __str__(self):
        return self.place or self.get_occasion_display()

    def get_absolute_url(self):
        return address("leads:encounter", self.pk)

    @property
    def kind(self):
        """The kind of story that this might become."""
        for outcome, kind in KINDS.items():
            if outcome in self.outcomes:
                return kind
        return "perception"

    @property
    def kinds(self):
        """The kinds of what came of it, each once."""
        return list(dict.fromkeys(KINDS[outcome] for outcome in self.outcomes))

    def is_owned_by(self, person):
        ambassador = person.ambassador_or_none
        return ambassador is not None and ambassador.pk == self.ambassador_id

    @property
    def drawing(self):
        """The drawing that stands in until there is a photograph."""
        return DRAWINGS.get(self.occasion, "reception")

    def add_outcomes(self, outcomes):
        """What came of it for one more person; each is said once."""
        more = [outcome for outcome in outcomes if outcome not in self.outcomes]
        if not more:
            return
        self.outcomes = list(dict.fromkeys([*self.outcomes, *more]))
        Encounter.objects.only_this(self).update(outcomes=self.outcomes)

    def locked(self):
        """This encounter as the database has it now, held until the transaction ends."""
        return Encounter.objects.select_for_update().get(pk=self.pk)

    @classmethod
    @part
    def log(cls, ambassador, *, by, client_id=None, **what):
        """Keep an encounter once; the same `client_id` again answers with the first."""
        encounter = cls(ambassador=ambassador, client_id=client_id, **place_of(ambassador), **what)
        cls.objects.bulk_create([encounter], ignore_conflicts=client_id is not None)
        kept = cls.objects.get(client_id=client_id) if client_id else encounter
        if kept.ambassador_id != ambassador.pk:
            raise Refusal(_("This form was sent by somebody else. Open a new one."))
        kept.ambassador = ambassador  # with the unit of today at hand
        kept.is_new = kept.pk == encounter.pk
        if kept.is_new:
            Event.record_first(
                kept, "logged", by=by, occasion=kept.occasion, opener=kept.opener, outcomes=kept.outcomes
            )
        return kept


KINDS = {
    Encounter.Outcome.OFFER: "sales",
    Encounter.Outcome.HELPED: "help",
    Encounter.Outcome.COLLEAGUE: "motivation",
    Encounter.Outcome.GOOD_WORD: "perception",
    Encounter.Outcome.CUSTOMER: "perception",
}
DRAWINGS = {
    "fair": "fair",
    "reception": "reception",
    "on_the_way": "train",
    "shop": "tablet",
    "friends": "friend",
    "work": "team",
}
