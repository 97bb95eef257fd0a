"""Encounters: how many, month by month, by land, and whether there are more of them."""

from django.utils.translation import gettext as _

from ambassadors.regions import region_name
from leads.models import Encounter
from reports import words
from reports.drawings import bars, line
from reports.group_rule import Hidden
from reports.months import RUNNING
from reports.tallies import tally

MORE, LESS = 1.1, 0.8  # from which ratio of two spans on somebody would say "more" or "less"
HIDDEN_BARS = 3


def read(months):
    return tally(Encounter.objects.all(), "happened_at", months)


def total(books, scope):
    """How many in the period, or why not."""
    return scope.hidden or books.encounters.count(scope.land, scope.shown)


def by_month(books, scope):
    """The chart of the twelve months around; a month in which the group was too small has no point."""
    numbers = [_in_month(books, scope, place) for place in scope.year]
    known = [number for number in numbers if number is not None]
    rows = [
        [scope.months.long_name(place), words.number(n)] for place, n in zip(scope.year, numbers, strict=True)
    ]
    labels = [scope.months.name(place) for place in scope.year]
    return {
        "title": _("Encounters, month by month"),
        "note": str(scope.hidden) if scope.hidden else _note(books, scope, sum(known)),
        "says": _says(scope, known, labels),
        "template": "reports/charts/line.html" if known else "reports/charts/hidden.html",
        "drawing": line.drawn(numbers, labels, _marks(numbers)),
        "head": [_("Month"), _("Encounters")],
        "rows": rows,
        "key": "by-month",
    }


def _in_month(books, scope, place):
    return books.encounters.count(scope.land, [place]) if scope.seen([place]) else None


def _note(books, scope, total_of_year):
    said = _("%(n)s in twelve months") % {"n": words.number(total_of_year)}
    if len(scope.seen(scope.year)) < len(scope.year):
        return _("%(said)s; months in which fewer than %(minimum)s people were there are not shown") % {
            "said": said,
            "minimum": scope.rule.minimum,
        }
    return said if scope.is_network else _("%(said)s; a land shows whole months only") % {"said": said}


def _says(scope, known, labels):
    if not known:
        return _("Encounters per month, not shown")
    first = labels[-len(known)]
    return _("Line of encounters per month, from %(first_n)s in %(first)s to %(last_n)s in %(last)s") % {
        "first_n": known[0],
        "first": first,
        "last_n": known[-1],
        "last": labels[-1],
    }


def _marks(numbers):
    """A knot at the month with the most, and at the last one."""
    known = {place: number for place, number in enumerate(numbers) if number is not None}
    if not known:
        return {}
    most = max(known, key=lambda place: (known[place], place))
    return {place: words.number(known[place]) for place in {most, max(known)}}


def by_land(books, scope):
    """The chart of all lands in the period, the hidden ones hatched; no land is compared with its size."""
    window = scope.months.window(len(scope.asked), whole=True)
    found = [(region_name(land), _of_land(books, land, window)) for land in books.rule.lands]
    found.sort(key=lambda row: (isinstance(row[1], Hidden), str(row[0])))  # by name: lands are not ranked
    numbers = [(name, None if isinstance(n, Hidden) else n) for name, n in found]
    hidden = sum(number is None for _name, number in numbers)
    return {
        "title": _("Encounters by land"),
        "note": _note_on_hidden(hidden, scope),
        "says": _says_lands(numbers, hidden),
        "template": "reports/charts/bars.html",
        "drawing": bars.drawn(_gathered(numbers)),
        "head": [_("Land"), _("Encounters")],
        "rows": [[name, str(n) if isinstance(n, Hidden) else words.number(n)] for name, n in found],
        "look": "rows",
        "key": "by-land",
    }


def _gathered(numbers):
    """Many hidden lands are drawn as one; the table names each."""
    seen = [row for row in numbers if row[1] is not None]
    hidden = [row for row in numbers if row[1] is None]
    if len(hidden) <= HIDDEN_BARS:
        return [*seen, *hidden]
    return [*seen, (_("%(n)s more lands") % {"n": len(hidden)}, None)]


def _of_land(books, land, window):
    shown = [month for month in window if month in books.rule.months(land)]
    return books.rule.hidden(land) or books.encounters.count(land, shown)


def _note_on_hidden(hidden, scope):
    months = scope.months.window(len(scope.asked), whole=True)
    until = _("Whole months, until the end of %(month)s.") % {"month": scope.months.long_name(months[-1])}
    if not hidden:
        return until
    rest = _("%(n)s not shown: too few people, or the rest could be computed.") % {"n": hidden}
    return f"{until} {rest}"


def _says_lands(numbers, hidden):
    seen = [f"{name} {number}" for name, number in numbers if number is not None]
    if not seen:
        return _("Bars of encounters by land; none is shown")
    return _("Bars: %(lands)s; %(hidden)s not shown") % {"lands": ", ".join(seen), "hidden": hidden}


def trend(books, scope):
    """“growing”, “steady” or “quiet”: the last three whole months against the three before; None where one can't say."""
    before, lately = range(RUNNING - 6, RUNNING - 3), range(RUNNING - 3, RUNNING)
    if scope.hidden or len(scope.seen([*before, *lately])) < 6:
        return None
    old, new = (books.encounters.count(scope.land, months) for months in (before, lately))
    if not new:
        return "quiet"
    ratio = new / old if old else MORE
    return "growing" if ratio >= MORE else "quiet" if ratio < LESS else "steady"


def peak(books, scope):
    """The name of the month with the most encounters, or nothing."""
    months = scope.seen(scope.year)
    counts = {place: books.encounters.count(scope.land, [place]) for place in months}
    best = max(counts, key=lambda place: (counts[place], place), default=None)
    return scope.months.long_name(best) if best is not None and counts[best] else ""
