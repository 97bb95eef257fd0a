from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.role_words import RoleQuerySet
from ambassadors.models.unit import Unit
from ambassadors.regions import region_name
from ledger.models import Event, Letter, Noun
from ledger.refusal import Refusal

NEED_TWO = ("admin", "auditor")  # nobody gives these alone
_NAMED_BY_TWO = models.Q(granted_by__isnull=False, confirmed_by__isnull=False) & ~(
    models.Q(granted_by=models.F("confirmed_by"))
    | models.Q(person=models.F("granted_by"))
    | models.Q(person=models.F("confirmed_by"))
)


class Role(Noun):
    """What somebody may do in the network besides being an ambassador: for a scope and for a term."""

    class Name(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        MANAGER = "manager", _("Manager")
        AUDITOR = "auditor", _("Auditor")
        ADMIN = "admin", _("Admin")

    class Scope(models.TextChoices):
        NETWORK = "network", _("the whole network")
        REGION = "region", _("a land")
        UNIT = "unit", _("a unit and all below it")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=Name)
    scope_kind = models.CharField(max_length=10, choices=Scope, default=Scope.NETWORK)
    scope_value = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="role_newest")]
        constraints = [
            models.CheckConstraint(
                name="role_term_ends_after_it_begins",
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from"))
                | models.Q(ended_at__isnull=False, valid_until=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="role_scope_has_a_value_unless_network",
                condition=models.Q(scope_kind="network", scope_value="")
                | (~models.Q(scope_kind="network") & ~models.Q(scope_value="")),
            ),
            models.CheckConstraint(
                name="only_coordinators_have_a_part_of_the_network",
                condition=models.Q(name="coordinator") | models.Q(scope_kind="network"),
            ),
            models.CheckConstraint(
                name="admin_and_auditor_need_two_people",
                condition=~models.Q(name__in=NEED_TWO)
                | models.Q(granted_by=None, confirmed_by=None)  # the first, from the console
                | _NAMED_BY_TWO,
            ),
        ]

    def __str__(self):
        return self.get_name_display()

    def get_absolute_url(self):
        return reverse("ambassadors:role_end", args=[self.pk])

    @classmethod
    def grant(
        cls,
        person,
        name,
        *,
        by,
        confirmed_by=None,
        scope_kind="network",
        scope_value="",
        valid_from=None,
        valid_until=None,
    ):
        """Give somebody a role; `by=None` is the console, which gives only the first admin and the first auditor."""
        if not person.is_active:
            raise Refusal(_("%(name)s can't sign in any more. Choose somebody else.") % {"name": person})
        role = cls(
            person=person,
            name=name,
            granted_by=by,
            confirmed_by=confirmed_by,
            scope_kind=scope_kind,
            scope_value=scope_value,
            valid_from=valid_from or person.today(),
            valid_until=valid_until,
        )
        try:
            with transaction.atomic():
                if by is None and name in NEED_TWO:
                    cls._let_go_of_closed_logins(name)
                role.save(force_insert=True)
                Event.record(role, "granted", by=confirmed_by or by, **role.told())
                Letter.write(
                    "role_granted", recipient=person, dedup_key=f"role:{role.pk}:granted", role=role.pk
                )
        except IntegrityError as error:
            raise Refusal(_refused(error)) from error
        return role

    @transaction.atomic
    def end(self, *, by, last_day=None):
        """Nobody holds it after that day; without one it is over now. The last admin stays, and the last auditor goes only by themself."""
        today = self.person.today()
        if last_day and last_day < today:
            raise Refusal(_("That day is over. Choose today or a day to come, or end the role at once."))
        until = max(last_day + timedelta(days=1) if last_day else today, self.valid_from)
        self._leave_not_the_last(until, by)
        self._close(until, by)

    def told(self):
        """What an event says of this role: codes and ids."""
        return {"role": self.name, "scope": self.scope_kind, "person": self.person_id}

    @property
    def last_day(self):
        """The last day on which the role is held, or None where no end is set."""
        return self.valid_until and self.valid_until - timedelta(days=1)

    @property
    def is_coming(self):
        return self.valid_from > self.person.today()

    @property
    def is_over(self):
        return self.valid_until is not None and (
            self.valid_until <= self.person.today() or self.valid_until == self.valid_from
        )

    @property
    def never_began(self):
        return self.valid_until == self.valid_from

    @property
    def scope(self):
        """The scope in words: “the whole network”, “Saxony”, “Service (T-DE-S)”."""
        if self.scope_kind == self.Scope.REGION:
            return region_name(self.scope_value)
        if self.scope_kind == self.Scope.UNIT:
            name = self.unit_name if "unit_name" in self.__dict__ else Unit.objects.name_of(self.scope_value)
            return f"{name} ({self.scope_value})" if name else self.scope_value
        return self.get_scope_kind_display()

    @property
    def coordinates_everything(self):
        return self.name == self.Name.COORDINATOR and self.scope_kind == self.Scope.NETWORK

    def covers(self, unit_code, region):
        """Whether something of that unit and region lies in this role's scope."""
        if self.scope_kind == self.Scope.REGION:
            return region == self.scope_value
        if self.scope_kind == self.Scope.UNIT:
            return unit_code in self.unit_codes()
        return True

    def unit_codes(self):
        """What the scope covers today: the unit or what it went on as, all below, and what went into them before."""
        unit = Unit.objects.with_code(self.scope_value).first()
        return unit.reach() if unit else []

    def place(self):
        """(unit, region) of a scope that is narrower than the network."""
        if self.scope_kind == self.Scope.UNIT:
            return Unit.objects.with_code(self.scope_value).first(), ""
        return None, self.scope_value

    def condition(self, unit_field, region_field):
        """The scope as a condition on rows that carry a unit code and a region."""
        if self.scope_kind == self.Scope.REGION:
            return models.Q(**{region_field: self.scope_value})
        if self.scope_kind == self.Scope.UNIT:
            return models.Q(**{f"{unit_field}__in": self.unit_codes()})
        return ~models.Q(pk=None)

    @classmethod
    def _let_go_of_closed_logins(cls, name):
        """The first admin left and can't sign in any more: that must not keep the console from naming a first one again."""
        stale = cls.objects.named(name).from_the_console().of_closed_logins().select_related("person")
        for role in stale.lasting(timezone.localdate()):
            role._close(max(role.person.today(), role.valid_from), None)

    def _leave_not_the_last(self, until, by):
        """Whoever ends an admin or auditor holds the rows of all of them, so that two can't end each other at once."""
        if self.name not in NEED_TWO or self.is_coming:
            return
        if self.name == self.Name.AUDITOR and by == self.person:
            return
        holders = Role.objects.named(self.name).current().of_open_logins().locked()
        rest = [role for role in holders if role.pk != self.pk and not _over_by(role, until)]
        if not rest:
            raise Refusal(_LAST[self.name])
        if self.name == self.Name.ADMIN and not self.valid_until and all(role.valid_until for role in rest):
            raise Refusal(_LAST["lasting admin"])

    def _close(self, until, by):
        lasting = Role.objects.numbered(self.pk).lasting(until)
        if not lasting.update(valid_until=until, ended_at=timezone.now()):
            raise Refusal(_("This role ends by then already. Look at its term again."))
        self.refresh_from_db()
        Event.record(self, "ended", by=by, until=until, **self.told())
        Letter.write(
            "role_ended", recipient=self.person, dedup_key=f"role:{self.pk}:ended:{until}", role=self.pk
        )


_LAST = {
    "admin": _("This is the last admin, and a network needs one. Propose another admin first."),
    "lasting admin": _(
        "The other admins have a last day, and a network needs an admin who stays. Propose one without a last day first."
    ),
    "auditor": _(
        "This is the last auditor, and nobody but they themselves may end that. Propose another auditor first."
    ),
}
_SENTENCES = {
    "manager_and_coordinator_exclude_each_other": _(
        "Manager and coordinator exclude each other. End the other role first."
    ),
    "one_role_of_a_name_at_a_time": _("This person holds the role already in that time. End it first, or choose other days."),
    "role_term_ends_after_it_begins": _("The term ends before it begins. Look at its days again."),
    "only_coordinators_have_a_part_of_the_network": _(
        "Only a coordinator has a part of the network. Take the whole network for this role."
    ),
    "admin_and_auditor_need_two_people": _(
        "An admin or an auditor is named by two people. Propose it, and let somebody else confirm."
    ),
    "the_console_names_the_first_alone": _(
        "There is one in that time already, and the console names only the first. Propose the next one on the page of roles; a second person confirms."
    ),
}  # fmt: skip


def _over_by(role, day):
    return role.valid_until is not None and role.valid_until <= day


def _refused(error):
    told = next((sentence for name, sentence in _SENTENCES.items() if name in str(error)), None)
    return told or _("The role can't be given like this: look at its days and its scope.")
