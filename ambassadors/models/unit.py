from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from ledger.models import Noun


def that_day(field_from, field_until, day):
    """The condition that a row with these two dates is valid on that day; the last day is not in it."""
    return models.Q(**{f"{field_from}__lte": day}) & (
        models.Q(**{f"{field_until}__gt": day}) | models.Q(**{field_until: None})
    )


class UnitQuerySet(models.QuerySet):
    def with_code(self, code):
        return self.filter(code=code)

    def in_order(self):
        return self.order_by("code")

    def tree(self, day=None):
        """The units of that day (default today) as [(depth, code, name), …], parents before their children."""
        children = {}
        for span in (
            UnitSpan.objects.on(day or timezone.localdate()).select_related("unit").order_by("unit__code")
        ):
            children.setdefault(span.parent_id, []).append(span)
        return list(_branches(children, None, 0))


class Unit(Noun):
    """A part of the company that people belong to; its name and its place in the tree have dates."""

    code = models.CharField(max_length=40, unique=True)

    objects = UnitQuerySet.as_manager()

    def __str__(self):
        return self.name_on()

    @cached_property
    def span_today(self):
        return self.spans.on(timezone.localdate()).first()

    def name_on(self, day=None):
        """The name the unit had on that day (default today), or its code where it had none."""
        span = self.spans.on(day).first() if day else self.span_today
        return span.name if span else self.code

    def subtree_codes(self, day=None):
        """The codes of this unit and of all units below it on that day (default today)."""
        below = UnitSpan.objects.children_by_parent(day or timezone.localdate())
        codes, waiting = [], [(self.pk, self.code)]
        while waiting:
            pk, code = waiting.pop()
            codes.append(code)
            waiting += below.pop(pk, [])
        return codes


def _branches(children, parent, depth):
    for span in children.get(parent, []):
        yield depth, span.unit.code, span.name
        yield from _branches(children, span.unit_id, depth + 1)


class UnitSpanQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(that_day("valid_from", "valid_until", day))

    def by_name(self):
        return self.select_related("unit").order_by("name", "pk")

    def children_by_parent(self, day):
        """{parent id: [(unit id, unit code), …]} on that day, in one query."""
        children = {}
        for parent, pk, code in self.on(day).exclude(parent=None).values_list("parent", "unit", "unit__code"):
            children.setdefault(parent, []).append((pk, code))
        return children


class UnitSpan(Noun):
    """What a unit was called and where it stood, from one day until another."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="spans")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="child_spans")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = UnitSpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_span_ends_after_it_begins",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("unit")),
            ),
        ]

    def __str__(self):
        return self.name


class AffiliationQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(that_day("valid_from", "valid_until", day))


class Affiliation(Noun):
    """Somebody belongs to a unit from one day until another, never to two at once."""

    ambassador = models.ForeignKey("ambassadors.Ambassador", models.CASCADE, related_name="affiliations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="affiliations")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_it_begins",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.ambassador}, {self.unit}"
