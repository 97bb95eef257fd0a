from django.apps import apps
from django.db import models
from django.utils import timezone

from ambassadors.models.unit import UnitSpan, that_day


def _own_days(roles):
    """{date it is now: the time zones of these roles' holders where it is that date}; three dates at most."""
    now, days = timezone.now(), {}
    for zone in roles.order_by().values_list("person__time_zone", flat=True).distinct():
        days.setdefault(now.astimezone(_zone(zone)).date(), []).append(zone)
    return days


def _zone(name):
    return apps.get_model("ambassadors", "Person")(time_zone=name).zone


class RoleQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)

    def current(self, day=None):
        """Whose term runs on that day, or by default today: at midnight where the holder lives a term is over."""
        if day:
            return self.filter(that_day("valid_from", "valid_until", day))
        return self._by_own_day(lambda day: that_day("valid_from", "valid_until", day))

    def coming(self):
        """Whose term hasn't begun where the holder lives, and was not taken away before it could."""
        empty = models.Q(valid_until=models.F("valid_from"))
        return self._by_own_day(lambda day: models.Q(valid_from__gt=day) & ~empty)

    def over(self):
        """Whose term has ended where the holder lives, or was taken away before it began."""
        empty = models.Q(valid_until=models.F("valid_from"))
        return self._by_own_day(lambda day: models.Q(valid_until__lte=day) | empty)

    def _by_own_day(self, condition):
        found = models.Q(pk__in=[])
        for day, zones in _own_days(self).items():
            found |= models.Q(person__time_zone__in=zones) & condition(day)
        return self.filter(found)

    def named(self, *names):
        return self.filter(name__in=names)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def besides(self, role):
        return self.exclude(pk=role.pk)

    def of_open_logins(self):
        return self.filter(person__is_active=True)

    def of_closed_logins(self):
        return self.filter(person__is_active=False)

    def from_the_console(self):
        return self.filter(granted_by=None)

    def over_units(self, codes):
        return self.filter(scope_kind="unit", scope_value__in=codes)

    def lasting(self, day):
        """Whose term runs on that day, or begins later."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gt=day))

    def locked(self):
        return self.select_for_update(of=("self",)).order_by("pk")

    def visible_to(self, person):
        """An admin sees all, everybody else their own."""
        return self if person.has_role("admin") else self.filter(person=person)

    def with_people(self):
        """With what a line about a role says: who, and what a unit of its scope is called today."""
        named = UnitSpan.objects.on(timezone.localdate()).with_code(models.OuterRef("scope_value"))
        return self.select_related("person__ambassador__portrait").annotate(
            unit_name=models.Subquery(named.values("name")[:1])
        )

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def by_term(self):
        return self.order_by("-valid_from", "name")
