import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import leaving
from ambassadors.models.ambassador import Ambassador
from ambassadors.models.deputy import Deputy
from ledger.models import Event, Happened, Noun
from ledger.refusal import Refusal

log = logging.getLogger(__name__)
PAUSE = timedelta(minutes=10)  # until a leaving is tried again that some row resisted
_OPEN = Q(finished_at=None, stopped_at=None)


class LeavingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(_OPEN)

    def due(self):
        return self.open().filter(due_at__lte=Now())

    def of(self, ambassador):
        return self.filter(ambassador=ambassador)

    def of_people(self, ambassadors):
        return self.filter(ambassador__in=ambassadors)

    def only_this(self, row):
        return self.filter(pk=row.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def with_people(self):
        return self.select_related("ambassador__person", "deputy__person")

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def held(self, row):
        """This row, locked for us until the transaction ends; None when it is closed or another process holds it."""
        rows = self.open().select_for_update(skip_locked=True, of=("self",))
        return rows.select_related("ambassador__person", "deputy__person").filter(pk=row.pk).first()

    def stop(self, ambassador):
        """Somebody came back before everything was done: what is left undone stays as it is."""
        return self.of(ambassador).open().update(stopped_at=Now())

    def carry_on(self):
        """Go on with every leaving that isn't finished; returns how many. One that resists doesn't stop the others."""
        done = 0
        for row in self.due().order_by("due_at", "pk")[:500]:
            done += row.carry_on()
        return done


class Leaving(Noun):
    """Somebody leaves the network: what they stay as, who stands in for them, and which rooms have done their part."""

    class StaysAs(models.TextChoices):
        ALUMNUS = "alumnus", _("Stay as one of the alumni")
        FAN = "fan", _("Stay as a fan")
        GONE = "gone", _("Go altogether")

    class StoriesAs(models.TextChoices):
        NAME = "name", _("Under my name")
        PSEUDONYM = "pseudonym", _("Without my name")

    ambassador = models.ForeignKey(Ambassador, models.PROTECT, related_name="leavings")
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stays_as = models.CharField(max_length=10, choices=StaysAs, default=StaysAs.ALUMNUS)
    stories_as = models.CharField(max_length=10, choices=StoriesAs, default=StoriesAs.NAME)
    deputy = models.ForeignKey(Ambassador, models.PROTECT, null=True, blank=True, related_name="+")
    done = ArrayField(models.CharField(max_length=40), default=list)
    due_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=_OPEN, name="leaving_due")]
        constraints = [
            models.UniqueConstraint(fields=["ambassador"], condition=_OPEN, name="one_leaving_at_a_time"),
            models.CheckConstraint(
                name="who_goes_altogether_leaves_no_name",
                condition=~Q(stays_as="gone") | Q(stories_as="pseudonym"),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy_on_leaving",
                condition=Q(deputy=None) | ~Q(deputy=F("ambassador")),
            ),
            models.CheckConstraint(
                name="leaving_is_finished_or_stopped", condition=Q(finished_at=None) | Q(stopped_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.ambassador}: {self.get_stays_as_display()}"

    @property
    def person(self):
        return self.ambassador.person

    @property
    def is_finished(self):
        return self.finished_at is not None

    @property
    def under_a_pseudonym(self):
        return self.stories_as == self.StoriesAs.PSEUDONYM

    @classmethod
    @transaction.atomic
    def begin(cls, ambassador, *, by, stays_as="alumnus", stories_as="name", deputy=None, at=None):
        """Somebody leaves at once; the rooms' parts are written down here and done one after the other.

        Refuses who has left already, and a deputy who hasn't agreed. `at` is when they left, if that is over.
        """
        gone = stays_as == cls.StaysAs.GONE
        if gone:
            _refuse_officials(ambassador.person)
        ambassador.go_as(stays_as, at=at or timezone.now())
        row = cls(
            ambassador=ambassador, begun_by=by, stays_as=stays_as, deputy=_agreed(ambassador, deputy),
            stories_as=cls.StoriesAs.PSEUDONYM if gone else stories_as,
        )  # fmt: skip
        cls.objects.stop(ambassador)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_("You are leaving already. Look again in a moment.")) from error
        Event.record(ambassador, "left", by=by, **row.told())
        return row

    @classmethod
    @transaction.atomic
    def begin_all(cls, moments, *, by=None):
        """{ambassador id: when they left}: they left, as somebody else says; whoever left already stays as they are.

        Alumni from now on; who agreed first to stand in does. The rooms' parts follow with the next sweep.
        """
        there = list(Ambassador.objects.numbered(moments).still_here().order_by("pk").select_for_update())
        for one in there:
            one.state, one.left_at = Ambassador.State.ALUMNUS, moments[one.pk]
        Ambassador.objects.bulk_update(there, ["state", "left_at"], batch_size=2000)
        cls.objects.of_people(there).open().update(stopped_at=Now())
        deputies = Deputy.objects.first_agreed_of(there)
        rows = [cls(ambassador=one, begun_by=by, deputy_id=deputies.get(one.pk)) for one in there]
        cls.objects.bulk_create(rows, batch_size=2000)
        Event.record_many([Happened(row.ambassador, "left", by, data=row.told()) for row in rows])
        return rows

    def told(self):
        """What an event says of this leaving."""
        return {"stays_as": self.stays_as, "stories_as": self.stories_as}

    def carry_on(self):
        """Have every room do the part that isn't done yet; returns whether the leaving is finished now.

        Any process may do this at any time, also two at once, and again after one was killed.
        """
        faults = [fault for name in leaving.names() for fault in self._let(name)]
        if faults:
            self._put_off(faults)
            return False
        return self._finish()

    def _let(self, name):
        """One room's part, whole or not at all; returns what resisted, as a list."""
        try:
            with transaction.atomic():
                held = Leaving.objects.held(self)
                if held is None or name in held.done:
                    return []
                faults = list(leaving.part(name)(held) or [])
                if not faults:
                    Leaving.objects.only_this(held).update(done=[*held.done, name])
                return faults
        except Exception as fault:
            log.exception("The part %s of leaving %s failed", name, self.pk)
            return [fault]

    def _put_off(self, faults):
        said = ", ".join(sorted({type(fault).__name__ for fault in faults}))[:300]
        Leaving.objects.open().only_this(self).update(due_at=Now() + PAUSE, last_error=said)

    @transaction.atomic
    def _finish(self):
        held = Leaving.objects.held(self)
        if held is None or set(leaving.names()) - set(held.done):
            return False
        Leaving.objects.only_this(held).update(finished_at=Now(), last_error="")
        if held.stays_as == self.StaysAs.GONE:
            held.person.close_account(by=held.begun_by)
        return True


def _agreed(ambassador, deputy):
    if deputy and not Deputy.objects.of(ambassador).agreed().by(deputy).exists():
        raise Refusal(
            _("%(name)s hasn't agreed to stand in for you. Ask first, or leave without a deputy.")
            % {"name": deputy}
        )
    return deputy


def _refuse_officials(person):
    """Their account closes, and nobody would do what they are there for."""
    terms = person.roles.lasting(person.today())
    held = next((role for role in terms if role.name != "coordinator"), None)
    if held:
        raise Refusal(
            _(
                "You hold a role here: %(role)s. Have it ended first, or stay as one of the alumni or as a fan."
            )
            % {"role": held}
        )
