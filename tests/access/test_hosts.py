"""A request lies about its host, its scheme and its sender: nothing in the answer follows it."""

import pytest
from django.conf import settings as of_now
from django.core.cache import cache

EVIL = "evil.example"
RESET = "/accounts/password/reset/"


@pytest.mark.parametrize(
    "host",
    [
        EVIL,
        f"testserver.{EVIL}",
        f"testserver@{EVIL}",
        f"testserver:80@{EVIL}",
        "",
        " ",
        "a b",
        "testserver/x",
        "[::1",
        "*",
    ],
)
def test_another_host_is_refused(client, db, host):
    answer = client.get("/accounts/login/", headers={"Host": host} if host.strip() else {}, HTTP_HOST=host)
    assert (answer.status_code, EVIL in answer.content.decode()) == (400, False)


@pytest.mark.parametrize(
    "name",
    ["X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "Forwarded", "X-Original-URL", "X-Rewrite-URL"],
)
def test_a_host_said_beside_the_host_is_not_believed(client, ada, name, mailoutbox):
    value = f"host={EVIL}" if name == "Forwarded" else EVIL
    answer = client.post(RESET, {"email": ada.email}, headers={name: value})
    assert answer.status_code == 302 and EVIL not in answer["Location"]
    page = client.get("/accounts/login/", headers={name: value})
    assert page.status_code == 200 and EVIL not in page.content.decode()
    assert [mail.body for mail in mailoutbox if EVIL in mail.body] == []


def fail_to_sign_in(client, times, sent, email="nobody@example.org"):
    """The last answer to so many wrong passwords, `sent(number)` being the X-Forwarded-For of each."""
    for number in range(times):
        answer = client.post(
            "/accounts/login/",
            {"login": f"{number}{email}", "password": "wrong"},
            headers={"X-Forwarded-For": sent(number)},
        )
    return answer.status_code


@pytest.fixture
def behind(settings):
    """`behind(2)` is a network with two proxies in front."""
    cache.clear()

    def set_up(proxies):
        settings.TRUSTED_PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    return set_up


@pytest.mark.parametrize(
    ("proxies", "sent"),
    [
        (0, lambda number: f"10.0.0.{number}"),
        (1, lambda number: f"10.0.0.{number}, 192.0.2.1"),
        (2, lambda number: f"10.0.0.{number}, 192.0.2.1, 198.51.100.1"),
    ],
)
def test_whoever_makes_up_where_they_come_from_is_counted_as_one(client, db, behind, proxies, sent):
    behind(proxies)
    assert fail_to_sign_in(client, 34, sent) == 429


@pytest.mark.parametrize(
    ("proxies", "sent"),
    [
        (1, lambda number: f"10.9.9.9, 192.0.2.{number}"),
        (2, lambda number: f"10.9.9.9, 192.0.2.{number}, 198.51.100.1"),
    ],
)
def test_people_behind_a_proxy_are_counted_apart(client, db, behind, proxies, sent):
    behind(proxies)
    assert fail_to_sign_in(client, 34, sent) == 200


def test_without_a_proxy_nobody_says_by_themselves_that_they_came_over_https(client, db):
    assert of_now.TRUSTED_PROXY_COUNT == 0 and not getattr(of_now, "SECURE_PROXY_SSL_HEADER", None)
    answer = client.get("/accounts/login/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"})
    assert not answer.wsgi_request.is_secure()


def test_with_a_proxy_its_word_on_https_counts(client, db, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/accounts/login/", headers={"X-Forwarded-Proto": "https"}).wsgi_request.is_secure()
    assert not client.get("/accounts/login/", headers={"X-Forwarded-Proto": "http"}).wsgi_request.is_secure()
