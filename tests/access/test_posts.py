"""Every change of state is a POST with a token; without one the answer is 403 and nothing has changed."""

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.access import objects
from tests.access.addresses import every_address
from tests.access.calls import Matrix
from tests.routes import our_routes

EVERYBODY = ["anonymous", "ada", "cy", "hanne"]


@pytest.fixture
def matrix(db):
    logging.disable()
    yield Matrix()
    logging.disable(logging.NOTSET)


def browsers(matrix):
    for name in EVERYBODY:
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if name != "anonymous":
            browser.force_login(matrix.world.people[name])
        yield name, browser


def posts(matrix):
    """Every address that takes a POST, our own with something of Ada's."""
    ours = {route.name for route in our_routes()}
    for route in our_routes():
        rule = settings.ACCESS[route.name]
        if "POST" in rule.get("methods", ["GET"]):
            thing = matrix.things["ada"].get(rule.get("object"))
            yield route.name, reverse(route.name, kwargs=objects.address_keys(route, thing))
    others = every_address().items()
    yield from ((name, url) for name, url in others if name not in ours and not name.startswith("admin:"))
    yield from (
        ("admin", f"/admin/ambassadors/person/{act}") for act in ("add/", "1/change/", "1/delete/", "")
    )


def test_no_post_without_a_token_does_anything(matrix):
    faults, before, doors = [], matrix.sums(), list(posts(matrix))
    for name, browser in browsers(matrix):
        for route, url in doors:
            answer = browser.post(url, {"anything": "1"})
            if answer.status_code != 403 and _is_a_door(answer):
                faults.append(f"{name} POST {route}: {answer.status_code}")
        after = matrix.sums()
        faults += [f"{name}: changed {table}" for table in after if after[table] != before[table]]
    assert faults == []
    assert len(doors) >= 50


def _is_a_door(answer):
    """A sign-in or a signature that is asked for first, an address that doesn't exist and one guessed too often do nothing either."""
    to_login = answer.status_code == 302 and "/login/" in answer.get("Location", "")
    return not to_login and answer.status_code not in (401, 404, 405, 429)


@pytest.mark.parametrize("sent", ["", "x" * 32, "x" * 64, "\x00", "ü" * 32])
def test_a_made_up_token_does_not_help(ada, sent):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    browser.get("/me/")
    assert browser.post("/language/", {"language": "de", "csrfmiddlewaretoken": sent}).status_code == 403


def test_another_sites_page_does_not_help(ada):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    browser.get("/me/")
    sent = {"language": "de", "csrfmiddlewaretoken": browser.cookies[settings.CSRF_COOKIE_NAME].value}
    answers = [
        browser.post("/language/", sent, headers={"Origin": origin}).status_code
        for origin in ("https://evil.example", "null", "http://testserver.evil.example")
    ]
    assert answers == [403, 403, 403]
    assert browser.post("/language/", sent, headers={"Origin": "http://testserver"}).status_code == 302
