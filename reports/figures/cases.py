"""Help cases: how many were solved, and how long it took."""

from django.db.models import BooleanField, F, Value

from leads.models import Case
from reports import rates
from reports.tallies import sums


def read(months, *, since, by="region"):
    """Solved cases by the month they were solved."""
    return sums(Case.objects.solved(), "solved_at", months, since=since, by=by, what="cases", **facts())


def facts():
    """Of each: whose, and how long it took."""
    always = Value(True, output_field=BooleanField())
    return {"person": F("owner"), "good": always, "size": F("solved_at") - F("opened_at")}


def solved(books, scope):
    """How many in the period, or why not."""
    return scope.hidden or books.cases[0].count(scope.group, scope.shown)


def took(books, scope):
    """The median time from opening to solving over the twelve whole months, as a timedelta; or why not."""
    found = rates.of(books, books.cases[1], scope)
    return found if rates.is_hidden(found) else found.median
