"""Every role at every address with every method, at what is theirs, a colleague's, others', gone and guessed.

The addresses come from the URLconf and the rules from config/access.yaml; who may reach which row is written down
in tests/access/objects.py. A denied call changes no row and shows nothing of a customer; no GET changes anything;
and every answer carries its headers. Each part is a class, so that several processes can share the work.
"""

import logging
import re

import pytest
from django.conf import settings
from django.db import connection

from tests.access import objects
from tests.access.calls import Matrix, all_calls, calls_in_full, calls_in_short
from tests.access.world import CANARIES
from tests.routes import our_routes

SHOWN = 60
PARTS = 4


@pytest.fixture
def matrix(db):
    logging.disable()  # thousands of refusals are what we want to see here
    yield Matrix()
    logging.disable(logging.NOTSET)


def check(matrix, calls):
    faults = matrix.faults(calls)
    if faults:
        pytest.fail(
            f"{len(faults)} of {matrix.made} calls went wrong:\n" + "\n".join(faults[:SHOWN]), pytrace=False
        )
    assert matrix.made > 0


def part(number):
    """Every fourth route, so that rooms with heavy pages are shared out."""
    return our_routes()[number::PARTS]


class OnePart:
    number = 0

    def test_the_doors_hold(self, matrix):
        check(matrix, calls_in_short(part(self.number)))

    @pytest.mark.long
    def test_all_doors_hold_in_every_way(self, matrix):
        check(matrix, calls_in_full(part(self.number)))


class TestFirstPart(OnePart):
    pass


class TestSecondPart(OnePart):
    number = 1


class TestThirdPart(OnePart):
    number = 2


class TestFourthPart(OnePart):
    number = 3


def test_the_parts_together_are_twenty_thousand_calls_at_every_route():
    assert len(list(calls_in_full(our_routes()))) >= 20_000
    assert sorted(route for number in range(PARTS) for route in part(number)) == sorted(our_routes())


def test_every_noun_in_an_address_can_be_made():
    wanted = {rule["object"] for rule in settings.ACCESS.values() if "object" in rule}
    missing = sorted(wanted - objects.labels() | wanted - set(objects.REACHED_BY))
    assert not missing, f"Write a maker and a line in REACHED_BY for {missing} into tests/access/objects.py."


def test_every_key_in_an_address_can_be_guessed():
    keys = (
        {key for route in our_routes() for key in route.keys} - set(objects.GUESSED) - set(objects.LOOSE_KEYS)
    )
    assert not keys, (
        f"Write into GUESSED or LOOSE_KEYS of tests/access/objects.py what a guessed {keys} looks like."
    )


def test_in_the_demo_the_demos_doors_open(matrix, settings):
    settings.DEMO = True
    demo = [route for route in our_routes() if settings.ACCESS[route.name].get("demo")]
    assert demo
    check(matrix, all_calls(["GET", "POST"], routes=demo))


def test_what_happened_is_written_down_without_names(matrix):
    words = [word for canary in CANARIES.values() for word in (*canary.values(), *canary["name"].split())]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e::text FROM ledger_event e UNION ALL SELECT l::text FROM ledger_letter l UNION ALL SELECT k::text FROM ledger_look k"
        )
        rows = [row for (row,) in cursor.fetchall()]
    assert len(rows) > 10
    assert [row for row in rows if re.search("|".join(map(re.escape, words)), row)] == []
