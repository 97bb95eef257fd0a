"""Encounters: how many, month by month, and whether there are more of them."""

from django.utils.translation import gettext as _

from leads.models import Encounter
from reports import words
from reports.drawings import line
from reports.months import RUNNING
from reports.tallies import Kept

MORE, LESS = 1.1, 0.8  # from which ratio of two spans on somebody would say "more" or "less"


def kept():
    return Kept(Encounter.objects.all(), "happened_at")


def total(books, scope):
    """How many in the period, or why not."""
    return scope.hidden or books.encounters.count(scope.group, scope.shown)


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
        "says": _says(numbers, labels),
        "template": "reports/charts/line.html" if known else "reports/charts/hidden.html",
        "drawing": line.drawn(numbers, labels, _marks(numbers)),
        "head": [_("Month"), _("Encounters")],
        "rows": rows,
        "key": "by-month",
    }


def _in_month(books, scope, place):
    return books.encounters.count(scope.group, [place]) if scope.seen([place]) else None


def _note(books, scope, total_of_year):
    said = _("%(n)s in twelve months") % {"n": words.number(total_of_year)}
    if len(scope.seen(scope.year)) < len(scope.year):
        return _("%(said)s; months in which fewer than %(minimum)s people were there are not shown") % {
            "said": said,
            "minimum": scope.rule.minimum,
        }
    if scope.is_network:
        return said
    if books.by == "land":
        return _("%(said)s; a land shows whole months only") % {"said": said}
    return _("%(said)s; parts of the network show whole months only") % {"said": said}


def _says(numbers, labels):
    known = [(n, label) for n, label in zip(numbers, labels, strict=True) if n is not None]
    if not known:
        return _("Encounters per month, not shown")
    (first_n, first), (last_n, last) = known[0], known[-1]
    return _("Line of encounters per month, from %(first_n)s in %(first)s to %(last_n)s in %(last)s") % {
        "first_n": first_n,
        "first": first,
        "last_n": last_n,
        "last": last,
    }


def _marks(numbers):
    """A knot at the month with the most, and at the last one."""
    known = {place: number for place, number in enumerate(numbers) if number is not None}
    if not known:
        return {}
    most = max(known, key=lambda place: (known[place], place))
    return {place: words.number(known[place]) for place in {most, max(known)}}


def trend(books, scope):
    """“growing”, “steady” or “quiet”: the last three whole months against the three before; None where one can't say."""
    before, lately = range(RUNNING - 6, RUNNING - 3), range(RUNNING - 3, RUNNING)
    if scope.hidden or len(scope.seen([*before, *lately])) < 6:
        return None
    old, new = (books.encounters.count(scope.group, months) for months in (before, lately))
    if not new:
        return "quiet"
    ratio = new / old if old else MORE
    return "growing" if ratio >= MORE else "quiet" if ratio < LESS else "steady"


def peak(books, scope):
    """The name of the month with the most encounters, or nothing."""
    months = scope.seen(scope.year)
    counts = {place: books.encounters.count(scope.group, [place]) for place in months}
    best = max(counts, key=lambda place: (counts[place], place), default=None)
    return scope.months.long_name(best) if best is not None and counts[best] else ""
