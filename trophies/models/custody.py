from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Affiliation, Person, UnitSpan
from ledger.models import Event, Letter, Noun
from ledger.text import one_line
from trophies.models.trophy import Trophy


class CustodyQuerySet(models.QuerySet):
    def kept_by_person(self, person):
        return self.filter(keeper__person=person).select_related("trophy").order_by("since", "pk")

    def current(self):
        return self.filter(until=None)

    def kept_by(self, keeper):
        return self.filter(keeper=keeper)

    def of_people(self, ambassadors):
        return self.filter(keeper__in=ambassadors)

    def not_asked_back(self):
        return self.filter(asked_back_at=None)

    def asked_back(self):
        return self.filter(asked_back_at__isnull=False)

    def keep_again(self):
        return self.update(asked_back_at=None)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def newest_first(self):
        return self.order_by("-since", "-id")

    def oldest_first(self):
        return self.order_by("since", "id")

    def with_people(self):
        return self.select_related("keeper__person", "keeper__portrait", "hand_off")

    def in_a_line(self):
        """With who keeps which trophy where, and with nothing else."""
        names = ("first_name", "last_name", "email")
        said = ["since", "host_city", "trophy__name", "trophy__slug"]
        people = self.select_related("keeper__person", "trophy")
        return people.only(*said, *(f"keeper__person__{name}" for name in names))

    def with_trophies(self):
        return self.select_related("trophy__picture")

    def with_hosts(self):
        """With the keeper's own unit on the day the trophy came, and the name the host unit had then."""
        spans = UnitSpan.objects.filter(unit=OuterRef("host_unit")).on(OuterRef("since_day"))
        own = Affiliation.objects.filter(ambassador=OuterRef("keeper")).on(OuterRef("since_day"))
        return self.annotate(since_day=TruncDate("since")).annotate(
            host_name=Subquery(spans.values("name")[:1]), own_unit=Subquery(own.values("unit")[:1])
        )


class Custody(Noun):
    """Somebody keeps a trophy: from when, until when, in which town, and as the guest of which unit if not their own."""

    trophy = models.ForeignKey(Trophy, models.PROTECT, related_name="custodies")
    keeper = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="custodies")
    hand_off = models.OneToOneField(
        "trophies.HandOff", models.PROTECT, null=True, blank=True, related_name="custody"
    )
    host_unit = models.ForeignKey("ambassadors.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    host_city = models.CharField(_("Town"), max_length=80, blank=True, validators=[one_line])
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    asked_back_at = models.DateTimeField(null=True, blank=True)

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "custodies"
        indexes = [models.Index(fields=["trophy", "-since", "-id"], name="custody_newest")]
        constraints = [
            models.UniqueConstraint(fields=["trophy"], condition=Q(until=None), name="trophy_has_one_keeper"),
            models.CheckConstraint(
                name="custody_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=models.F("since"))
            ),
        ]

    def __str__(self):
        return f"{self.trophy}: {self.keeper}"

    @classmethod
    def begin(cls, trophy, keeper, *, host_unit=None, host_city="", since=None, hand_off=None):
        """Put the trophy into somebody's hands; the database refuses a second pair of hands."""
        return cls.objects.create(
            trophy=trophy,
            keeper=keeper,
            hand_off=hand_off,
            host_unit=host_unit,
            host_city=host_city or keeper.city,
            since=since or timezone.now(),
        )

    @property
    def is_asked_back(self):
        return self.asked_back_at is not None and self.until is None

    @transaction.atomic
    def ask_back(self, *, by):
        """Its keeper has left: they and every coordinator learn by letter that it should go on to somebody."""
        if (
            not Custody.objects.current()
            .numbered(self.pk)
            .not_asked_back()
            .update(asked_back_at=timezone.now())
        ):
            return
        self.refresh_from_db(fields=["asked_back_at"])
        Event.record(self.trophy, "asked_back", by=by, custody=self.pk, keeper=self.keeper_id)
        people = {self.keeper.person, *Person.objects.holding("coordinator")}
        for person in sorted(people, key=lambda one: one.pk):
            Letter.write("trophy_asked_back", recipient=person, custody=self.pk,
                         dedup_key=f"trophy_asked_back:{self.pk}:{self.asked_back_at:%Y%m%d%H%M%S}:{person.pk}")  # fmt: skip

    @property
    def host(self):
        """The name of the unit whose guest the trophy is, where it isn't the keeper's own; asked with `with_hosts`."""
        return self.host_name if self.host_unit_id != self.own_unit else ""

    @property
    def days(self):
        """Whole days so far, or in all."""
        return ((self.until or timezone.now()) - self.since).days
