"""The gate, and the pages that stop somebody: all in our look, each with a way out."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

pytestmark = pytest.mark.django_db

OPEN_DOORS = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "account_signup",
]
OWN_DOORS = ["account_change_password", "account_logout", "account_reauthenticate"]


@pytest.mark.parametrize("route", OPEN_DOORS)
def test_a_stranger_meets_our_gate(client, route):
    page = client.get(reverse(route)).content.decode()
    assert 'class="gate"' in page and page.count("<h1>") == 1


@pytest.mark.parametrize("route", OWN_DOORS)
def test_somebody_signed_in_stays_in_our_look(as_, ada, route):
    page = as_(ada).get(reverse(route), follow=True).content.decode()
    assert "css/app.css" in page and page.count("<h1>") == 1


def test_the_demo_shows_its_people_at_the_gate_and_nobody_else_does(client, settings):
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert page.count("/look-around/") == 7  # six people, and where the form goes without one
    settings.DEMO = False
    assert "/look-around/" not in client.get(reverse("account_login")).content.decode()


def test_a_wrong_password_says_so_at_the_top(client, ada):
    page = client.post(reverse("account_login"), {"login": ada.email, "password": "wrong"}).content.decode()
    assert "data-errors" in page and ada.email in page and "wrong" not in page.replace("went wrong", "")


def test_a_code_by_mail_has_its_own_page(client, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = client.post(
        reverse("account_request_login_code"), {"email": ada.email}, follow=True
    ).content.decode()
    assert 'name="code"' in page and ada.email in page and 'class="gate"' in page


def test_what_is_not_there_shows_the_way_back(as_, ada, client):
    for visitor in (as_(ada), client):
        answer = visitor.get("/nowhere/at/all/", follow=True)
        assert 'href="/"' in answer.content.decode() or 'class="gate"' in answer.content.decode()


def test_a_broken_page_needs_no_database_and_no_context(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "<h1>" in page and 'href="/"' in page


@pytest.mark.parametrize("name", ["403", "404", "405", "403_csrf", "refused"])
def test_every_stop_has_a_picture_and_a_way_out(rf, name):
    page = render_to_string(f"{name}.html", {"sentence": "It is gone."}, request=_anonymous(rf))
    assert "stop__pic" in page and page.count('class="btn btn--main"') == 1


def _anonymous(rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    return request
