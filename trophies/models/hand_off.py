from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import no_control_characters
from trophies.models.custody import Custody
from trophies.models.trophy import Trophy

_OPEN = Q(confirmed_at=None, declined_at=None, cancelled_at=None)


class HandOffQuerySet(models.QuerySet):
    def open(self):
        return self.filter(_OPEN)

    def visible_to(self, person):
        """The two who hand over, and every coordinator."""
        if person.has_role("coordinator"):
            return self
        return self.filter(Q(giver__person=person) | Q(taker__person=person))

    def taken_by(self, person):
        """What was offered to this person, whatever came of it."""
        return self.filter(taker__person=person).select_related("trophy").order_by("offered_at", "pk")

    def waiting_for(self, person):
        ambassador = person.ambassador_or_none
        return self.open().filter(taker=ambassador) if ambassador else self.none()

    def to(self, ambassador):
        return self.filter(taker=ambassador)

    def only_this(self, hand_off):
        return self.filter(pk=hand_off.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def sent_as(self, client_id, *, by):
        return self.filter(client_id=client_id, offered_by=by) if client_id else self.none()

    def with_people(self):
        return self.select_related(
            "trophy", "giver__person", "giver__portrait", "taker__person", "taker__portrait"
        )


class HandOff(Noun, Submitted):
    """A trophy changes hands: offered by a coordinator, complete when the taker has confirmed."""

    trophy = models.ForeignKey(Trophy, models.PROTECT, related_name="hand_offs")
    giver = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="hand_offs_given")
    taker = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="hand_offs_taken")
    reason = models.TextField(_("Why"), max_length=600, validators=[no_control_characters])
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HandOffQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["taker"], condition=_OPEN, name="hand_off_waiting_for")]
        constraints = [
            models.UniqueConstraint(fields=["trophy"], condition=_OPEN, name="trophy_has_one_open_hand_off"),
            models.CheckConstraint(name="hand_off_needs_two_people", condition=~Q(giver=models.F("taker"))),
            models.CheckConstraint(
                name="hand_off_ends_once",
                condition=_OPEN
                | Q(declined_at=None, cancelled_at=None)
                | Q(confirmed_at=None, cancelled_at=None)
                | Q(confirmed_at=None, declined_at=None),
            ),
            models.CheckConstraint(
                name="hand_off_is_cancelled_by_somebody",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
            models.CheckConstraint(name="hand_off_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.trophy}: {self.giver} → {self.taker}"

    def get_absolute_url(self):
        return reverse("trophies:confirm", args=[self.pk])

    @property
    def is_open(self):
        return self.confirmed_at is None and self.declined_at is None and self.cancelled_at is None

    @transaction.atomic
    def confirm(self, *, by, host_unit=None, host_city=""):
        """The taker has the trophy in hand: from this moment they, and nobody else, keep it."""
        self._taken_only_by(by)
        now = timezone.now()
        self._end(confirmed_at=now)
        if not self.trophy.custodies.current().kept_by(self.giver).update(until=now):
            raise Refusal(
                _("The trophy is not with the giver any more. Ask a coordinator to hand it on again.")
            )
        custody = Custody.begin(
            self.trophy, self.taker, host_unit=host_unit, host_city=host_city, since=now, hand_off=self
        )
        Event.record(
            self.trophy, "handed_on", by=by, hand_off=self.pk, giver=self.giver_id, taker=self.taker_id
        )
        return custody

    @transaction.atomic
    def decline(self, *, by):
        """The taker would rather not; nobody asks why, and nothing is written down but that."""
        self._taken_only_by(by)
        self._end(declined_at=timezone.now())
        Event.record(self, "declined", by=by)

    @transaction.atomic
    def cancel(self, *, by):
        """A coordinator takes the offer back; the trophy stays where it is."""
        if not by.has_role("coordinator"):
            raise Refusal(_("Only a coordinator can take a hand-over back."))
        self._end(cancelled_at=timezone.now(), cancelled_by=by)
        Event.record(self, "cancelled", by=by)

    @transaction.atomic
    def drop(self, *, by):
        """Its taker has left; the trophy stays where it is."""
        self._end(cancelled_at=timezone.now(), cancelled_by=by)
        Event.record(self, "cancelled", by=by)

    def _taken_only_by(self, person):
        if self.taker.person_id != person.pk:
            raise Refusal(
                _("Only %(name)s can answer this: the trophy is on its way to them.") % {"name": self.taker}
            )

    def _end(self, **how):
        Trophy.objects.locked().get(pk=self.trophy_id)
        if not HandOff.objects.open().only_this(self).update(**how):
            raise Refusal(_("This hand-over is closed already. Open the trophy to see where it is."))
        for name, value in how.items():
            setattr(self, name, value)
