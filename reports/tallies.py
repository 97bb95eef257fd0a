"""Counts by land or unit and month: what is only counted in one question, what needs people and medians in one each."""

from collections import Counter, defaultdict, namedtuple

from django.conf import settings
from django.db import connections
from django.db.models import Count, DateTimeField, F, Func, QuerySet, Value
from django.db.models import Sum as Added
from django.db.models.functions import TruncMonth

from reports.group_rule import NETWORK
from reports.models import FrozenSum
from reports.months import MONTHS, RUNNING, zone

Sum = namedtuple("Sum", "cases good people median")
# rows, the name of the field with their moment, {name: what else is counted of them}
Kept = namedtuple("Kept", "rows moment counts", defaults=({},))


class SpanQuerySet(QuerySet):
    def within(self, field, since, until):
        """The rows whose moment lies in the span; its end is not in it."""
        return self.filter(**{f"{field}__gte": since, f"{field}__lt": until})


class Midnight(Func):
    """The first moment of a day, as TruncMonth answers it: on the wall clock, without a zone."""

    template = "(%(expressions)s)::timestamp"
    output_field = DateTimeField()


class Tally:
    """How often something happened, by land or unit and month."""

    def __init__(self, cells):
        self._cells = cells  # {(group, month): {name: number}}

    @classmethod
    def of(cls, told):
        """The Tally that was told."""
        return cls({(part, month): cell for part, month, cell in told})

    def told(self):
        """[[land or unit, month, {name: number}], …], as JSON keeps it."""
        return [[part, month, cell] for (part, month), cell in self._cells.items()]

    def count(self, group, months, name="n"):
        """The sum over these months of one land or unit, or of the network."""
        return sum(
            cell.get(name, 0)
            for (part, month), cell in self._cells.items()
            if month in months and group in (NETWORK, part)
        )

    def places(self):
        """Every (land or unit, month) in which something happened."""
        return {place for place, cell in self._cells.items() if any(cell.values())}

    def grouped(self, group):
        """The same, with what `group(part, month)` says in place of each part."""
        cells = defaultdict(Counter)
        for (part, month), cell in self._cells.items():
            cells[group(part, month), month].update(cell)
        return Tally(cells)


def tallies(wanted, months, *, by="region"):
    """{key: Tally} for {key: Kept}, in one question: by the land (or `by="unit_code"`) that rows were stamped with and their month."""
    most = max(len(kept.counts) for kept in wanted.values())
    questions = [_cells(key, kept, months, by, most) for key, kept in wanted.items()]
    questions.append(_frozen_cells(months, by, most))
    cells = {key: defaultdict(Counter) for key in wanted}
    for key, land, month, n, *counted in questions[0].union(*questions[1:], all=True):
        if key in wanted:
            named = {"n": n, **dict(zip(wanted[key].counts, counted, strict=False))}
            cells[key][land, months.place(month)].update(named)
    return {key: Tally({place: dict(cell) for place, cell in found.items()}) for key, found in cells.items()}


def _frozen_cells(months, by, most):
    """The same columns of the leads that are erased: all, met, offered, won, as `funnel.kept` counts them."""
    rows = FrozenSum.objects.using(settings.REPORTS_DATABASE).within(months.starts[0], months.starts[MONTHS])
    rows = rows.order_by().annotate(counted_as=F("what"), land=F(by), month_of=Midnight("month"))
    rows = rows.values_list("counted_as", "land", "month_of").annotate(all=Added("n"))
    columns = [*map(Added, ("met", "offered", "won")), *[Value(0)] * most][:most]
    return rows.annotate(**{f"n{place}": column for place, column in enumerate(columns)})


def _cells(key, kept, months, by, most):
    """(key, land, month, how many, …): every question has as many columns as the widest."""
    rows = SpanQuerySet.within(kept.rows, kept.moment, months.begins(0), months.begins(MONTHS))
    rows = rows.using(settings.REPORTS_DATABASE).order_by()
    rows = rows.annotate(
        counted_as=Value(key), land=F(by), month=TruncMonth(kept.moment, tzinfo=zone())
    ).values_list("counted_as", "land", "month")
    columns = [*kept.counts.values(), *[Value(0)] * (most - len(kept.counts))]
    return rows.annotate(n=Count("pk"), **{f"n{place}": column for place, column in enumerate(columns)})


_SUMS = """
SELECT land, month, whole, grouping(land) AS any_land, count(*), count(*) FILTER (WHERE good),
       count(DISTINCT person), percentile_cont(0.5) WITHIN GROUP (ORDER BY size)
FROM (SELECT *, month < %s AS whole FROM (
        SELECT land, month, person, good, size FROM ({rows}) AS kept
        UNION ALL
        SELECT {by}, month::timestamp, person, good, size FROM reports_frozenfact
        WHERE what = %s AND month >= %s AND month < %s
    ) AS rows) AS cases
GROUP BY GROUPING SETS ((land, month), (whole, land), (whole))
"""


def sums(rows, moment, months, *, since, what, person, good, size, by="region"):
    """(Tally of all, {group: Sum over the whole months from `since` on}).

    People and medians can't be added up from month to month, so PostgreSQL does it. The rows that are erased count as they
    did before, by what was frozen of them under the name `what`.
    """
    rows = SpanQuerySet.within(rows, moment, months.begins(since), months.begins(MONTHS)).order_by()
    month = TruncMonth(moment, tzinfo=zone())
    rows = rows.values(land=F(by), month=month, person=person, good=good, size=size)
    frozen = [what, months.starts[since], months.starts[MONTHS]]
    return _read(_asked(rows, months, by, frozen), months)


def _asked(rows, months, by, frozen):
    inner, values = rows.query.sql_with_params()
    with connections[settings.REPORTS_DATABASE].cursor() as cursor:
        cursor.execute(_SUMS.format(rows=inner, by=by), [months.starts[RUNNING], *values, *frozen])
        return cursor.fetchall()


def _read(rows, months):
    cells, whole = defaultdict(dict), {}
    for land, month, is_whole, any_land, *counted in rows:
        if month is not None:
            cells[land, months.place(month)] = {"n": counted[0], "good": counted[1]}
        elif is_whole:
            whole[NETWORK if any_land else land] = Sum(*counted)
    return Tally(cells), whole
