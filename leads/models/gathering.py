from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Unit, UnitSpan
from ambassadors.regions import region_name
from leads.models.encounter import Encounter
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import one_line

LATE = timedelta(days=31)  # so long a phone without reception may still bring what happened there


class GatheringQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those one may log encounters at, and those one prepares."""
        return self.filter(self._offered_to(person.ambassador_or_none) | self._prepared_by(person))

    def offered_to(self, ambassador):
        """Those of the whole network, of the ambassador's land, and of their unit or one above it."""
        return self.filter(self._offered_to(ambassador))

    def prepared_by(self, person):
        """Those in the scope of a coordinator."""
        return self.filter(self._prepared_by(person))

    def running(self, on):
        """Those that take place on that day and haven't been ended."""
        return self.filter(ended_at=None, opens_on__lte=on, closes_on__gte=on)

    def of_late(self, on):
        """Those an encounter may still come from: begun, and over for a month at most."""
        return self.filter(opens_on__lte=on, closes_on__gte=on - LATE)

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def ending_first(self):
        """What is over soonest comes first: an evening before a fair of a week."""
        return self.order_by("closes_on", "-opens_on", "id")

    def open(self):
        return self.filter(ended_at=None)

    def only_this(self, gathering):
        return self.filter(pk=gathering.pk)

    def with_counts(self):
        """With how many encounters were logged there, all ambassadors together."""
        there = Encounter.objects.filter(gathering=models.OuterRef("pk")).order_by().values("gathering")
        return self.annotate(logged=models.Subquery(there.annotate(n=models.Count("pk")).values("n")))

    def _offered_to(self, ambassador):
        if ambassador is None:
            return Q(pk__in=[])
        units = self.open().order_by().exclude(unit_code="").values_list("unit_code", flat=True).distinct()
        above = UnitSpan.objects.codes_above(ambassador.unit_code) if set(units) else []
        return (
            Q(region="", unit_code="") | Q(region__gt="", region=ambassador.region) | Q(unit_code__in=above)
        )

    def _prepared_by(self, person):
        if person.coordinates_everything:
            return ~Q(pk=None)
        return person.reach("unit_code", "region")


class Gathering(Noun, Submitted):
    """A fair, a reception or another day that coordinators prepare and several ambassadors share."""

    name = models.CharField(max_length=80, validators=[one_line])
    place = models.CharField(max_length=120, validators=[one_line])
    occasion = models.CharField(max_length=12, choices=Encounter.Occasion, default=Encounter.Occasion.FAIR)
    opens_on = models.DateField()
    closes_on = models.DateField()
    unit_code = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=10, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GatheringQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="gathering_newest"),
            models.Index(fields=["closes_on"], condition=Q(ended_at=None), name="gathering_running"),
        ]
        constraints = [
            models.CheckConstraint(
                name="gathering_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="gathering_is_of_a_land_or_a_unit", condition=Q(unit_code="") | Q(region="")
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("leads:gathering_edit", args=[self.pk])

    @property
    def is_over(self):
        return self.ended_at is not None or self.closes_on < timezone.localdate()

    @property
    def is_running(self):
        return not self.is_over and self.opens_on <= timezone.localdate()

    @property
    def place_of_it(self):
        """What stands at an encounter that happened there."""
        return f"{self.name}, {self.place}" if self.place not in self.name else self.name

    @property
    def whose(self):
        """Who is offered it, in words."""
        if self.unit_code:
            return Unit.objects.name_of(self.unit_code) or self.unit_code
        return region_name(self.region) if self.region else _("the whole network")

    @classmethod
    @transaction.atomic
    def prepare(cls, *, by, client_id=None, **facts):
        """Put a day on the list; the same `client_id` again answers with the first."""
        gathering = cls(prepared_by=by, client_id=client_id, **facts)
        cls._refuse_foreign(by, gathering)
        cls.objects.bulk_create([gathering], ignore_conflicts=client_id is not None)
        kept = cls.objects.get(client_id=client_id) if client_id else gathering
        if kept.prepared_by_id != by.pk:
            raise Refusal(_("This form was sent by somebody else. Open a new one."))
        if kept.pk == gathering.pk:
            Event.record(kept, "prepared", by=by, opens_on=kept.opens_on, closes_on=kept.closes_on)
        return kept

    @transaction.atomic
    def change(self, *, by, **facts):
        """Write down another day, place or name."""
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, facts[name])
        self._refuse_foreign(by, self)
        if changed:
            self.save(update_fields=changed)
            Event.record(self, "changed", by=by, fields=sorted(changed))

    @transaction.atomic
    def end(self, *, by):
        """It is over sooner than planned, and offered to nobody any more."""
        if not Gathering.objects.only_this(self).open().update(ended_at=timezone.now(), ended_by=by):
            raise Refusal(_("It has been ended already. Nothing more to do."))
        Event.record(self, "ended", by=by)

    @staticmethod
    def _refuse_foreign(person, gathering):
        mine = any(role.name == "coordinator" and _covers(role, gathering) for role in person.roles_now)
        if not mine:
            raise Refusal(_("This lies outside of what you coordinate. Choose your own land or unit."))


def _covers(role, gathering):
    """A gathering of the whole network is prepared by whoever coordinates all of it."""
    if not gathering.region and not gathering.unit_code:
        return role.coordinates_everything
    return role.covers(gathering.unit_code, gathering.region)
