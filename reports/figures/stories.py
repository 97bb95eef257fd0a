"""Published stories of the four kinds. What the whole network tells is public; a land's share follows the group rule."""

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import words
from reports.drawings import columns
from reports.months import QUARTER, YEAR
from reports.tallies import Kept
from stories.models import Story


def kept():
    kinds = {kind: Count("pk", filter=Q(kind=kind)) for kind in Story.Kind.values}
    return Kept(Story.objects.published(), "published_at", kinds)


def hidden(scope):
    return None if scope.is_network else scope.hidden


def by_kind(books, scope):
    """The chart: a column for each quarter of the year, or for each month of a shorter period."""
    stacks = [] if hidden(scope) else [_stack(books, scope, months) for months in _columns(scope)]
    total = sum(sum(parts.values()) for _label, parts in stacks)
    return {
        "title": _title(scope, total),
        "note": str(hidden(scope)) if hidden(scope) else _note(stacks),
        "says": _says(stacks),
        "template": "reports/charts/columns.html" if stacks else "reports/charts/hidden.html",
        "drawing": columns.drawn(stacks),
        "kinds": Story.Kind.values,
        "head": [_("Months"), *Story.Kind.labels],
        "rows": [[label, *(words.number(n) for n in parts.values())] for label, parts in stacks]
        or [_empty_row()],
        "key": "stories",
    }


def latest():
    """The newest published story, to stand beside the figures."""
    return Story.objects.using(settings.REPORTS_DATABASE).published().as_cards().newest_first().first()


def untold(books, scope):
    """The kinds of which no story was published in the year, by name."""
    if hidden(scope):
        return []
    months = scope.year if scope.is_network else scope.seen(scope.year)
    return [kind.label for kind in Story.Kind if not books.stories.count(scope.group, months, kind.value)]


def _columns(scope):
    wide = QUARTER if len(scope.asked) == YEAR else 1
    return [scope.asked[first : first + wide] for first in range(0, len(scope.asked), wide)]


def _stack(books, scope, months):
    seen = months if scope.is_network else scope.seen(months)
    parts = {kind: books.stories.count(scope.group, seen, kind) for kind in Story.Kind.values}
    return _label(scope, months), parts


def _label(scope, months):
    first, last = scope.months.name(months[0]), scope.months.name(months[-1])
    return first if first == last else f"{first}–{last}"


def _title(scope, total):
    if hidden(scope):
        return _("Stories of four kinds")
    said = ngettext("%(n)s story of four kinds", "%(n)s stories of four kinds", total)
    return said % {"n": words.number(total)}


def _note(stacks):
    if stacks and all(all(parts.values()) for _label, parts in stacks):
        return _("All four were told all the time")
    return _("Published in these months")


def _says(stacks):
    totals = ", ".join(f"{label} {sum(parts.values())}" for label, parts in stacks)
    if not totals:
        return _("Stories by kind, not shown")
    return _("Stacked columns of stories by kind: %(totals)s") % {"totals": totals}


def _empty_row():
    return [words.not_shown(), *([words.not_shown()] * len(Story.Kind.values))]
