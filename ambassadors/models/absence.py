from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.ambassador import Ambassador
from ledger.models import Event, Noun
from ledger.refusal import Refusal

LONGEST = timedelta(days=366)
AGO = timedelta(days=14)  # until the first working day after; no two public holidays lie further apart


class AbsenceQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back, and not ended by who came back earlier."""
        return self.filter(ended_at=None)

    def lasting(self, day):
        """Running on that day, or coming after it."""
        return self.standing().filter(last_day__gte=day)

    def around(self, day):
        """Those that may hold at this moment somewhere, or whose first working day after may not have come."""
        return self.standing().filter(first_day__lte=day + timedelta(days=1), last_day__gte=day - AGO)

    def overlapping(self, first_day, last_day):
        return self.standing().filter(first_day__lte=last_day, last_day__gte=first_day)

    def of(self, ambassador):
        return self.filter(ambassador=ambassador)

    def visible_to(self, person):
        """Their own; nobody else is told when somebody is away."""
        return self.filter(ambassador__person=person)

    def only_this(self, absence):
        return self.filter(pk=absence.pk)

    def with_people(self):
        return self.select_related("ambassador__person")

    def soonest_first(self):
        return self.order_by("first_day", "id")


class Absence(Noun):
    """An ambassador is away from one day until another: nobody reminds them, and their deputy is asked."""

    ambassador = models.ForeignKey(Ambassador, models.PROTECT, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["last_day"], name="absence_standing", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_when_it_began_or_later", condition=Q(last_day__gte=F("first_day"))
            ),
        ]

    def __str__(self):
        return f"{self.first_day} – {self.last_day}"

    @classmethod
    @transaction.atomic
    def announce(cls, ambassador, *, by, first_day, last_day):
        """Say from when until when somebody is away; both days are part of it."""
        if last_day < first_day:
            raise Refusal(_("The last day lies before the first. Turn them round."))
        if last_day < ambassador.person.today():
            raise Refusal(_("These days are over. Choose today or later ones."))
        if last_day > first_day + LONGEST:
            raise Refusal(
                _("More than a year is no absence. Hand your leads to somebody, or leave the network.")
            )
        Ambassador.objects.select_for_update().get(pk=ambassador.pk)  # one after the other
        if cls.objects.of(ambassador).overlapping(first_day, last_day).exists():
            raise Refusal(_("You are away on some of these days already. Take that back first."))
        absence = cls(ambassador=ambassador, first_day=first_day, last_day=last_day)
        absence.save(force_insert=True)
        Event.record_first(absence, "announced", by=by, first_day=first_day, last_day=last_day)
        return absence

    @transaction.atomic
    def end(self, *, by):
        """Back earlier, or not away at all."""
        if not Absence.objects.standing().only_this(self).update(ended_at=timezone.now(), ended_by=by):
            raise Refusal(_("This absence is over already. Nothing was changed."))
        self.refresh_from_db(fields=["ended_at", "ended_by"])
        Event.record(self, "ended", by=by)
