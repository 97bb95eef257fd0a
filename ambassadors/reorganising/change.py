"""What a reorganisation does to units and people, worked out first and written in one go: the preview is what is written."""

from django.utils.translation import gettext as _

from ambassadors.models.affiliation import Affiliation
from ambassadors.models.succession import Succession
from ambassadors.models.unit import Unit, UnitSpan
from ledger.refusal import Refusal


class Change:
    """The spans that end and begin on the day, the units that are founded or go on as others, and who goes where."""

    def __init__(self, day):
        self.day = day
        self.spans = {span.unit.code: span for span in UnitSpan.objects.on(day).with_units()}
        self.ends, self.begins, self.founds = [], [], []
        self.goes_on_as = []  # (unit, successor, whether it carries the past on)
        self.goes_to = {}  # {unit id: which unit an ambassador of it goes to, or None while nobody said}
        self.touched = set()  # codes that no other planned reorganisation may touch

    # What the acts are made of

    def span(self, code):
        """The unit of this code as it is on the day."""
        if code not in self.spans:
            raise Refusal(
                _("There is no unit “%(code)s” on that day. Choose another unit or another day.")
                % {"code": code}
            )
        return self.spans[code]

    def unit(self, code):
        return self.span(code).unit if code else None

    def found(self, code, name, parent):
        """A unit that was never there before; its code isn't used twice, or old figures would become its own."""
        if Unit.objects.with_code(code).exists() or code in {unit.code for unit in self.founds}:
            raise Refusal(
                _("The code “%(code)s” belongs to another unit, today or in the past. Choose a new one.")
                % {"code": code}
            )
        unit = Unit(code=code)
        self.founds.append(unit)
        self.touched |= {code, *([parent.code] if parent else [])}
        self.begins.append(UnitSpan(unit=unit, name=name, parent=parent, valid_from=self.day))
        return unit

    def replace(self, span, *, name=None, parent=None, moved=False):
        """The unit goes on from the day under this name, or below that parent (None: at the top)."""
        self.end(span)
        above = parent if moved else span.parent
        self.touched |= {above.code} if moved and above else set()
        self.begins.append(
            UnitSpan(unit=span.unit, name=name or span.name, parent=above, valid_from=self.day,
                     valid_until=span.valid_until)
        )  # fmt: skip

    def end(self, span):
        if span.valid_from == self.day:
            raise Refusal(
                _("“%(name)s” changes on that day already. Choose another day.") % {"name": span.name}
            )
        self.ends.append(span)
        self.touched.add(span.unit.code)

    def go_on(self, unit, successor, *, carries_past=True):
        self.goes_on_as.append((unit, successor, carries_past))
        self.touched |= {unit.code, successor.code}

    def children(self, code):
        return [span for span in self.spans.values() if span.parent and span.parent.code == code]

    def is_below(self, code, above):
        """Whether the unit is `above`, or stands somewhere below it."""
        met = set()
        while code and code not in met:
            if code == above:
                return True
            met.add(code)
            span = self.spans.get(code)
            code = span.parent.code if span and span.parent else None
        return False

    # Who goes where

    def moves(self):
        """[(affiliation, unit or None)] of everybody whose unit goes on as another, by name."""
        rows = Affiliation.objects.of_units(self.goes_to).lasting(self.day).with_people().by_name()
        return [(row, self.goes_to[row.unit_id](row.ambassador)) for row in rows]

    # Writing

    def write(self, reorganisation):
        for unit in self.founds:
            unit.founded_by = reorganisation
        Unit.objects.bulk_create(self.founds)
        UnitSpan.objects.numbered([span.pk for span in self.ends]).end_for(reorganisation)
        for span in self.begins:
            span.made_by = reorganisation
        UnitSpan.objects.bulk_create(self.begins)
        Succession.objects.bulk_create(
            Succession(unit=unit, successor=successor, day=self.day, carries_past=carries, made_by=reorganisation)
            for unit, successor, carries in self.goes_on_as
        )  # fmt: skip
        carry(reorganisation, self.moves())


def carry(reorganisation, moves):
    """Let everybody's affiliation follow: what has begun by the day ends and goes on, what begins later is turned."""
    day = reorganisation.takes_effect_on
    begun = [(row, unit) for row, unit in moves if unit and row.valid_from < day]
    Affiliation.objects.numbered([row.pk for row, _unit in begun]).end_for(reorganisation)
    Affiliation.objects.bulk_create(
        [
            Affiliation(ambassador_id=row.ambassador_id, unit=unit, valid_from=day, valid_until=row.valid_until,
                        made_by=reorganisation)
            for row, unit in begun
        ],
        batch_size=2000,
    )  # fmt: skip
    for unit in {unit.pk: unit for _row, unit in moves if unit}.values():
        later = [row.pk for row, to in moves if to == unit and row.valid_from >= day]
        Affiliation.objects.numbered(later).turn_for(reorganisation, unit)
    return len(begun)
