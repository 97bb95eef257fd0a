from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from ambassadors.models.dated import Dated, DatedQuerySet, that_day
from ambassadors.models.succession import Succession
from ledger.models import Noun

__all__ = ["Unit", "UnitSpan", "that_day"]


class UnitQuerySet(models.QuerySet):
    def with_code(self, code):
        return self.filter(code=code)

    def with_codes(self, codes):
        return self.filter(code__in=codes)

    def founded_by(self, reorganisation):
        return self.filter(founded_by=reorganisation)

    def in_order(self):
        return self.order_by("code")

    def name_of(self, code):
        """What the unit of that code is called today, or nothing."""
        unit = self.with_code(code).first()
        return unit.name_on() if unit else ""

    def tree(self, day=None):
        """The units of that day (default today) as [(depth, code, name), …], parents before their children.

        A unit whose parent is gone that day stands at the top, so that none is lost.
        """
        spans = list(UnitSpan.objects.on(day or timezone.localdate()).with_units().order_by("unit__code"))
        there, children = {span.unit_id for span in spans}, {}
        for span in spans:
            children.setdefault(span.parent_id if span.parent_id in there else None, []).append(span)
        return list(_branches(children, None, 0))

    def attributed(self, day=None):
        """{code: code of the unit that is it, or carries its past on, on that day} for every unit there ever was."""
        carried = Succession.objects.using(self.db).carried(day or timezone.localdate())
        return {code: last(carried, code) for code in self.values_list("code", flat=True)}


class Unit(Noun):
    """A part of the company that people belong to; its name and its place in the tree have dates."""

    code = models.CharField(max_length=40, unique=True)
    founded_by = models.ForeignKey(
        "ambassadors.Reorganisation", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = UnitQuerySet.as_manager()

    def __str__(self):
        return self.name_on()

    def get_absolute_url(self):
        return reverse("ambassadors:unit", args=[self.code])

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

    def reach(self, day=None):
        """The codes that a scope over this unit covers on that day (default today): itself or those that go on as it,
        all below them, and every unit of the past that went into one of these."""
        day = day or timezone.localdate()
        links = list(Succession.objects.by(day).order_by("day", "id").codes())
        heirs = followed({self.code}, links)
        standing = set()
        for unit in Unit.objects.with_codes(heirs):
            standing.update(unit.subtree_codes(day))
        return sorted(followed(standing, [(after, before) for before, after in links]))


def followed(codes, links):
    """The codes and all that the links lead to from them."""
    found, waiting = set(codes), list(codes)
    while waiting:
        code = waiting.pop()
        new = {after for before, after in links if before == code} - found
        found |= new
        waiting += new
    return found


def last(carried, code):
    """Where the links end; a circle of them would end, too."""
    seen = set()
    while code in carried and code not in seen:
        seen.add(code)
        code = carried[code]
    return code


def _branches(children, parent, depth):
    for span in children.get(parent, []):
        yield depth, span.unit.code, span.name
        yield from _branches(children, span.unit_id, depth + 1)


class UnitSpanQuerySet(DatedQuerySet):
    def codes_above(self, code, day=None):
        """The code itself and those of all units above it on that day (default today), the nearest first."""
        parents = dict(self.on(day or timezone.localdate()).values_list("unit__code", "parent__code"))
        found = []
        while code and code not in found:
            found.append(code)
            code = parents.get(code)
        return found

    def first_and_last_days(self):
        """{unit id: (the first day it has a name, the first day it has none any more or nothing)}"""
        days = {}
        for unit, begins, ends in self.order_by("valid_from").values_list(
            "unit", "valid_from", "valid_until"
        ):
            days[unit] = days.get(unit, (begins, None))[0], ends
        return days

    def with_units(self):
        return self.select_related("unit", "parent")

    def with_code(self, code):
        return self.filter(unit__code=code)

    def by_name(self):
        return self.select_related("unit").order_by("name", "pk")

    def oldest_first(self):
        return self.order_by("valid_from")

    def of_units(self, units):
        return self.filter(unit__in=units)

    def of_codes(self, codes):
        return self.filter(unit__code__in=codes)

    def below(self, unit):
        return self.filter(parent=unit)

    def called(self, codes, day):
        """{code: name} of these units on that day."""
        return dict(self.on(day).filter(unit__code__in=codes).values_list("unit__code", "name"))

    def children_by_parent(self, day):
        """{parent id: [(unit id, unit code), …]} on that day, in one query."""
        children = {}
        for parent, pk, code in self.on(day).exclude(parent=None).values_list("parent", "unit", "unit__code"):
            children.setdefault(parent, []).append((pk, code))
        return children

    def in_a_circle(self, day):
        """Whether somebody who climbs the tree of that day from some unit comes back to it."""
        above = dict(self.on(day).values_list("unit", "parent"))
        return any(_comes_back(above, unit) for unit in above)


def _comes_back(above, unit):
    met, here = set(), unit
    while here is not None and here not in met:
        met.add(here)
        here = above.get(here)
    return here is not None


class UnitSpan(Noun, Dated):
    """What a unit was called and where it stood, from one day until another."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="spans")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="child_spans")

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
