"""Thousands of entries through the real outbox of a real browser, while every tenth answer gets lost on the way."""

import random

import pytest

from leads.models import Customer, Encounter, Lead
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOST_ANSWERS, LOST_REQUESTS = 0.10, 0.05
KEEP = """async ([first, last]) => {
    const owner = document.documentElement.dataset.owner;
    const entry = (number) => ({ client_id: crypto.randomUUID(), owner, fields: [["occasion", "fair"], ["opener", "pin"],
        ["people-TOTAL_FORMS", "1"], ["people-0-outcomes", "offer"], ["sentence", `Number ${number}`]] });
    for (let number = first; number < last; number += 1) await outbox.keep(entry(number));
}"""


@pytest.mark.parametrize("many", [300, pytest.param(5000, marks=pytest.mark.long)])
def test_nothing_is_lost_and_nothing_doubled(window, ada, many):
    page = window(ada, viewport=PHONE)
    page.goto("/me/looks/")
    dice, line = random.Random(7), {"answers": 0, "requests": 0, "sent": 0}

    def uncertain(route):
        line["sent"] += 1
        if dice.random() < LOST_REQUESTS:
            line["requests"] += 1
            return route.abort()
        if dice.random() < LOST_ANSWERS:
            line["answers"] += 1
            route.fetch(timeout=120_000)
            return route.abort()
        return route.continue_()

    page.context.route("**/encounters/sync/", uncertain)
    for first in range(0, many, 250):
        page.evaluate(KEEP, [first, min(first + 250, many)])
    tries = send_until_done(page, most=many)
    said = sorted(Encounter.objects.values_list("sentence", flat=True))
    assert said == sorted(f"Number {number}" for number in range(many)), "one is lost, or one is there twice"
    assert Lead.objects.count() == Customer.objects.count() == many
    assert page.evaluate("async () => (await outbox.mine()).length") == 0
    assert line["answers"] > 0
    print(f"{many} entries, {line}, {tries} tries: 0 lost, 0 double")


def send_until_done(page, most):
    for tries in range(1, most):
        if page.evaluate("() => outbox.flush()") == "done":
            return tries
    raise AssertionError("the outbox never gets empty")
