"""How many ambassadors were active in each land in each of the thirteen months."""

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from ambassadors.models import Ambassador
from reports.months import MONTHS, zone

# Who left counts for the months before, however they stayed on. Somebody locked out counts for nobody: a group is
# never made larger than it is.
_PRESENT = Q(left_at__isnull=False) | Q(state="active", person__is_active=True)


def census(months):
    """{land: [people active at some time in the month, for every month]}, in one query."""
    found = {}
    for land, joined, left, number in _rows():
        people = found.setdefault(land, [0] * MONTHS)
        for place in range(MONTHS):
            people[place] += number * _overlaps(months.begins(place), joined, left)
    return found


def _rows():
    """(land, month of joining, month of leaving or None, how many)."""
    rows = Ambassador.objects.using(settings.REPORTS_DATABASE).order_by()
    rows = rows.values("region", joined=_month("joined_at"), left=_month("left_at"))
    return rows.annotate(number=Count("pk", filter=_PRESENT)).values_list(
        "region", "joined", "left", "number"
    )


def _month(moment):
    return TruncMonth(moment, tzinfo=zone())


def _overlaps(month, joined, left):
    return joined is not None and joined <= month and (left is None or left >= month)
