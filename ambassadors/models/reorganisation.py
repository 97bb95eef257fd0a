from datetime import timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import ProtectedError, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.look.days import day
from ambassadors.models.affiliation import Affiliation
from ambassadors.models.succession import Succession
from ambassadors.models.unit import Unit, UnitSpan
from ambassadors.reorganising.acts import ACTS
from ambassadors.reorganising.change import Change, carry
from ambassadors.reorganising.titles import names_in, title_of
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal

DAY = timedelta(days=1)


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What is decided is news for everybody; a draft is seen by those who make them."""
        return self.all() if person.has_role("admin") else self.decided()

    def drafts(self):
        return self.filter(decided_at=None)

    def decided(self):
        return self.filter(decided_at__isnull=False)

    def planned(self, day=None):
        """Decided, and can still be undone: the day it takes effect has not come."""
        return self.decided().filter(takes_effect_on__gt=day or timezone.localdate())

    def only_this(self, reorganisation):
        return self.filter(pk=reorganisation.pk)

    def besides(self, reorganisation):
        return self.exclude(pk=reorganisation.pk)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def touching(self, codes):
        return self.filter(touched__has_any_keys=sorted(codes))

    def soonest_first(self):
        return self.order_by("takes_effect_on", "id")

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def carry(self):
        """Take along whoever came into a unit after it was decided that it ends; returns how many rows changed."""
        left, _each = Affiliation.objects.left_over(timezone.localdate()).delete()
        if not Affiliation.objects.stranded().exists():
            return left
        return left + sum(one.carry() for one in self.decided().soonest_first())


class Reorganisation(Noun, Submitted):
    """Units are founded, renamed, moved, merged or split on one day: drafted, previewed, decided, and undone until then."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merge")
        SPLIT = "split", _("Split")
        RENAME = "rename", _("Rename")
        MOVE = "move", _("Move")
        FOUND = "found", _("Found")

    kind = models.CharField(max_length=10, choices=Kind)
    takes_effect_on = models.DateField(_("From which day"))
    plan = models.JSONField()
    touched = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="reorganisation_newest")]
        constraints = [
            models.CheckConstraint(
                name="reorganisation_decided_by_somebody",
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ambassadors:reorganisation", args=[self.pk])

    @property
    def title(self):
        return title_of(self.kind, self.plan)

    @property
    def is_decided(self):
        return self.decided_at is not None

    @property
    def is_in_effect(self):
        return self.is_decided and self.takes_effect_on <= timezone.localdate()

    @property
    def is_planned(self):
        return self.is_decided and not self.is_in_effect

    # Drafting

    @classmethod
    @transaction.atomic
    def draft(cls, kind, plan, *, takes_effect_on, by, client_id=None):
        """Write down what shall happen, once it could be decided; refuses what could not."""
        _one_at_a_time()
        if sent := cls.objects.sent_as(client_id).first():
            return sent
        draft = cls(kind=kind, plan=plan, takes_effect_on=takes_effect_on, drafted_by=by, client_id=client_id)
        draft.must_be_possible()
        plan["names"] = names_in(draft.change)
        draft.save(force_insert=True)
        Event.record(draft, "drafted", by=by, kind=kind, day=takes_effect_on)
        return draft

    @transaction.atomic
    def assign(self, parts, *, by):
        """Say by hand into which part of a split unit people go: {ambassador id: code of a part, or nothing}."""
        known = {part["code"] for part in self.plan.get("parts", [])}
        chosen = {str(pk): code for pk, code in parts.items() if code in known}
        plan = {**self.plan, "by_hand": {**self.plan.get("by_hand", {}), **chosen}}
        if not known or not Reorganisation.objects.only_this(self).drafts().update(plan=plan):
            raise Refusal(_("This is decided already. Undo it first, then say who goes where."))
        self.plan = plan
        self.__dict__.pop("change", None)
        Event.record(self, "assigned", by=by, people=len(chosen))

    @transaction.atomic
    def discard(self, *, by):
        """Throw a draft away."""
        Event.record(self, "discarded", by=by)
        if not Reorganisation.objects.only_this(self).drafts().delete()[0]:
            raise Refusal(_("This is decided already. Undo it first."))

    # What it comes to

    @cached_property
    def change(self):
        """What would be written, as things are now; refuses with a sentence what can't be."""
        change = Change(self.takes_effect_on)
        ACTS[self.kind](change, self.plan)
        return change

    @cached_property
    def moves(self):
        return self.change.moves()

    @property
    def left(self):
        """The people of a split unit whom no rule and nobody has given a part yet."""
        return [row.ambassador for row, unit in self.moves if unit is None]

    def must_be_possible(self):
        """Refuse what could not be decided now."""
        if self.takes_effect_on <= timezone.localdate():
            raise Refusal(
                _("This day is over, or is today. Choose one from tomorrow on, so that it can be undone.")
            )
        change = self.change
        later = UnitSpan.objects.of_units([span.unit for span in change.ends]).beginning_from(
            self.takes_effect_on
        )
        if span := later.first():
            raise Refusal(
                _("“%(name)s” has another name or place planned from %(day)s on. Choose a later day.")
                % {"name": span.name, "day": day(span.valid_from)}
            )
        others = Reorganisation.objects.planned().besides(self).touching(change.touched)
        if other := others.first():
            raise Refusal(
                _(
                    "“%(title)s” is planned already and touches the same unit. Undo it first, or wait for its day."
                )
                % {"title": other.title}
            )

    # Deciding

    @transaction.atomic
    def decide(self, *, by):
        """From its day on it is so: every name, place and affiliation is written now, with its dates."""
        _one_at_a_time()
        if not Reorganisation.objects.only_this(self).drafts().exists():
            raise Refusal(_("This is decided already."))
        self.__dict__.pop("change", None)
        self.must_be_possible()
        if self.left:
            raise Refusal(_("Not everybody has a part yet. Say for each of them where they go."))
        facts = {
            "decided_at": timezone.now(),
            "decided_by": by,
            "touched": dict.fromkeys(self.change.touched, 1),
        }
        Reorganisation.objects.only_this(self).drafts().update(**facts)
        for name, value in facts.items():
            setattr(self, name, value)
        self.change.write(self)
        self._refuse_a_circle()
        Event.record(self, "decided", by=by, units=sorted(self.touched), day=self.takes_effect_on)

    @transaction.atomic
    def undo(self, *, by):
        """Until its day: everything is again as if it had never been decided, and it is a draft again."""
        _one_at_a_time()
        if (
            not Reorganisation.objects.only_this(self)
            .planned()
            .update(decided_at=None, decided_by=None, touched={})
        ):
            raise Refusal(
                _("Its day has come, so it stands. Plan another reorganisation that leads on from here.")
            )
        Affiliation.objects.made_by(self).delete()
        Affiliation.objects.all().turn_back_for(self)
        Affiliation.objects.all().restore_for(self)
        Succession.objects.of(self).delete()
        UnitSpan.objects.made_by(self).delete()
        UnitSpan.objects.all().restore_for(self)
        self._unfound()
        self.refresh_from_db()
        Event.record(self, "undone", by=by)

    def carry(self):
        """Let the affiliations follow that came after the decision; returns how many."""
        with transaction.atomic():
            _one_at_a_time()
            return carry(self, self._stranded())

    def _stranded(self):
        links = {link.unit_id: link for link in self.successions.with_units() if link.carries_past}
        rows = Affiliation.objects.of_units(links).lasting(self.takes_effect_on).with_people()
        return [(row, self._part_of(row) or links[row.unit_id].successor) for row in rows]

    def _part_of(self, row):
        from ambassadors.reorganising.parts import Parts

        if self.kind != self.Kind.SPLIT:
            return None
        return Unit.objects.with_code(Parts(self.plan).of(row.ambassador)).first()

    def _unfound(self):
        try:
            Unit.objects.founded_by(self).delete()
        except ProtectedError as error:
            raise Refusal(
                _("People or a trophy stand with the new unit already. Move them to another unit first.")
            ) from error

    def _refuse_a_circle(self):
        """Two plans that are fine alone could close a circle together."""
        planned = UnitSpan.objects.beginning_from(self.takes_effect_on).values_list("valid_from", flat=True)
        if any(UnitSpan.objects.in_a_circle(day) for day in {self.takes_effect_on, *planned}):
            raise Refusal(
                _("Together with another plan this would be a circle of units. Undo the other one first.")
            )


def _one_at_a_time():
    """Two decisions at once would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('reorganisation', 0))")
