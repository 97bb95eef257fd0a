"""Which units may be shown to managers, when they can be asked about as they were then and as they are today, and by level.

All of these are cut together: what is shown of a month in any view and at any level cuts the people into pieces, and each
piece speaks of nobody or of at least the minimum. So nothing can be computed by comparing then with today, or a unit with
those below it. docs/decisions/group-rule.md has the reasoning, docs/decisions/dated-units.md what the views mean.
"""

from collections import namedtuple

from reports.group_rule import NETWORK, Hidden, Why, network_months
from reports.months import RUNNING
from reports.unit_places import VIEWS

Key = namedtuple("Key", "view level group")


class UnitRule:
    """From a census {code: people in each month} and the places of codes; `network` is the census of everybody.

    `strays` are the (code, month) pairs in which something happened though nobody was there: a piece of them alone is small.
    """

    def __init__(self, census, places, *, network, minimum, strays=()):
        self.minimum, self.places = minimum, places
        self._census, self._network, self._strays = census, network, set(strays)
        self._network_months = network_months(network, minimum)
        self.codes = {code for code in census if code} | {code for code, _month in self._strays if code}
        self._shown, self._large = {}, set()
        for month in self._network_months - {RUNNING}:
            self._decide(month)
        self._shown = {key: _run(months) for key, months in self._shown.items()}

    def view(self, view, level):
        return UnitView(self, view, level)

    def months(self, key):
        if key.group is NETWORK:
            return self._network_months
        return self._shown.get(key, frozenset())

    def hidden(self, key):
        if self.months(key):
            return None
        return Hidden((Why.COMPUTABLE if key in self._large else Why.TOO_FEW).value, self.minimum)

    def people(self, key, month):
        if key.group is NETWORK:
            return sum(people[month] for people in self._network.values())
        return sum(self._census[code][month] for code in self._codes(key, month) if code in self._census)

    def _codes(self, key, month):
        return [
            code for code in self.codes if self.places.group(code, month, key.view, key.level) == key.group
        ]

    def _decide(self, month):
        """Which groups are shown in the month: all that are large, less those that would cut off a few."""
        atoms = self._atoms(month)
        groups = self._groups(atoms, month)
        people = {key: sum(self._here(code, month) for code in codes) for key, codes in groups.items()}
        large = {key: codes for key, codes in groups.items() if people[key] >= self.minimum}
        self._large |= set(large)
        safe = without_small_pieces(set(large.values()), atoms, self.minimum)
        for key, codes in large.items():
            if codes in safe:
                self._shown.setdefault(key, set()).add(month)

    def _here(self, code, month):
        return self._census[code][month] if code in self._census else 0

    def _atoms(self, month):
        """{code: people of the month} where somebody was or something happened; without a unit is a code, too."""
        return {
            code: people
            for code in (*self.codes, "")
            if (people := self._here(code, month)) or (code, month) in self._strays
        }

    def _groups(self, atoms, month):
        groups = {}
        for code in atoms:
            for key in self._keys(code, month) if code else ():
                groups.setdefault(key, set()).add(code)
        return {key: frozenset(codes) for key, codes in groups.items()}

    def _keys(self, code, month):
        for view in VIEWS:
            for level in self.places.levels:
                yield Key(view, level, self.places.group(code, month, view, level))


class UnitView:
    """The rule as one view and one level ask it: it answers like the rule of lands."""

    def __init__(self, rule, view, level):
        self._rule, self.view, self.level = rule, view, level
        self.minimum = rule.minimum

    @property
    def groups(self):
        """Every unit of this view and level that had somebody, or where something happened, in these months."""
        group = self._rule.places.group
        return sorted(
            {
                group(code, month, self.view, self.level)
                for code in self._rule.codes
                for month in range(RUNNING)
            }
        )

    def months(self, group):
        return self._rule.months(Key(self.view, self.level, group))

    def hidden(self, group):
        return self._rule.hidden(Key(self.view, self.level, group))

    def people(self, group, month):
        return self._rule.people(Key(self.view, self.level, group), month)

    def name(self, group):
        return self._rule.places.name(group, self.view, self.level)


def without_small_pieces(shown, atoms, minimum):
    """Those of the groups (sets of atoms) that together cut off no piece of fewer people than the minimum.

    While there is a small piece, the smallest group goes whose line separates it from another piece.
    """
    shown = set(shown)
    while shown:
        pieces = _pieces(shown, atoms)
        small = next((piece for piece, people in pieces.items() if people < minimum), None)
        if small is None:
            break
        around = [group for group in shown if small ^ {group} in pieces] or shown
        shown.remove(min(around, key=lambda group: (sum(atoms[code] for code in group), sorted(group))))
    return shown


def _pieces(shown, atoms):
    """{the groups around a piece: its people}"""
    pieces = {}
    for code, people in atoms.items():
        around = frozenset(group for group in shown if code in group)
        pieces[around] = pieces.get(around, 0) + people
    return pieces


def _run(months):
    """The unbroken months up to the last one, so that no line has a gap: leaving out more cuts off nothing new."""
    last = place = max(months)
    while place - 1 in months:
        place -= 1
    return frozenset(range(place, last + 1))
