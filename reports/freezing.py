"""Sums stay when rows are erased: what the page of figures counts of them is frozen in the transaction that ends them."""

from collections import Counter

from django.db.models.functions import TruncMonth

from leads.models import Case, FollowUp, Lead
from ledger import retention
from reports.figures import cases, follow_ups
from reports.models import FrozenFact, FrozenSum
from reports.months import Months, zone


def register():
    retention.before(Lead, freeze_leads)
    retention.before(FollowUp, freeze_calls)
    retention.before(Case, freeze_cases)


def sweep():
    """Throw away the facts behind rates that no page shows any more; returns how many."""
    return FrozenFact.objects.over(Months().starts[0]).delete()[0]


def freeze_leads(rows):
    """As they stand today, which is how the funnel tells of them."""
    sums = {}
    moments = rows.annotate(month=TruncMonth("created_at", tzinfo=zone()))
    for month, region, unit, state, encounter in moments.values_list(
        "month", "region", "unit_code", "state", "encounter"
    ):
        cell = sums.setdefault((month.date(), region, unit), Counter())
        cell["n"] += 1
        if encounter:
            cell["met"] += 1
            cell["offered"] += state in ("offered", "won")
            cell["won"] += state == "won"
    names = ("n", "met", "offered", "won")
    FrozenSum.add("leads", [(*place, *(cell[name] for name in names)) for place, cell in sums.items()])


def freeze_calls(rows):
    _freeze("follow_ups", "due_at", rows.judged(), follow_ups.facts())


def freeze_cases(rows):
    _freeze("cases", "solved_at", rows.solved(), cases.facts())


def _freeze(what, moment, rows, facts):
    names = {"their_person": facts["person"], "is_good": facts["good"], "their_size": facts["size"]}
    rows = rows.annotate(month=TruncMonth(moment, tzinfo=zone()), **names)
    found = rows.values_list("month", "region", "unit_code", *names)
    FrozenFact.objects.bulk_create(
        FrozenFact(
            what=what, month=month.date(), region=region, unit_code=unit, person=who, good=good, size=size
        )
        for month, region, unit, who, good, size in found
    )
