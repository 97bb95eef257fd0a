"""Exactly what a reorganisation changes: for a draft what would be written now, for a decided one what was written."""

from collections import namedtuple
from datetime import timedelta

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ambassadors.models import Affiliation, Ambassador, Role, Succession, Unit, UnitSpan
from ambassadors.reorganising.along import along

Line = namedtuple("Line", "code name what icon")
Way = namedtuple("Way", "before after people")
DAY = timedelta(days=1)


class Preview:
    def __init__(self, reorganisation):
        self.reorganisation = reorganisation
        self.day = reorganisation.takes_effect_on
        self.ends, self.begins, self.goes_on_as, self._moves = (
            self._written() if reorganisation.is_decided else self._planned()
        )

    def _planned(self):
        change = self.reorganisation.change
        moves = [(row.ambassador, row.unit, unit) for row, unit in self.reorganisation.moves]
        return change.ends, change.begins, [pair[:2] for pair in change.goes_on_as], moves

    def _written(self):
        this = self.reorganisation
        ended = {row.ambassador_id: row.unit for row in Affiliation.objects.ended_by(this).with_people()}
        made = Affiliation.objects.made_by(this).with_people().by_name()
        moves = [(row.ambassador, ended.get(row.ambassador_id), row.unit) for row in made]
        spans = [UnitSpan.objects.ended_by(this), UnitSpan.objects.made_by(this)]
        links = [(link.unit, link.successor) for link in Succession.objects.of(this).with_units()]
        return *(list(rows.with_units().oldest_first()) for rows in spans), links, moves

    @cached_property
    def names(self):
        """({unit id: name before the day}, {unit id: name from the day on})"""
        before = dict(UnitSpan.objects.on(self.day - DAY).values_list("unit", "name"))
        after = dict(UnitSpan.objects.on(self.day).values_list("unit", "name"))
        return before, after | {span.unit_id: span.name for span in self.begins}

    def before(self, unit):
        return self.names[0].get(unit.pk, unit.code) if unit else ""

    def after(self, unit):
        return self.names[1].get(unit.pk, unit.code) if unit else ""

    # What becomes of the units

    @cached_property
    def units(self):
        """A line for each unit that ends, changes or begins, by their codes."""
        begins, ends = (sorted(spans, key=lambda span: span.unit.code) for spans in (self.begins, self.ends))
        begun = {span.unit_id: span for span in begins}
        changed = [self._line(span, begun.pop(span.unit_id, None)) for span in ends]
        return [*changed, *(self._founded(span) for span in begun.values())]

    def _line(self, span, begun):
        if begun is None:
            others = ", ".join(self.after(to) for unit, to in self.goes_on_as if unit.pk == span.unit_id)
            return Line(
                span.unit.code, span.name, _("ends and goes on as %(others)s") % {"others": others}, "next"
            )
        said = []
        if begun.name != span.name:
            said.append(_("is called %(name)s") % {"name": begun.name})
        if begun.parent_id != span.parent_id:
            said.append(_stands_below(self.after(begun.parent)))
        return Line(span.unit.code, span.name, ", ".join(said), "edit")

    def _founded(self, span):
        return Line(
            span.unit.code, span.name, _("is new") + ", " + _stands_below(self.after(span.parent)), "plus"
        )

    # What becomes of the people, and what goes along

    @cached_property
    def ways(self):
        """Who goes from where to where, each way with its people by name."""
        ways = {}
        for ambassador, before, after in self._moves:
            if after:
                ways.setdefault((self.before(before), self.after(after)), []).append(ambassador)
        return [Way(before, after, people) for (before, after), people in sorted(ways.items())]

    @cached_property
    def left(self):
        return [] if self.reorganisation.is_decided else self.reorganisation.left

    @property
    def number(self):
        return sum(len(way.people) for way in self.ways) + len(self.left)

    @cached_property
    def along(self):
        people = Ambassador.objects.numbered([ambassador.pk for ambassador, _before, _after in self._moves])
        return along.of(people, self._old_names)

    @cached_property
    def roles(self):
        """[(role, name of its scope, what it covers from the day on)] of the terms that name one of these units."""
        found = Role.objects.lasting(self.day).over_units(self._codes).with_people()
        return [(role, self._name(role.scope_value), self._covers(role.scope_value)) for role in found]

    @property
    def _old_names(self):
        """The units that end or are called otherwise from the day on."""
        now = {span.unit_id: span.name for span in self.begins}
        return sorted(span.unit.code for span in self.ends if now.get(span.unit_id) != span.name)

    @property
    def _codes(self):
        """The units whose name, place or end this is about, and those that take others in."""
        return sorted({span.unit.code for span in self.ends} | {to.code for _unit, to in self.goes_on_as})

    def _name(self, code):
        unit = Unit.objects.with_code(code).first()
        return self.before(unit) if unit else code

    def _covers(self, code):
        heirs = [self.after(to) for unit, to in self.goes_on_as if unit.code == code]
        if heirs:
            return _("covers all of %(units)s, and what was here before") % {"units": ", ".join(heirs)}
        taken = [self.before(unit) for unit, to in self.goes_on_as if to.code == code]
        if taken:
            return _("covers %(units)s as well") % {"units": ", ".join(taken)}
        return _("stays as it is")


def _stands_below(name):
    return _("stands below %(name)s") % {"name": name} if name else _("stands at the top")
