"""What somebody typed survives: the end of a session, and a page that was open for too long."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD

ME = "/me/profile/"
TYPED = {
    "city": "Görlitz & Zgorzelec",
    "region": "DE-SN",
    "about": "Routers,\nand rucksacks",
    "time_zone": "Europe/Berlin",
}


def shown(page):
    form = page.context["form"]
    return {name: form[name].value() for name in TYPED}


def test_a_form_survives_the_end_of_the_session(ada, client):
    sent = client.post(ME, TYPED)
    assert sent.url == f"/accounts/login/?next={ME}"
    back = client.post(sent.url, {"login": "ada@example.org", "password": PASSWORD, "next": ME})
    assert back.url == ME
    assert shown(client.get(ME)) == TYPED
    ada.ambassador.refresh_from_db()
    assert ada.ambassador.city == "Zwickau"


def test_it_stands_there_until_it_is_sent(ada, client):
    client.post(ME, TYPED)
    client.force_login(ada)
    client.get(ME)
    assert shown(client.get(ME)) == TYPED
    client.post(ME, TYPED)
    ada.ambassador.refresh_from_db()
    assert ada.ambassador.city == TYPED["city"]
    assert "typed" not in client.session


def test_a_page_that_was_open_too_long_keeps_what_was_typed(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    stale = strict.post(ME, TYPED)
    assert (stale.status_code, stale.templates[0].name) == (403, "403_csrf.html")
    assert f'href="{ME}"' in stale.content.decode()
    assert shown(strict.get(ME)) == TYPED


def test_what_was_typed_is_forgotten_after_an_hour(ada, client, time_machine):
    client.post(ME, TYPED)
    time_machine.move_to(timezone.now() + timedelta(seconds=3601))
    client.force_login(ada)
    assert shown(client.get(ME))["city"] == "Zwickau"


def test_what_was_typed_shows_on_its_own_page_only(ada, client):
    client.post("/encounters/new/", {"city": "Elsewhere"})
    client.force_login(ada)
    assert shown(client.get(ME))["city"] == "Zwickau"


def test_no_password_is_kept(client, db):
    client.post(ME, TYPED | {"password": PASSWORD, "csrfmiddlewaretoken": "x"})
    assert PASSWORD not in str(dict(client.session))


def test_too_much_is_not_kept(client, db):
    client.post(ME, TYPED | {"about": "x" * 30_000})
    assert "typed" not in client.session


@pytest.mark.parametrize("body", ["", "not=a&form", "%00=%00"])
def test_odd_posts_of_strangers_lead_to_the_sign_in(client, db, body):
    answer = client.post(ME, body, content_type="application/x-www-form-urlencoded")
    assert answer.url == f"/accounts/login/?next={ME}"


def test_what_one_typed_is_not_shown_to_the_next_at_the_same_browser(ada, bo, client):
    client.force_login(ada)
    client.get(ME)
    client.cookies.pop("werkstolz-session")  # it ended while she typed
    client.post(ME, TYPED)
    client.force_login(bo)
    assert shown(client.get(ME))["city"] == "Berlin"


def test_what_one_typed_comes_back_to_the_same_person(ada, client):
    client.force_login(ada)
    client.get(ME)
    client.cookies.pop("werkstolz-session")
    client.post(ME, TYPED)
    client.force_login(ada)
    assert shown(client.get(ME)) == TYPED


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_what_another_site_sends_is_not_kept(ada, origin):
    strict = Client(enforce_csrf_checks=True, headers={"Origin": origin})
    assert strict.post(ME, TYPED).status_code == 403
    assert "typed" not in strict.session
