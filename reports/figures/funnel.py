"""From people met to customers won: what became of the leads that began in the period."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leads.models import Lead
from reports import words
from reports.drawings import funnel
from reports.tallies import Kept

MET = Q(encounter__isnull=False)


def kept():
    """Leads by the month they began: all, and of those that an encounter led to, how far they have come."""
    counts = {
        "met": Count("pk", filter=MET),
        "offered": Count("pk", filter=MET & Q(state__in=["offered", "won"])),
        "won": Count("pk", filter=MET & Q(state="won")),
    }
    return Kept(Lead.objects.all(), "created_at", counts)


def steps(books, scope):
    """[(number, word)] from encounter to won, of the period."""
    names = {"met": _("Leads from them"), "offered": _("Offers"), "won": _("Won")}
    leads = [(books.leads.count(scope.group, scope.shown, name), word) for name, word in names.items()]
    return [(books.encounters.count(scope.group, scope.shown), _("Encounters")), *leads]


def others(books, scope):
    """How many leads came another way than by an encounter."""
    count = books.leads.count
    return count(scope.group, scope.shown) - count(scope.group, scope.shown, "met")


def chart(books, scope):
    found = [] if scope.hidden else steps(books, scope)
    names = [_("Encounters"), _("Leads from them"), _("Offers"), _("Won")]
    return {
        "title": _title(found),
        "note": str(scope.hidden) if scope.hidden else _note(books, scope),
        "says": _says(found),
        "template": "reports/charts/funnel.html" if found else "reports/charts/hidden.html",
        "drawing": funnel.drawn(found),
        "head": [_("Step"), _("Number")],
        "rows": [[name, words.number(n)] for n, name in found]
        or [[name, words.not_shown()] for name in names],
        "look": "rows",
        "key": "funnel",
    }


def _title(found):
    if not found:
        return _("From an encounter to a customer")
    won, leads = (words.number(found[step][0]) for step in (3, 1))
    return _("%(won)s of %(leads)s leads became customers") % {"won": won, "leads": leads}


def _note(books, scope):
    more = others(books, scope)
    said = ngettext("%(n)s more lead came another way", "%(n)s more leads came another way", more)
    return _("Leads of this time, as they stand today") + (
        f"; {said}" % {"n": words.number(more)} if more else ""
    )


def _says(found):
    if not found:
        return _("Funnel from encounter to customer, not shown")
    return _("Ribbon that gets narrower: %(steps)s") % {
        "steps": ", ".join(f"{name} {n}" for n, name in found)
    }
