from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.dated import that_day
from leads.models import chain_step
from leads.models.chain_step import Step
from leads.models.consent_wording import Purpose
from ledger.models import Event, Noun
from ledger.refusal import Refusal

FIRST_DAY = date(2000, 1, 1)
# What is planned until a coordinator writes a chain; it becomes the first version when they do.
AT_FIRST = {
    "sale": [
        Step(3, "d", Purpose.ADVERTISING),
        Step(3, "w", Purpose.ADVERTISING),
        Step(3, "m", Purpose.ADVERTISING),
    ],
    "help": [Step(3, "d", Purpose.SERVICE)],
    "call_back": [],
}


class ChainQuerySet(models.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def standing(self):
        """All but those another version took the place of before they ended."""
        return self.filter(replaced_at=None)

    def on(self, day):
        return self.standing().filter(that_day("valid_from", "valid_until", day))

    def lasting(self, day):
        """What holds on that day or begins after it."""
        return self.standing().filter(Q(valid_until=None) | Q(valid_until__gt=day))

    def beginning_from(self, day):
        return self.standing().filter(valid_from__gte=day)

    def beginning_before(self, day):
        return self.filter(valid_from__lt=day)

    def first_to_last(self):
        return self.order_by("kind", "valid_from", "created_at")

    def locked(self):
        return self.select_for_update()


class Chain(Noun):
    """Which calls are promised by themselves after a sale, a help or a call-back, from one day until another."""

    class Kind(models.TextChoices):
        SALE = "sale", _("After a sale")
        HELP = "help", _("After a help case is solved")
        CALL_BACK = "call_back", _("After a call-back")

    kind = models.CharField(max_length=10, choices=Kind)
    steps = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ChainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                condition=Q(replaced_at=None),
                name="one_chain_of_a_kind_begins_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(replaced_at=None, valid_until=None),
                name="one_chain_of_a_kind_has_no_end",
            ),
            models.CheckConstraint(
                name="chain_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.valid_from}"

    @property
    def calls(self):
        """Its steps in the order of their days."""
        return sorted((Step(*step) for step in self.steps), key=lambda step: step.days)

    @classmethod
    def calls_on(cls, kind, day):
        """The steps that hold on a day; those of the beginning while nobody has written any."""
        kept = list(cls.objects.of_kind(kind).standing())
        if not kept:
            return AT_FIRST[kind]
        found = [one for one in kept if one.holds_on(day)]
        return found[0].calls if found else []

    def holds_on(self, day):
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    @classmethod
    @transaction.atomic
    def write(cls, kind, steps, *, by, valid_from):
        """These steps from a day on. What is planned already stays; what would begin later is replaced."""
        if wrong := chain_step.what_is_wrong(steps):
            raise Refusal(wrong)
        cls._make_room(kind, valid_from, by=by)
        chain = cls(kind=kind, steps=[list(step) for step in steps], valid_from=valid_from)
        chain.save(force_insert=True)
        Event.record_first(chain, "written", by=by, kind=kind, valid_from=valid_from, steps=chain.steps)
        return chain

    @classmethod
    @transaction.atomic
    def end(cls, kind, *, by, valid_until):
        """From that day on nothing of this kind is promised by itself."""
        if not cls.calls_on(kind, valid_until):
            raise Refusal(_("No calls are promised from that day on anyway. Nothing was changed."))
        for chain in cls._make_room(kind, valid_until, by=by):
            Event.record(chain, "ended", by=by, kind=kind, valid_until=valid_until)

    @classmethod
    def _make_room(cls, kind, day, *, by):
        """End what holds on that day and take out what begins from it on; returns what was ended."""
        if not (by.is_admin or by.coordinates_everything):
            raise Refusal(
                _("These calls hold for the whole network. Ask somebody who coordinates all of it.")
            )
        if day < by.today():
            raise Refusal(
                _("This day is over, and what was promised on it stays. Choose today or a later day.")
            )
        first = {"steps": [list(step) for step in AT_FIRST[kind]]}
        if not cls.objects.of_kind(kind).exists():
            cls.objects.get_or_create(kind=kind, valid_from=FIRST_DAY, defaults=first)
        list(cls.objects.of_kind(kind).locked())  # one writer after the other
        cls.objects.of_kind(kind).beginning_from(day).update(replaced_at=timezone.now())
        ending = list(cls.objects.of_kind(kind).on(day))
        cls.objects.of_kind(kind).on(day).update(valid_until=day)
        return ending
