"""What every page needs around it: where one can go, who one is, how many things wait."""

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from ambassadors.look.ribbon import USUAL_HUE
from ambassadors.models import Network
from ledger.again import counted_again
from ledger.counting import counted

PLACES = [
    # key, route, icon, words
    ("today", "home:today", "home", _("Today")),
    ("dashboard", "reports:dashboard", "chart", _("Figures")),
    ("leads", "leads:index", "users", _("My leads")),
    ("follow_ups", "leads:follow_ups", "phone", _("Follow-ups")),
    ("cases", "leads:cases", "help", _("Help cases")),
    ("stories", "stories:index", "book", _("Stories")),
    ("moderation", "stories:moderation", "checklist", _("Moderation")),
    ("trophies", "trophies:index", "trophy", _("Trophy")),
    ("ambassadors", "ambassadors:index", "rucksack", _("People")),
    ("roles", "ambassadors:roles", "key", _("Roles")),
    ("role_log", "ambassadors:role_log", "key", _("Role log")),
    ("data_sheet", "reports:data_sheet", "file", _("Data sheet")),
    ("looks", "reports:looks", "eye", _("Who looked")),
    ("outbox", "ledger:outbox", "outbox", _("Outbox")),
    ("mailbox", "ledger:mailbox", "inbox", _("Mailbox")),
    ("health", "home:health", "shield", _("Promises")),
    ("setup", "home:setup", "sticker", _("Set-up")),
    ("admin", "admin:index", "settings", _("Administration")),
]
BIG_ACTS = [
    ("leads:encounter_new", "plus", _("Log an encounter")),
    ("reports:dashboard", "chart", _("Figures")),
]
TITLES = [
    ("admin", _("Admin")),
    ("auditor", _("Auditor")),
    ("manager", _("Manager")),
    ("coordinator", _("Coordinator")),
    ("ambassador", _("Ambassador")),
    ("alumnus", _("Alumni")),
    ("fan", _("Fan")),
]
# Addresses that config/access.yaml leaves to their own door.
RULES_OF_OTHERS = {"admin:index": {"who": ["admin"]}}
THEMES = ("light", "dark")


class Counts:
    """How many things wait at a place: each room registers which rows they are, fn(person) → queryset, per key."""

    def __init__(self):
        self._questions, self._own = {}, set()

    def register(self, key, question, *, own=False):
        """With `own` it asks nothing of an ambassador but who they are."""
        self._questions[key] = question
        (self._own.add if own else self._own.discard)(key)

    def of(self, keys, person):
        """{key: how many wait for this person} for the places that have something to count, in one question."""
        keys = tuple(key for key in keys if key in self._questions)
        if self._own.issuperset(keys) and person.ambassador_or_none:
            return _again(self, keys)(person)
        return counted(self.asked(keys, person))

    def asked(self, keys, person):
        return {key: self._questions[key](person) for key in keys}


@cache
def _again(counts, keys):
    return counted_again(lambda me: counts.asked(keys, me))


counts = Counts()


def shell(request):
    """Context processor: everything templates/base.html asks for; nothing is computed before it is shown."""
    person = getattr(request, "user", None)
    known = person is not None and person.is_authenticated and not hasattr(request, "stands_at_the_door")
    return {
        "person": person if known else None,
        "nav": SimpleLazyObject(lambda: nav(request) if known else []),
        "standing": SimpleLazyObject(lambda: standing(person)) if known else "",
        "big_act": SimpleLazyObject(lambda: big_act(request) if known else None),
        "demo": settings.DEMO,
        "demo_buttons": settings.DEMO and settings.DEMO_BUTTONS,
        "site": settings.SITE_URL.rstrip("/"),
        "network": SimpleLazyObject(Network.now),
        "theme": _theme(request),
        "usual_hue": USUAL_HUE,
        "languages": settings.LANGUAGES,
    }


def nav(request):
    """The places this person may go to, as dicts for the sidebar and the bar."""
    rows = [
        (key, address(route), icon, label)
        for key, route, icon, label in PLACES
        if may_go(request.user, route)
    ]
    waiting = counts.of([key for key, *_rest in rows], request.user)
    here = _current([url for _key, url, _icon, _label in rows if url], request.path)
    return [
        {
            "key": key,
            "url": url,
            "icon": icon,
            "label": label,
            "count": waiting.get(key, 0),
            "current": url == here,
        }
        for key, url, icon, label in rows
        if url
    ]


def big_act(request):
    """The one big button in reach of the thumb: log an encounter, or the figures for managers."""
    for route, icon, label in BIG_ACTS:
        url = address(route) if may_go(request.user, route) else None
        if url:
            return {
                "url": url,
                "icon": icon,
                "label": label,
                "is_a_place": route in {place[1] for place in PLACES},
            }
    return None


def standing(person):
    """What somebody is here, in a line under the name: “Coordinator, Bonn”."""
    title = next((words for name, words in TITLES if person.has_role(name)), "")
    city = getattr(person.ambassador_or_none, "city", "")
    return ", ".join(str(part) for part in (title, city) if part)


def may_go(person, route):
    """Whether config/access.yaml lets this person open the page."""
    rule = settings.ACCESS.get(route) or RULES_OF_OTHERS.get(route)
    if not rule or (rule.get("demo") and not settings.DEMO):
        return False
    return rule["who"] in ("public", "signed-in") or person.has_role(*rule["who"])


def address(route):
    """Where this route leads, or None in a network without it."""
    return _address(route, get_urlconf(), get_script_prefix())


@cache
def _address(route, urlconf, _prefix):
    try:
        return reverse(route, urlconf=urlconf)
    except NoReverseMatch:
        return None


def _current(urls, path):
    """The place whose address begins the path; the longest wins."""
    return max(
        (url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default=None
    )


def _theme(request):
    chosen = request.COOKIES.get("theme") if hasattr(request, "COOKIES") else None
    return chosen if chosen in THEMES else ""
