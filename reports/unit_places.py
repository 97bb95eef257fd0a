"""Where a unit's code stands: in the tree as it was at the end of a month, or as what it is, or went on as, today."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from ambassadors.models import Succession, UnitSpan
from ambassadors.models.unit import last
from reports.months import MONTHS

THEN, TODAY = "then", "today"
VIEWS = (TODAY, THEN)
DEEPEST = 2
DAY = timedelta(days=1)


class UnitPlaces:
    """The tree at the end of each month, and today's; read once, in one question."""

    def __init__(self, months):
        self.today = months.today
        self._ends = [min(months.starts[place + 1] - DAY, months.today) for place in range(MONTHS)]
        self._spans, self._carried = self._read()
        self._trees = {}

    def _read(self):
        """({code: [(from, until, name, parent code), …], the oldest first}, {code that is gone: code it went on as})"""
        rows = UnitSpan.objects.using(settings.REPORTS_DATABASE).oldest_first()
        rows = rows.annotate(heir=Succession.objects.heir(self.today))
        spans, carried = {}, {}
        for code, heir, *span in rows.values_list(
            "unit__code", "heir", "valid_from", "valid_until", "name", "parent__code"
        ):
            spans.setdefault(code, []).append(span)
            if heir:
                carried[code] = heir
        return spans, carried

    def group(self, code, month, view, level):
        """The code of the unit, so many levels below the top, to which this belongs; empty where no unit was."""
        if view == TODAY:
            code = last(self._carried, code)
        path = self._path(code, self.today if view == TODAY else self._ends[month])
        return path[min(level, len(path)) - 1] if code else ""

    def name(self, code, view, level):
        """What it is called today; in the view of then, what it was called last."""
        _from, _until, name, _parent = self._span(code, self.today if view == TODAY else self._ends[-2])
        below = level > 1 and len(self._path(code, self.today)) < level and self._has_below(code)
        return _("%(unit)s itself") % {"unit": name} if below else name

    @property
    def levels(self):
        """The levels one can choose."""
        deep = any(parent for spans in self._spans.values() for *_span, parent in spans)
        return range(1, (DEEPEST if deep else 1) + 1)

    def _path(self, code, day):
        """The codes from the top down to this unit on that day."""
        known = self._trees.setdefault(day, {})
        if code not in known:
            path, here = [], code
            while here and here not in path:
                path.append(here)
                here = self._span(here, day)[3]
            known[code] = path[::-1]
        return known[code]

    def _span(self, code, day):
        """The span of that day; of one that was over, the last before; of one to come, the first."""
        spans = self._spans.get(code) or [(None, None, code, None)]
        begun = [span for span in spans if span[0] is None or span[0] <= day]
        return begun[-1] if begun else spans[0]

    def _has_below(self, code):
        return any(parent == code for spans in self._spans.values() for *_span, parent in spans)
