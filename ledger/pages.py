"""Keyset pages: fifty rows after the last one seen, by (time, id) or (name, id); no page is slower than the first."""

from collections import namedtuple
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

ROWS = 50
Page = namedtuple("Page", "rows next_url is_first")


class PlaceQuerySet(QuerySet):
    """Each condition begins with a bound that an index can jump to; what ties with it is sorted out behind."""

    def behind(self, time, moment, pk):
        """The rows that come after this place in the order (-time, -id)."""
        return self.filter(Q(**{f"{time}__lt": moment}) | Q(pk__lt=pk), **{f"{time}__lte": moment})

    def ahead(self, time, moment, pk):
        """The rows that come after this place in the order (time, id)."""
        return self.filter(Q(**{f"{time}__gt": moment}) | Q(pk__gt=pk), **{f"{time}__gte": moment})

    def at_place(self, name, pk):
        """[what this row is sorted by], or nothing where there is no such row."""
        return self.filter(pk=pk).values_list(name, flat=True)


def first_of(rows, number, _after=None):
    """The first so many of these rows."""
    return list(rows[:number])


def behind(rows, time, moment, pk):
    """Those of these rows that come after this place in the order (-time, -id)."""
    return PlaceQuerySet.behind(rows, time, moment, pk)


def page_of(rows, request, *, time, rows_on_page=ROWS, soonest_first=False, read=first_of):
    """A Page of `rows`, ordered by (-time, -id), or by (time, id) if `soonest_first`; its place is in ?after=.

    `read(rows, number, after)` fetches the first so many of them, in this order; they come after that (moment, key), if any.
    """
    after = _place(request.GET.get("after", ""), rows.model._meta.pk)
    if after:
        on = PlaceQuerySet.ahead if soonest_first else PlaceQuerySet.behind
        rows = on(rows, time, *after)
    found = read(rows, rows_on_page + 1, after)
    return _page(
        found, request, rows_on_page, lambda last: f"{getattr(last, time).isoformat()}_{last.pk}", after
    )


def page_by_name(rows, request, *, name, rows_on_page=ROWS):
    """A Page of `rows`, ordered by (name, id). Its place in ?after= is an id alone: no name stands in an address."""
    pk = _key(request.GET.get("after", ""), rows.model._meta.pk)
    known = list(PlaceQuerySet.at_place(rows.model._base_manager.all(), name, pk)) if pk else []
    if known:
        rows = PlaceQuerySet.ahead(rows, name, known[0], pk)
    return _page(first_of(rows, rows_on_page + 1), request, rows_on_page, lambda last: str(last.pk), known)


def _page(found, request, rows_on_page, place_of, after):
    more = len(found) > rows_on_page
    following = _next_url(request, place_of(found[rows_on_page - 1])) if more else None
    return Page(found[:rows_on_page], following, not after)


def _next_url(request, place):
    query = request.GET.copy()
    query["after"] = place
    return f"{request.path}?{query.urlencode()}"


def _place(text, pk):
    """(moment, key) as written by _next_url, the key of the kind that these rows have; None for anything else."""
    moment, _bar, key = text.partition("_")
    try:
        at, key = datetime.fromisoformat(moment), _key(key, pk)
        return (
            (at.astimezone(UTC), key) if at.tzinfo and key else None
        )  # PostgreSQL takes no odd displacements
    except (ValueError, OverflowError):
        return None


def _key(text, pk):
    try:
        return pk.to_python(text) if text else None
    except ValidationError:
        return None
