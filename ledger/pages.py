"""Keyset pages: fifty rows after the last one seen, by (time, id); no page is slower than the first."""

from collections import namedtuple
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

ROWS = 50
Page = namedtuple("Page", "rows next_url is_first")


class PlaceQuerySet(QuerySet):
    def behind(self, time, moment, pk):
        """The rows that come after this place in the order (-time, -id)."""
        return self.filter(Q(**{f"{time}__lt": moment}) | Q(**{time: moment, "pk__lt": pk}))

    def ahead(self, time, moment, pk):
        """The rows that come after this place in the order (time, id)."""
        return self.filter(Q(**{f"{time}__gt": moment}) | Q(**{time: moment, "pk__gt": pk}))


def page_of(rows, request, *, time, rows_on_page=ROWS, soonest_first=False):
    """A Page of `rows`, ordered by (-time, -id), or by (time, id) if `soonest_first`; its place is in ?after=."""
    after = _place(request.GET.get("after", ""), rows.model._meta.pk)
    if after:
        on = PlaceQuerySet.ahead if soonest_first else PlaceQuerySet.behind
        rows = on(rows, time, *after)
    found = list(rows[: rows_on_page + 1])
    following = _next_url(request, found[rows_on_page - 1], time) if len(found) > rows_on_page else None
    return Page(found[:rows_on_page], following, after is None)


def _next_url(request, last, time):
    query = request.GET.copy()
    query["after"] = f"{getattr(last, time).isoformat()}_{last.pk}"
    return f"{request.path}?{urlencode(list(query.items()))}"


def _place(text, pk):
    """(moment, key) as written by _next_url, the key of the kind that these rows have; None for anything else."""
    moment, _bar, key = text.partition("_")
    try:
        at, key = datetime.fromisoformat(moment), pk.to_python(key)
        return (at.astimezone(UTC), key) if at.tzinfo else None  # PostgreSQL takes no odd displacements
    except (ValueError, OverflowError, ValidationError):
        return None
