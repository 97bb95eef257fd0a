"""How many ambassadors were active in each land in each of the thirteen months."""

from django.conf import settings
from django.db.models import Count, Q

from ambassadors.models import Ambassador
from reports.months import MONTHS

# Somebody locked out counts for nobody: a group is never made larger than it is.
_PRESENT = Q(joined_at__isnull=False) & ~Q(state="invited") & (Q(state="alumnus") | Q(person__is_active=True))


def census(months):
    """{land: [people active at some time in the month, for every month]}, in one query."""
    counts = {f"m{place}": Count("pk", filter=_active_in(months, place)) for place in range(MONTHS)}
    rows = Ambassador.objects.using(settings.REPORTS_DATABASE).order_by().values("region").annotate(**counts)
    return {row["region"]: [row[f"m{place}"] for place in range(MONTHS)] for row in rows}


def _active_in(months, place):
    stayed = Q(left_at=None) | Q(left_at__gte=months.begins(place))
    return _PRESENT & stayed & Q(joined_at__lt=months.begins(place + 1))
