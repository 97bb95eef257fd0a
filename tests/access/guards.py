"""Every guard of the house: how it is switched off, and the knocks at its own doors that have to notice."""

from collections import namedtuple

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.db.models import Q
from django.urls import resolve, reverse

from ambassadors.models import Person
from leads.models import Customer
from ledger.admin import ReadOnlyAdmin
from ledger.models import Look
from stories.models import Story
from tests.access import objects, probes
from tests.access.calls import METHODS, all_calls
from tests.routes import our_routes
from trophies.models import HandOff

# switch_off(patch); knocks(matrix) yields a fault for each knock that found the door open
Guard = namedtuple("Guard", "name switch_off knocks")
WORDS = ("visible_to", "owned_by")
# Words whose loss no knock can notice, and why.
OPEN = {
    "RoleProposal.visible_to": "whoever passes its door sees all but those about themselves: tests/ambassadors",
    "Reveal.visible_to": "whoever passes its door sees all but those about themselves: tests/ambassadors",
    "Trophy.visible_to": "whoever can sign in sees every trophy",
    "Lead.owned_by": "chooses among the leads one sees anyway; a story of a foreign one stands in tests/stories",
    "Case.owned_by": "chooses among the cases one sees anyway; a story of a foreign one stands in tests/stories",
}
# Words that guard rows of which the matrix makes none: these knocks do.
KNOCKS_OF_WORDS = {"Ambassador.visible_to": probes.meets_the_invited}
KNOCKS_OF_LINES = {"ambassadors:look_around demo": probes.looks_around_outside_the_demo}
STRANGERS = ("bo", "tia", "cora", "max", "alumnus", "noor")


# The querysets ----------------------------------------------------------------------------------
def of_querysets():
    for model in apps.get_models():
        for word in WORDS:
            if hasattr(model._default_manager.all(), word) and f"{model.__name__}.{word}" not in OPEN:
                name = f"{model.__name__}.{word}"
                yield Guard(
                    name, _shows_everything(model, word), KNOCKS_OF_WORDS.get(name, _at_doors_of(model))
                )


def _shows_everything(model, word):
    rows = type(model._default_manager.all())
    return lambda patch: patch.setattr(rows, word, lambda self, *_person, **_more: self)


def _at_doors_of(model):
    """At what is Ada's of this noun; then wherever else rows are shown."""

    def knock(matrix):
        yield from matrix.each_fault(_calls(_routes_of(model, matrix), STRANGERS))
        others = [route for route in our_routes() if not matrix.rules[route.name].get("object")]
        yield from matrix.each_fault(_calls(others, STRANGERS, methods=["GET"]))
        yield from matrix.each_fault(_calls(our_routes(), STRANGERS))

    return knock


def _routes_of(model, matrix):
    mine = {label for label, thing in matrix.things["ada"].items() if isinstance(thing, model)}
    return [route for route in our_routes() if matrix.rules[route.name].get("object") in mine]


def _calls(routes, who, *, methods=("GET", "POST"), owners=("ada", "bo")):
    return (call for call in all_calls(methods, owners, routes=routes) if call.who in who)


# The lines of config/access.yaml -----------------------------------------------------------------
def of_lines():
    for route in our_routes():
        rule = settings.ACCESS[route.name]
        if rule["who"] != "public":
            yield Guard(
                f"{route.name} needs a sign-in", _without_login(route), _by(route, ["anonymous", "erased"])
            )
        if isinstance(rule["who"], list):
            yield Guard(
                f"{route.name} who", _line(route, who="signed-in"), _by(route, [*STRANGERS, "ada", "hanne"])
            )
        if rule.get("demo"):
            name = f"{route.name} demo"
            yield Guard(name, _line(route, demo=False), KNOCKS_OF_LINES.get(name, _by(route, ["ada"])))
        yield Guard(f"{route.name} methods", _line(route, methods=METHODS), _by_wrong_methods(route))


def _line(route, **changes):
    def switch_off(patch):
        patch.setitem(settings.ACCESS, route.name, {**settings.ACCESS[route.name], **changes})
        patch.setattr(
            settings, "DEMO", bool(settings.ACCESS[route.name].get("demo"))
        )  # else it hides the rest

    return switch_off


def _without_login(route):
    def switch_off(patch):
        _line(route, who="public")(patch)
        view = resolve(reverse(route.name, kwargs=objects.address_keys(route, None))).func
        patch.setattr(view, "login_required", False, raising=False)

    return switch_off


def _by(route, who):
    rule = settings.ACCESS[route.name]
    return lambda matrix: matrix.each_fault(
        _calls([route], who, methods=rule.get("methods", ["GET"]), owners=("ada",))
    )


def _by_wrong_methods(route):
    wrong = [
        name for name in METHODS if name not in (*settings.ACCESS[route.name].get("methods", ["GET"]), "HEAD")
    ]
    everybody = ("ada", "cy", "max", "noor", "hanne", "anonymous")
    return lambda matrix: matrix.each_fault(_calls([route], everybody, methods=wrong, owners=("ada",)))


# What stands around every view -------------------------------------------------------------------
def of_middlewares():
    for path in settings.MIDDLEWARE:
        yield Guard(path, _without(path), probes.of_middlewares.get(path, lambda _matrix: ()))


def _without(path):
    rest = [each for each in settings.MIDDLEWARE if each != path]
    return lambda patch: patch.setattr(settings, "MIDDLEWARE", rest)


# Guards inside: of people, models, forms and the admin --------------------------------------------
def _instead(owner, name, replacement):
    return lambda patch: patch.setattr(owner, name, replacement)


def _at(*names, who=STRANGERS):
    routes = [route for route in our_routes() if route.name in names]
    return lambda matrix: matrix.each_fault(_calls(routes, who))


def of_the_inside():
    yes, nothing = (lambda *_any, **_more: True), (lambda *_any, **_more: None)
    yield Guard("roles", _instead(Person, "has_role", yes), _at("reports:looks", "leads:index"))
    yield Guard("scopes", _instead(Person, "reach", lambda *_fields: Q()), _at("leads:lead"))
    yield Guard("the whole network", _instead(Person, "coordinates_everything", True), _at("leads:lead"))
    yield Guard(
        "deactivated people",
        _instead(AuthenticationBackend, "user_can_authenticate", yes),
        _at("home:today", who=["deactivated"]),
    )
    yield Guard(
        "only the taker confirms", _instead(HandOff, "_taken_only_by", nothing), probes.confirms_for_another
    )
    yield Guard(
        "nobody judges their own", _instead(Story, "_may_be_judged_by", nothing), probes.judges_own_story
    )
    yield Guard(
        "no number without a consent", _instead(Customer, "may_be_called", yes), probes.number_without_consent
    )
    yield Guard("looks are written down", _instead(Look, "record", nothing), probes.look_without_a_trace)
    yield Guard(
        "who comes into the admin", _instead(AdminSite, "has_permission", yes), probes.others_in_the_admin
    )
    yield Guard("admin adds nothing", _instead(ReadOnlyAdmin, "has_add_permission", yes), probes.admin_adds)
    yield Guard(
        "admin changes nothing", _instead(ReadOnlyAdmin, "has_change_permission", yes), probes.admin_changes
    )
    yield Guard(
        "admin deletes nothing", _instead(ReadOnlyAdmin, "has_delete_permission", yes), probes.admin_deletes
    )
    yield Guard(
        "admin asks only what is offered",
        _instead(ReadOnlyAdmin, "lookup_allowed", yes),
        probes.admin_guesses,
    )
