"""Encounters by land or by unit: a bar for each that may be shown, the others hatched; none is compared with its size."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import words
from reports.drawings import bars
from reports.group_rule import NETWORK, Hidden

HIDDEN_BARS = 3
SAID = {
    "land": {
        "title": gettext_lazy("Encounters by land"),
        "head": gettext_lazy("Land"),
        "more": gettext_lazy("%(n)s more lands"),
        "none": gettext_lazy("Bars of encounters by land; none is shown"),
        "bars": gettext_lazy("Bars: %(lands)s; %(hidden)s not shown"),
    },
    "unit": {
        "title": gettext_lazy("Encounters by unit"),
        "head": gettext_lazy("Unit"),
        "more": gettext_lazy("%(n)s more units"),
        "none": gettext_lazy("Bars of encounters by unit; none is shown"),
        "bars": gettext_lazy("Bars: %(groups)s; %(hidden)s not shown"),
    },
}


def by_group(books, scope):
    """The chart of all lands or units in the period, by name: they are not ranked."""
    said, window = SAID[books.by], scope.months.window(len(scope.asked), whole=True)
    found = [(books.rule.name(group), _of(books, group, window)) for group in books.rule.groups]
    found.sort(key=lambda row: (isinstance(row[1], Hidden), str(row[0])))
    numbers = [(name, None if isinstance(n, Hidden) else n) for name, n in found]
    hidden = sum(number is None for _name, number in numbers)
    sums = _sums(books, numbers, window)
    rows = [[name, str(n) if isinstance(n, Hidden) else words.number(n)] for name, n in found]
    return {
        "title": said["title"],
        "note": _note(hidden, scope, window),
        "says": _says(said, numbers, hidden),
        "template": "reports/charts/bars.html",
        "drawing": bars.drawn(_gathered(said, numbers, sums[:1])),
        "head": [said["head"], _("Encounters")],
        "rows": rows + [[name, words.number(n)] for name, n in sums],
        "look": "rows",
        "key": f"by-{books.by}",
    }


def _of(books, group, window):
    shown = [month for month in window if month in books.rule.months(group)]
    return books.rule.hidden(group) or books.encounters.count(group, shown)


def _sums(books, numbers, window):
    """[(“all others together”, …), (“the network”, …)] where units are told: the same sum in every view."""
    shown = [month for month in window if month in books.rule.months(NETWORK)]
    if books.by != "unit" or not shown:
        return []
    everything = books.encounters.count(NETWORK, shown)
    others = everything - sum(number or 0 for _name, number in numbers)
    return [(_("All others together"), others), (_("The network"), everything)]


def _gathered(said, numbers, others):
    """Many hidden ones are drawn as one; the table names each."""
    seen = [row for row in numbers if row[1] is not None] + others
    hidden = [row for row in numbers if row[1] is None]
    if len(hidden) <= HIDDEN_BARS:
        return [*seen, *hidden]
    return [*seen, (said["more"] % {"n": len(hidden)}, None)]


def _note(hidden, scope, window):
    until = _("Whole months, until the end of %(month)s.") % {"month": scope.months.long_name(window[-1])}
    if not hidden:
        return until
    rest = _("%(n)s not shown: too few people, or the rest could be computed.") % {"n": hidden}
    return f"{until} {rest}"


def _says(said, numbers, hidden):
    seen = [f"{name} {number}" for name, number in numbers if number is not None]
    if not seen:
        return said["none"]
    named = ", ".join(seen)
    return said["bars"] % {"lands": named, "groups": named, "hidden": hidden}
