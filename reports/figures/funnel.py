"""From people met to customers won: what became of the leads that began in the period."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from leads.models import Lead
from reports import words
from reports.drawings import funnel
from reports.tallies import tally

OFFERED = ["offered", "won"]


def read(months):
    """Leads by the month they began: all, those that have had an offer, those that are won."""
    return tally(
        Lead.objects.all(),
        "created_at",
        months,
        offered=Count("pk", filter=Q(state__in=OFFERED)),
        won=Count("pk", filter=Q(state="won")),
    )


def steps(books, scope):
    """[(number, word)] from encounter to won, of the period."""
    leads = {name: books.leads.count(scope.land, scope.shown, name) for name in ("n", "offered", "won")}
    return [
        (books.encounters.count(scope.land, scope.shown), _("Encounters")),
        (leads["n"], _("Leads")),
        (leads["offered"], _("Offers")),
        (leads["won"], _("Won")),
    ]


def chart(books, scope):
    found = [] if scope.hidden else steps(books, scope)
    names = [_("Encounters"), _("Leads"), _("Offers"), _("Won")]
    return {
        "title": _title(found),
        "note": str(scope.hidden or _("Leads that began in this time, as they stand today")),
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
    return _("%(won)s won out of %(leads)s leads") % {
        "won": words.number(found[3][0]),
        "leads": words.number(found[1][0]),
    }


def _says(found):
    if not found:
        return _("Funnel from encounter to customer, not shown")
    return _("Ribbon that gets narrower: %(steps)s") % {
        "steps": ", ".join(f"{name} {n}" for n, name in found)
    }
