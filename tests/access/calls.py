"""One call at one door: what must come of it, and whether it left anything behind."""

from collections import namedtuple
from copy import deepcopy
from itertools import cycle

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from ledger import letters
from tests.access import headers, objects
from tests.access.world import CANARIES, CONTACT, LOGIN, World
from tests.routes import our_routes

Call = namedtuple("Call", "route who method owner manner")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
OWNERS = {
    "ada": "Ada's",
    "tia": "Tia's (of Ada's unit)",
    "bo": "Bo's",
    "deactivated": "somebody deactivated's",
    "erased": "a deleted",
    None: "a guessed or no",
}
MANNERS = {
    "plain": {},
    "htmx": {
        "headers": {"HX-Request": "true", "Accept": "application/json"},
        "content_type": "application/json",
        "data": "{}",
    },
}
UNSIGNED = {"leads:desk_hook"}  # may say 401: a signature stands in for a sign-in
LET_IN = {200, 302, 303, 304, 400, 409, 422}
UNREADY = {"home:readyz", "home:healthz"}  # may say 503 when something stands still
# no picture, no certificate of one's own, no paper, nothing chosen
MAY_BE_MISSING = {"home:logo", "home:phone_certificate", "leads:paper", "leads:batch_new"}
SHOWS_CONTACT = {"leads:contact", "leads:call_back_number"}
EXEMPT_TABLES = {"django_session", "cache"}


def all_calls(methods=METHODS, owners=tuple(OWNERS), manners=("plain",), routes=None):
    for route in routes or our_routes():
        keyed = bool(settings.ACCESS[route.name].get("object"))
        for who in World.names_known:
            for method in methods:
                for owner in owners if keyed else [None]:
                    for manner in manners:
                        yield Call(route, who, method, owner, manner)


def calls_in_short(routes):
    """Everybody at what is Ada's and at one other thing, the next one each time, with the methods that are allowed."""
    others = cycle(owner for owner in OWNERS if owner != "ada")
    for route in routes:
        rule = settings.ACCESS[route.name]
        for who in World.names_known:
            for owner in ("ada", next(others)) if rule.get("object") else [None]:
                yield from (
                    Call(route, who, method, owner, "plain") for method in rule.get("methods", ["GET"])
                )
        yield from (
            Call(route, "ada", method, "ada" if rule.get("object") else None, "plain")
            for method in ("GET", "POST")
        )


def calls_in_full(routes):
    """Everybody reads and posts at everything; uses the other methods, and asks as a script would, at some of it."""
    yield from all_calls(["GET", "POST"], routes=routes)
    yield from all_calls(["HEAD"], ["ada", "bo", None], routes=routes)
    yield from all_calls(["PUT", "PATCH", "DELETE", "OPTIONS"], ["ada", None], routes=routes)
    yield from all_calls(["GET", "POST"], ["ada", "bo"], ["htmx"], routes=routes)


class Matrix:
    """The world with the things of Ada and of Bo in it; makes calls and says what was wrong with them."""

    def __init__(self):
        letters.register("matrix", lambda letter: None)
        self.rules = deepcopy(settings.ACCESS)  # what was decided, also while a guard is switched off
        self.world = World()
        self.things = {owner: (owner and objects.everything_of(owner, self.world)) or {} for owner in OWNERS}
        self.world.close(self.things["erased"])
        self.sums_sql, self.written_sql = sums_of_all_tables(), _rows_written()
        self.before = self.sums()
        self.made = 0

    def faults(self, calls):
        return list(self.each_fault(calls))

    def each_fault(self, calls):
        return (f"{_told(call)}: {fault}" for call in calls for fault in self._faults_of(call))

    def expected(self, call):
        """ "login", "in", or a status."""
        rule, name = self.rules[call.route.name], call.who
        if rule["who"] != "public" and not self.world.is_signed_in(name):
            return "login"
        if rule.get("demo") and not settings.DEMO:
            return 404
        allowed = rule.get("methods", ["GET"])
        if call.method not in allowed and not (call.method == "HEAD" and "GET" in allowed):
            return 405
        if isinstance(rule["who"], list) and not self.world.roles_of(name) & set(rule["who"]):
            return 403
        return self._expected_of_row(call, rule)

    def _expected_of_row(self, call, rule):
        label = rule.get("object")
        if not label:
            return 404 if "token" in call.route.keys or "role" in call.route.keys else "in"
        found = call.who in objects.reached_by(call.route, label, call.owner)
        return "in" if found else 404

    def _faults_of(self, call):
        self.made += 1
        expected = self.expected(call)
        harmless = expected != "in" or call.method in ("GET", "HEAD", "OPTIONS")
        with transaction.atomic():
            written = self.written()
            answer = self._make(call)
            after = self.sums() if harmless and self.written() != written else self.before
            transaction.set_rollback(True)
        yield from _wrong_answer(answer, expected, call)
        yield from headers.faults_of(answer)
        if after != self.before:
            yield f"changed {sorted(table for table in after if after[table] != self.before[table])}"
        yield from self._leaks(answer, expected, call)

    def _make(self, call):
        thing = self.things[call.owner].get(settings.ACCESS[call.route.name].get("object"))
        url = reverse(call.route.name, kwargs=objects.address_keys(call.route, thing))
        browser = self.world.browsers[call.who]
        cookies = browser.cookies.output()
        kept = {key: morsel.value for key, morsel in browser.cookies.items()}
        answer = getattr(browser, call.method.lower())(url, **_manner(call))
        if browser.cookies.output() != cookies:  # the call is rolled back, and so is what it told the browser
            browser.cookies.clear()
            browser.cookies.load(kept)
        return answer

    def _leaks(self, answer, expected, call):
        body = (
            b"".join(answer).decode(errors="replace")
            if answer.streaming
            else answer.content.decode(errors="replace")
        )
        if expected != "in":
            yield from (
                f"shows {word!r}" for canary in CANARIES.values() for word in canary.values() if word in body
            )
        elif call.route.name not in SHOWS_CONTACT:
            yield from (f"shows the contact {word!r}" for word in CONTACT if word in body)
        if expected == "in":
            yield from (
                f"shows {owner}'s customer"
                for owner, canary in CANARIES.items()
                if owner != call.owner
                and canary["name"] in body
                and call.who not in objects.REACHED_BY["customer"](owner)
            )

    def written(self):
        """How many rows this connection has written until now, by PostgreSQL's own count; what is rolled back counts, too."""
        with connection.cursor() as cursor:
            cursor.execute(self.written_sql)
            return cursor.fetchone()[0]

    def sums(self):
        with connection.cursor() as cursor:
            cursor.execute(self.sums_sql)
            return dict(cursor.fetchall())


def _manner(call):
    manner = dict(MANNERS[call.manner])
    if call.method in ("GET", "HEAD"):
        manner.pop("content_type", None), manner.pop("data", None)
    return manner


def _wrong_answer(answer, expected, call):
    status = answer.status_code
    if status >= 500 and not (status == 503 and call.route.name in UNREADY):
        yield f"{status} {answer.exc_info[1]!r}" if getattr(answer, "exc_info", None) else str(status)
    elif expected == "login":
        if not (status == 302 and answer["Location"].startswith(LOGIN)):
            yield f"{status} instead of the sign-in"
    elif expected == "in":
        to_login = status == 302 and answer["Location"].startswith(LOGIN)
        also = {
            *({503} if call.route.name in UNREADY else ()),
            *({404} if call.route.name in MAY_BE_MISSING else ()),
            *({401} if call.route.name in UNSIGNED else ()),
        }
        if to_login or status not in LET_IN | also:
            yield f"{status} instead of coming in"
    elif status != expected:
        yield f"{status} instead of {expected}"


def _told(call):
    return f"{call.who} {call.method} {call.route.name} ({OWNERS[call.owner]} object, {call.manner})"


def _tables():
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - EXEMPT_TABLES)


def _rows_written():
    """One number over all tables; only where a call has moved it are the rows themselves compared."""
    kinds = ("inserted", "updated", "deleted")
    counts = " + ".join(f"pg_stat_get_xact_tuples_{kind}(name::regclass)" for kind in kinds)
    names = ", ".join(f"'{connection.ops.quote_name(table)}'" for table in _tables())
    return f"SELECT sum({counts}) FROM unnest(ARRAY[{names}]) AS name"


def sums_of_all_tables():
    """One row per table: how many rows it holds and a sum over all their columns."""
    tables = _tables()
    sums = "SELECT '{0}', count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} t"
    return " UNION ALL ".join(
        sums.format(connection.ops.quote_name(table)).replace(f"'\"{table}\"'", f"'{table}'")
        for table in tables
    )
