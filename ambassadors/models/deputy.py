from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.ambassador import Ambassador
from ledger.models import Event, Letter, Noun
from ledger.refusal import Refusal


class DeputyQuerySet(models.QuerySet):
    def open(self):
        """Asked or agreed, and not over."""
        return self.filter(ended_at=None)

    def agreed(self):
        return self.open().filter(agreed_at__isnull=False)

    def asked(self):
        return self.open().filter(agreed_at=None)

    def of(self, ambassador):
        """Who stands in for this ambassador."""
        return self.filter(ambassador=ambassador)

    def by(self, ambassador):
        """For whom this ambassador stands in."""
        return self.filter(deputy=ambassador)

    def besides(self, ambassadors):
        """Those who aren't one of these themselves."""
        return self.exclude(deputy__in=list(ambassadors))

    def first_agreed_of(self, ambassadors):
        """{ambassador id: who agreed first to stand in for them and is here}"""
        agreed = self.agreed().filter(
            ambassador__in=ambassadors, deputy__state="active", deputy__person__is_active=True
        )
        found = agreed.order_by("ambassador", "agreed_at", "pk").distinct("ambassador")
        return dict(found.values_list("ambassador", "deputy"))

    def with_either(self, ambassador):
        return self.filter(Q(ambassador=ambassador) | Q(deputy=ambassador))

    def visible_to(self, person):
        """The two of them; nobody else is told who stands in for whom."""
        return self.filter(Q(ambassador__person=person) | Q(deputy__person=person))

    def waiting_for(self, person):
        return self.asked().filter(deputy__person=person)

    def only_this(self, row):
        return self.filter(pk=row.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def with_people(self):
        return self.select_related(
            "ambassador__person", "ambassador__portrait", "deputy__person", "deputy__portrait"
        )

    def oldest_first(self):
        return self.order_by("created_at", "id")


class Deputy(Noun):
    """Somebody who has been asked to stand in for an ambassador, and has agreed to or not yet."""

    ambassador = models.ForeignKey(Ambassador, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Ambassador, models.PROTECT, related_name="deputyships")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(name="deputy_is_somebody_else", condition=~Q(ambassador=F("deputy"))),
            models.UniqueConstraint(
                fields=["ambassador", "deputy"], condition=Q(ended_at=None), name="asked_once_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.deputy} → {self.ambassador}"

    @property
    def is_agreed(self):
        return self.agreed_at is not None and self.ended_at is None

    @classmethod
    def ask(cls, ambassador, deputy, *, by):
        """Ask an ambassador to stand in; nothing is handed to them before they agree and somebody leaves."""
        if not deputy.is_active:
            raise Refusal(_("%(name)s is not an active ambassador. Choose somebody else.") % {"name": deputy})
        if deputy.pk == ambassador.pk:
            raise Refusal(_("You can't stand in for yourself. Choose somebody else."))
        try:
            return cls._ask(ambassador, deputy, by=by)
        except IntegrityError as error:
            raise Refusal(_("You have asked %(name)s already.") % {"name": deputy}) from error

    @classmethod
    @transaction.atomic
    def _ask(cls, ambassador, deputy, *, by):
        row = cls(ambassador=ambassador, deputy=deputy)
        row.save(force_insert=True)
        Event.record(row, "asked", by=by, ambassador=ambassador.pk, deputy=deputy.pk)
        Letter.write(
            "deputy_asked", recipient=deputy.person, dedup_key=f"deputy_asked:{row.pk}", deputy=row.pk
        )
        return row

    @transaction.atomic
    def agree(self, *, by):
        """The one who was asked says yes."""
        if self.deputy.person_id != by.pk:
            raise Refusal(_("Only %(name)s can agree to this.") % {"name": self.deputy})
        if not Deputy.objects.asked().only_this(self).update(agreed_at=timezone.now()):
            raise Refusal(_("This question is closed already. Look at your page to see how it stands."))
        self.refresh_from_db(fields=["agreed_at"])
        Event.record(self, "agreed", by=by)

    @transaction.atomic
    def end(self, *, by):
        """Either of the two says it is over, or no to the question; nobody asks why."""
        if not Deputy.objects.open().only_this(self).update(ended_at=timezone.now(), ended_by=by):
            raise Refusal(_("This is over already. Look at your page to see how it stands."))
        self.refresh_from_db(fields=["ended_at", "ended_by"])
        Event.record(self, "ended", by=by)
