"""What somebody narrows the leads by; every choice stands in the address, and all of them go together."""

import uuid
from collections import namedtuple
from datetime import date
from urllib.parse import urlencode

from django.db.models import DateTimeField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Unit
from ambassadors.regions import REGIONS
from leads.models import Lead
from leads.models.saved_view import KEPT, kept_of
from leads.search import Search
from ledger.again import again
from ledger.pages import ROWS, behind, page_of
from ledger.text import words

LONGEST = 80  # characters of a search
DEEPER = "\u2003"  # an em space for each unit above
Choice = namedtuple("Choice", "name label options value")
Line = namedtuple("Line", "name label value kind")
Chosen = namedtuple("Chosen", "label url")
STATES = [("open", _("Open")), *Lead.State.choices]
PARTS = {"due": _("Due"), "without-consent": _("Without consent"), "to-tell": _("To be told this week")}
SCOPED_PARTS = {"queue": _("Nobody's"), "mine": _("Mine"), "told-too-late": _("Should have been told")}
CHECKS = {"due": _("A call is due"), "bare": _("Without consent to call"), "back": _("Was with us before")}
LINES = {"place": _("Place"), "provider": _("Provider"), "since": _("Since")}
SCOPED = {"region": _("Land"), "unit": _("Unit")}
SAID = (*KEPT, "q", "like")
UNCHIPPED = ("new", "contacted", "offered")  # states without a chip over the list
NARROWING = ("interest", "obstacle", "relation", *LINES, *CHECKS, *SCOPED)


@again
def _all():
    return Lead.objects.in_rows().newest_first()[: ROWS + 1]


@again
def _all_behind(moment: DateTimeField, pk):
    return behind(Lead.objects.in_rows(), "created_at", moment, pk).newest_first()[: ROWS + 1]


@again
def _own(me):
    return Lead.objects.owned_by(me).in_rows().newest_first()[: ROWS + 1]


@again
def _own_behind(me, moment: DateTimeField, pk):
    return behind(Lead.objects.owned_by(me).in_rows(), "created_at", moment, pk).newest_first()[: ROWS + 1]


@again
def _one(pk):
    return Lead.objects.with_people().numbered([pk])


@again
def _one_own(me, pk):
    return Lead.objects.owned_by(me).with_people().numbered([pk])


def one_for(person, pk):
    """The lead of this key with its people, if this person may see it, else None."""
    if person.coordinates_everything:
        found = _one(pk)
    elif person.is_coordinator:
        found = Lead.objects.visible_to(person).with_people().numbered([pk])
    else:
        found = _one_own(person, pk)
    return next(iter(found), None)


class LeadList:
    """The leads one person may see, narrowed by words, state, interest, provider, obstacle, relation, place and more."""

    def __init__(self, person, query):
        self.person, self.query = person, query
        self.q, self.view = self._said("q"), self._said("state")
        self.search = Search(self.q, widened="like" in query)

    def page(self, request):
        if self.query.keys() - {"after"} or (self.may_scope and not self.person.coordinates_everything):
            return self.search.page(self.leads, request)
        return page_of(self.leads.newest_first(), request, time="created_at", read=self._read)

    def _read(self, _rows, _number, after):
        """Everything, or one's own, as it is: most often asked for, and the same question each time."""
        if self.person.coordinates_everything:
            return _all_behind(*after) if after else _all()
        return _own_behind(self.person, *after) if after else _own(self.person)

    @property
    def found(self):
        """All that fit, the search included."""
        return self.search.rows(self.leads)

    @cached_property
    def mine(self):
        """The leads that this person may see at all; with “mine” only what they look after themselves."""
        leads = Lead.objects.visible_to(self.person)
        return leads.owned_by(self.person) if self.view == "mine" else leads

    @property
    def leads(self):
        """Narrowed by all that is chosen, but not searched."""
        leads = self.mine.shown_as(self.view).marked(*self._marks).since(self._since)
        leads = leads.interested_in(self._said("interest"))
        leads = leads.due() if self._said("due") else leads
        leads = leads.without_consent() if self._said("bare") else leads
        if self.may_scope:
            leads = leads.of_region(self._said("region"))
            leads = leads.stamped(self._units) if self._said("unit") else leads
        return leads

    @property
    def may_scope(self):
        return self.person.is_coordinator

    @cached_property
    def choices(self):
        """The ways to narrow the list by one of several, each with its options as (value, words)."""
        return [
            Choice("state", _("State"), self._states, self.view),
            Choice("interest", _("Interest"), Lead.Interest.choices, self._said("interest")),
            Choice("obstacle", _("What stands in the way"), Lead.Obstacle.choices, self._said("obstacle")),
            Choice("relation", _("Who they are"), Lead.Relation.choices, self._said("relation")),
            *(self._scopes if self.may_scope else []),
        ]

    @property
    def _states(self):
        parts = (PARTS | SCOPED_PARTS).items() if self.may_scope else PARTS.items()
        return [*STATES, *parts]

    @property
    def _scopes(self):
        units = [(code, DEEPER * depth + name) for depth, code, name in Unit.objects.tree()]
        return [
            Choice("region", _("Land"), list(REGIONS.items()), self._said("region")),
            Choice("unit", _("Unit"), units, self._said("unit")),
        ]

    @property
    def lines(self):
        """The ways to narrow it by a word or a day."""
        return [
            Line(name, label, self._said(name), "date" if name == "since" else "text")
            for name, label in LINES.items()
        ]

    @property
    def checks(self):
        return [(name, label, bool(self._said(name))) for name, label in CHECKS.items()]

    @cached_property
    def chosen(self):
        """What narrows the list now, each with the address without it."""
        if not self.is_open:
            return []
        named = [
            (choice.name, dict(choice.options).get(choice.value))
            for choice in self.choices
            if choice.name != "state" or choice.value in UNCHIPPED
        ]
        named += [(line.name, f"{line.label}: {line.value}") for line in self.lines if line.value]
        named += [(name, label) for name, label, on in self.checks if on]
        return [Chosen(str(label).strip(), self.address(**{name: None})) for name, label in named if label]

    @property
    def is_open(self):
        """Whether the ways to narrow the list are shown; units are asked for only then."""
        return self.is_asked or self.is_narrowed or self.view in UNCHIPPED

    @property
    def is_asked(self):
        """Whether somebody wants to see all of them now; else they wait behind “Filter (2)”, and the leads come first."""
        return "narrow" in self.query

    @property
    def is_narrowed(self):
        return any(self._said(name) for name in NARROWING)

    @property
    def is_restricted(self):
        return bool(self.view) or self.is_narrowed

    # Addresses

    def address(self, **changes):
        """The query of this list with some of it changed (None: left out), from its first page on."""
        query = self.query.copy()
        for name, value in {"after": None, **changes}.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    @property
    def open_url(self):
        return self.address(narrow="1")

    @property
    def choose_url(self):
        return self.address(choose="1")

    @property
    def leave_url(self):
        return self.address(choose=None)

    @property
    def widened(self):
        return self.address(like="1")

    @property
    def unfiltered(self):
        """The same search in everything."""
        return f"?{urlencode({'q': self.q})}"

    @property
    def said(self):
        """What the address says of the list, as (name, value), for a form that goes on with it."""
        return [(name, value) for name, value in self.query.items() if name in SAID and value]

    @cached_property
    def kept(self):
        """What a saved view would keep of it; "" where nothing narrows the list."""
        return kept_of(self.query)

    @property
    def new_id(self):
        return uuid.uuid4()

    def picked(self, keys, *, everything):
        """The leads that were ticked, or all that fit."""
        if everything:
            return self.found
        return Lead.objects.visible_to(self.person).numbered([key for key in map(_uuid, keys) if key])

    @cached_property
    def _marks(self):
        marks = [f"{name}:{word}" for name in ("place", "provider") for word in words(self._said(name))]
        marks += [f"{name}:{self._said(name)}" for name in ("obstacle", "relation") if self._said(name)]
        return [*marks, "win_back"] if self._said("back") else marks

    @property
    def _since(self):
        try:
            return date.fromisoformat(self._said("since"))
        except ValueError:
            return None

    @property
    def _units(self):
        """The codes that a lead of the unit asked for may be stamped with."""
        unit = Unit.objects.with_code(self._said("unit")).first()
        return unit.reach() if unit else []

    def _said(self, name):
        return self.query.get(name, "").replace("\0", "").strip()[:LONGEST]


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
