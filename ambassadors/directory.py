"""What somebody looks for among the people of the network; every choice stands in the address."""

from collections import namedtuple

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, Unit
from ambassadors.profile import LANGUAGES
from ambassadors.regions import REGIONS

LONGEST = 80  # characters of a search
DEEPER = "\u2003"  # an em space for each unit above
NARROWING = ("region", "unit", "language", "topic")
Choice = namedtuple("Choice", "name label options value")
Chosen = namedtuple("Chosen", "label url")


class Directory:
    """The people one person may see, narrowed by words, land, unit, language and topic."""

    def __init__(self, request):
        self.person, self.query = request.user, request.GET
        self.q = self._said("q")

    @property
    def people(self):
        found = Ambassador.objects.visible_to(self.person).listed().named(self.q)
        found = found.in_region(self._said("region")).in_unit(self._units)
        found = found.speaking(self._said("language")).helping_with(self._said("topic"))
        return found.with_people().by_name()

    @cached_property
    def choices(self):
        """The ways to narrow the list, each with its options as (value, words)."""
        return [
            Choice("region", _("Land"), list(REGIONS.items()), self._said("region")),
            Choice("unit", _("Unit"), _indented(self._tree), self._said("unit")),
            Choice("language", _("Language"), list(LANGUAGES.items()), self._said("language")),
            *self._topic,
        ]

    @property
    def _topic(self):
        """A topic is chosen by its word on somebody's page; from then on it stands among the choices."""
        topic = self._said("topic")
        return [Choice("topic", _("Topic"), [(topic, topic)], topic)] if topic else []

    @cached_property
    def chosen(self):
        """What narrows the list now, each with the address without it."""
        return [
            Chosen(dict(choice.options)[choice.value], self._without(choice.name))
            for choice in (self.choices if self.is_open else [])
            if choice.value in dict(choice.options)
        ]

    @property
    def is_open(self):
        """Whether the ways to narrow the list are shown; units are asked for only then."""
        return "narrow" in self.query or any(self._said(name) for name in NARROWING)

    @property
    def open_url(self):
        query = self.query.copy()
        query.pop("after", None)
        query["narrow"] = "1"
        return f"?{query.urlencode()}"

    @property
    def is_narrowed(self):
        return bool(self.q or any(self._said(name) for name in NARROWING))

    @cached_property
    def _tree(self):
        return Unit.objects.tree()

    @property
    def _units(self):
        """The codes of the unit asked for and of all below it, or None for every unit."""
        code = self._said("unit")
        return _subtree(self._tree, code) if code else None

    def _said(self, name):
        return self.query.get(name, "").replace("\0", "").strip()[:LONGEST]

    def _without(self, name):
        query = self.query.copy()
        for each in (name, "after"):
            query.pop(each, None)
        return f"?{query.urlencode()}"


def _indented(tree):
    return [(code, DEEPER * depth + name) for depth, code, name in tree]


def _subtree(tree, wanted):
    """The code and the codes below it, from a tree that lists parents before their children."""
    codes, deeper_than = [], None
    for depth, code, _name in tree:
        if deeper_than is not None and depth <= deeper_than:
            break
        if code == wanted:
            deeper_than = depth
        if deeper_than is not None:
            codes.append(code)
    return codes
