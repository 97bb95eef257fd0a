from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.unit import Unit, that_day
from ledger.models import Event, Noun
from ledger.refusal import Refusal


class RoleQuerySet(models.QuerySet):
    def current(self, day=None):
        return self.filter(that_day("valid_from", "valid_until", day or timezone.localdate()))

    def named(self, *names):
        return self.filter(name__in=names)

    def lasting(self, day):
        """Those whose term runs on that day, or begins later."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gt=day))

    def over_units(self, codes):
        return self.filter(scope_kind="unit", scope_value__in=codes)

    def with_people(self):
        return self.select_related("person")


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
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_term_ends_after_it_begins",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="role_scope_has_a_value_unless_network",
                condition=models.Q(scope_kind="network", scope_value="")
                | (~models.Q(scope_kind="network") & ~models.Q(scope_value="")),
            ),
        ]

    def __str__(self):
        return self.get_name_display()

    @classmethod
    def grant(
        cls, person, name, *, by, scope_kind="network", scope_value="", valid_from=None, valid_until=None
    ):
        """Give somebody a role; refuses manager and coordinator in one hand at one time."""
        role = cls(
            person=person,
            name=name,
            granted_by=by,
            scope_kind=scope_kind,
            scope_value=scope_value,
            valid_from=valid_from or timezone.localdate(),
            valid_until=valid_until,
        )
        try:
            with transaction.atomic():
                role.save(force_insert=True)
                Event.record(role, "granted", by=by, role=name, scope=scope_kind)
        except IntegrityError as error:
            raise Refusal(_refused(error)) from error
        return role

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

    def condition(self, unit_field, region_field):
        """The scope as a condition on rows that carry a unit code and a region."""
        if self.scope_kind == self.Scope.REGION:
            return models.Q(**{region_field: self.scope_value})
        if self.scope_kind == self.Scope.UNIT:
            return models.Q(**{f"{unit_field}__in": self.unit_codes()})
        return ~models.Q(pk=None)


def _refused(error):
    if "manager_and_coordinator_exclude_each_other" in str(error):
        return _("Manager and coordinator exclude each other. End the other role first.")
    if "one_role_of_a_name_at_a_time" in str(error):
        return _("This person holds the role already.")
    return _("The role can't be given like this: look at its dates and its scope.")
