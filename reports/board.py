"""The page of figures: what each card says, of the land or unit and the period that were asked for."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports import rates, words
from reports.books import Books
from reports.figures import by_group, cases, encounters, follow_ups, funnel, people, stories, trophy
from reports.scope import PERIODS, Scope
from reports.unit_books import UnitBooks


class Board:
    def __init__(self, *, group=None, period="year", books=None):
        self.books = books or Books()
        self.scope = Scope(self.books.rule, self.books.months, group=group, period=period)

    @classmethod
    def asked(cls, question):
        """As the address asks: by land, or by unit in one of two views, as the network has chosen once for all."""
        if settings.FIGURES_BY == "land":
            return cls(group=question.get("land"), period=question.get("period"))
        level = question.get("level", "")
        books = UnitBooks(view=question.get("view"), level=int(level) if level in ("1", "2") else 1)
        return cls(group=question.get("unit"), period=question.get("period"), books=books)

    @property
    def is_empty(self):
        return self.books.is_empty

    @property
    def counted_at(self):
        """When the figures were counted, at most a minute ago."""
        return self.books.counted.at or timezone.now()

    @property
    def minimum(self):
        return settings.GROUP_MINIMUM

    @property
    def days(self):
        return settings.FOLLOW_UP_IN_TIME_DAYS

    # The head

    @cached_property
    def title(self):
        """One honest sentence: growing, steady or quiet, or that there is nothing to show."""
        if self.scope.hidden:
            return _("%(who)s is not shown.") % {"who": self.scope.name}
        sentences = {
            "growing": _("%(who)s is growing."),
            "steady": _("%(who)s is alive."),
            "quiet": _("%(who)s is quiet just now."),
        }
        trend = encounters.trend(self.books, self.scope)
        return sentences.get(trend, _("%(who)s is at work.")) % {"who": self.scope.name}

    @cached_property
    def intro(self):
        """What the title is made of, in two or three short sentences."""
        return " ".join(sentence for sentence in (self._about_peak(), self._about_kinds()) if sentence)

    def _about_peak(self):
        if self.scope.hidden:
            return f"{capfirst(str(self.scope.hidden))}."
        month = encounters.peak(self.books, self.scope)
        return _("Most people were met in %(month)s.") % {"month": month} if month else ""

    def _about_kinds(self):
        if stories.hidden(self.scope):
            return ""
        untold = stories.untold(self.books, self.scope)
        if not untold:
            return _("All four kinds of story were told.")
        return _("Waiting for a first story: %(kinds)s.") % {"kinds": ", ".join(map(str, untold))}

    # The choice

    @property
    def groups(self):
        return [(code, self.books.rule.name(code)) for code in self.books.rule.groups]

    @property
    def by_units(self):
        return self.books.by == "unit"

    @property
    def views(self):
        return [("today", _("as it is today")), ("then", _("as it was then"))]

    @property
    def levels(self):
        words_of = {1: _("the large units"), 2: _("one level below")}
        return [(level, words_of[level]) for level in self.books.places.levels]

    @property
    def periods(self):
        words_of = {"year": _("twelve months"), "quarter": _("three months"), "month": _("one month")}
        return [(period, words_of[period]) for period in PERIODS]

    # The figures

    @cached_property
    def encounters(self):
        return self._number(encounters.total(self.books, self.scope))

    @cached_property
    def people(self):
        return self._number(people.total(self.books, self.scope))

    @property
    def dots(self):
        return people.picture(self.books, self.scope)

    @property
    def how_many_groups(self):
        return people.groups(self.books)

    @cached_property
    def solved(self):
        return self._number(cases.solved(self.books, self.scope))

    @cached_property
    def took(self):
        found = cases.took(self.books, self.scope)
        return {"hidden": found} if rates.is_hidden(found) else {"n": words.duration(found)}

    @cached_property
    def by_month(self):
        return encounters.by_month(self.books, self.scope)

    @cached_property
    def by_group(self):
        return by_group.by_group(self.books, self.scope)

    @cached_property
    def by_kind(self):
        return stories.by_kind(self.books, self.scope)

    @cached_property
    def funnel(self):
        return funnel.chart(self.books, self.scope)

    @cached_property
    def in_time(self):
        return follow_ups.chart(self.books, self.scope)

    @cached_property
    def journey(self):
        return trophy.chart(self.stations)

    @cached_property
    def stations(self):
        return trophy.stations()

    @property
    def stations_key(self):
        """What changes when the trophy travels on."""
        return self.stations[-1].pk if self.stations else None

    @cached_property
    def story(self):
        return stories.latest()

    def _number(self, found):
        return {"hidden": found} if rates.is_hidden(found) else {"n": words.number(found)}
