"""Every role at every address with every method, at what is theirs, at what is others' and at what was guessed.

The addresses come from the URLconf and the rules from config/access.yaml; who may reach which row is written down
in tests/access/objects.py. A denied call changes no row and shows nothing of a customer; no GET changes anything.
"""

import logging
import re

import pytest
from django.conf import settings
from django.db import connection

from tests.access import objects
from tests.access.calls import MANNERS, METHODS, OWNERS, Matrix, all_calls
from tests.access.world import CANARIES

SHOWN = 60


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


def test_every_noun_in_an_address_can_be_made():
    wanted = {rule["object"] for rule in settings.ACCESS.values() if "object" in rule}
    missing = sorted(wanted - objects.labels() | wanted - set(objects.REACHED_BY))
    assert not missing, f"Write a maker and a line in REACHED_BY for {missing} into tests/access/objects.py."


def test_the_doors_hold(matrix):
    check(matrix, all_calls(["GET", "POST"], OWNERS, ["plain"]))


@pytest.mark.long
def test_all_doors_hold_in_every_way(matrix):
    check(matrix, all_calls(METHODS, OWNERS, MANNERS))
    assert matrix.made >= 20_000


def test_in_the_demo_the_demos_doors_open(matrix, settings):
    settings.DEMO = True
    demo = [
        call
        for call in all_calls(["GET", "POST"], OWNERS, ["plain"])
        if settings.ACCESS[call.route.name].get("demo")
    ]
    assert demo
    check(matrix, demo)


def test_what_happened_is_written_down_without_names(matrix):
    words = [word for canary in CANARIES.values() for word in (*canary.values(), *canary["name"].split())]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e::text FROM ledger_event e UNION ALL SELECT l::text FROM ledger_letter l UNION ALL SELECT k::text FROM ledger_look k"
        )
        rows = [row for (row,) in cursor.fetchall()]
    assert len(rows) > 10
    assert [row for row in rows if re.search("|".join(map(re.escape, words)), row)] == []
