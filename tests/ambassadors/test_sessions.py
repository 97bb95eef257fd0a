"""Sessions: how long they last, who sees them, and how they end."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ambassadors import sessions
from ambassadors.models import Person
from tests.ambassadors.second_steps import sign_in
from tests.cast import PASSWORD

URL, END = "/me/sessions/", "/me/sessions/end/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOUR, DAY = 3600, 24 * 3600


@pytest.fixture
def browser():
    """`browser(ada)` is another browser in which Ada signs in with her password."""

    def open_for(person, agent=FIREFOX):
        client = Client(headers={"user-agent": agent})
        sign_in(client, person, PASSWORD)
        return client

    return open_for


def is_in(client):
    return client.get(URL).status_code == 200


def age(client, **clocks):
    session = client.session
    for clock, seconds in clocks.items():
        session[clock] = int(time.time()) - seconds
    session.save()


@pytest.mark.parametrize(
    ("clocks", "lasts"),
    [
        ({"seen": 8 * HOUR - 60}, True),
        ({"seen": 8 * HOUR + 60}, False),
        ({"began": 7 * DAY - HOUR}, True),
        ({"began": 7 * DAY + 60}, False),
    ],
)
def test_a_session_ends_after_eight_idle_hours_and_after_seven_days(ada, browser, clocks, lasts):
    client = browser(ada)
    age(client, **clocks)
    assert is_in(client) is lasts


def test_being_busy_makes_no_session_older_than_a_week(ada, browser):
    client = browser(ada)
    age(client, began=7 * DAY - HOUR, seen=7 * HOUR)
    assert is_in(client)
    assert time.time() - client.session["seen"] < 60
    assert time.time() - client.session["began"] > 6 * DAY


def test_reading_writes_the_session_every_few_minutes_only(ada, browser):
    client = browser(ada)
    before = client.session["seen"]
    age(client, seen=200)
    client.get(URL)
    assert client.session["seen"] < before
    age(client, seen=400)
    client.get(URL)
    assert time.time() - client.session["seen"] < 60


def test_a_sign_in_begins_a_new_session(ada, browser, client):
    client.get("/accounts/login/")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    before = client.session.session_key
    sign_in(client, ada, PASSWORD)
    assert client.session.session_key not in (None, before)


def test_one_sees_where_one_is_signed_in(ada, bo, browser):
    here = browser(ada)
    browser(
        ada, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1"
    )
    browser(bo, "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0")
    page = here.get(URL).content.decode()
    assert page.count("Firefox on Linux") == 1
    assert page.count("Safari on iPhone") == 1
    assert "Edge" not in page
    assert page.count("this one") == 1


def test_a_list_of_three_asks_as_often_as_a_list_of_one(ada, browser, django_assert_num_queries):
    client = browser(ada)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    asked = len(one)
    browser(ada), browser(ada)
    with django_assert_num_queries(asked):
        assert len(client.get(URL).context["sessions"]) == 3


def test_where_somebody_was_is_not_kept(ada, browser):
    browser(ada)
    assert list(UserSession.objects.values_list("ip", flat=True)) == [sessions.NOWHERE]


def test_signing_out_everywhere_else_leaves_this_one(ada, bo, browser):
    here, there, bos = browser(ada), browser(ada), browser(bo)
    here.post(END)
    assert [is_in(client) for client in (here, there, bos)] == [True, False, True]


def test_signing_out_everywhere_takes_this_one_along(ada, bo, browser):
    here, there, bos = browser(ada), browser(ada), browser(bo)
    assert here.post(END, {"which": "all"}).url == "/accounts/login/"
    assert [is_in(client) for client in (here, there, bos)] == [False, False, True]


def test_one_of_them_can_be_signed_out(ada, browser):
    here, there, elsewhere = browser(ada), browser(ada), browser(ada)
    row = UserSession.objects.get(session_key=there.session.session_key)
    here.post(END, {"session": row.pk})
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]


@pytest.mark.parametrize("who", ["dee", "max"])
def test_nobody_ends_anothers_session(ada, browser, request, who):
    adas, stranger = browser(ada), browser(request.getfixturevalue(who))
    stranger.post(END, {"session": UserSession.objects.get(user=ada).pk})
    stranger.post(END)
    assert is_in(adas)


@pytest.mark.parametrize("session", ["0", "-1", "x", "", "9" * 40])
def test_a_session_that_is_none_ends_none(ada, browser, session):
    here, there = browser(ada), browser(ada)
    assert here.post(END, {"session": session}).status_code == 302
    assert is_in(there)


def test_a_new_password_ends_all_other_sessions_within_one_request(ada, browser):
    here, there = browser(ada), browser(ada)
    new = "another-ribbon-and-trophy"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [is_in(here), is_in(there)] == [True, False]
    assert len(here.get(URL).context["sessions"]) == 1


def test_being_deactivated_ends_them_within_one_request(ada, browser):
    here, there = browser(ada), browser(ada)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert [is_in(here), is_in(there)] == [False, False]


def test_the_sweep_throws_away_what_ended(ada, bo, browser):
    adas = browser(ada)
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    bos = browser(bo)
    UserSession.objects.update(ip="203.0.113.7")
    sessions.sweep()
    assert list(UserSession.objects.values_list("user", "ip")) == [(bo.pk, sessions.NOWHERE)]
    assert [is_in(adas), is_in(bos)] == [False, True]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", ("Safari", "macOS")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", ("Chrome", "Android")),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/140 Safari/537.36",
            ("Samsung Internet", "Android"),
        ),
        ("curl/8.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_in_words(agent, words):
    assert sessions.in_words(agent) == words
