"""Every answer carries its headers: pages, errors, redirects, files, allauth's pages and the admin's."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings as of_now
from django.test import Client

from tests.access import headers
from tests.access.addresses import every_address
from tests.config.test_environment import GOOD

WHO = ["nobody", "ada", "cy", "hanne"]
ERRORS = {
    "/no/such/page/": 404,
    "/stories/?q=%00": 400,
    "/static/css/no-such.css": 404,
    "/static/css/app.css": 200,
    "/static/img/mark.svg": 200,
    "/brand.css": 200,
}


@pytest.fixture
def browser(request, db):
    """`browser("ada")` has Ada signed in; `browser("nobody")` nobody."""
    logging.disable()

    def opened(name, **environ):
        client = Client(raise_request_exception=False, **environ)
        if name != "nobody":
            client.force_login(request.getfixturevalue(name))
        return client

    yield opened
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", WHO)
def test_every_answer_of_every_route_carries_its_headers(browser, name):
    client, faults = browser(name), []
    for route, url in every_address().items():
        for method in ("get", "post", "put"):
            answer = getattr(client, method)(url)
            faults += [
                f"{method} {route} ({answer.status_code}) {said}" for said in headers.faults_of(answer)
            ]
    assert faults == []


@pytest.mark.parametrize(("url", "status"), ERRORS.items())
def test_errors_and_files_carry_them_too(browser, url, status):
    answer = browser("ada").get(url)
    assert (answer.status_code, list(headers.faults_of(answer))) == (status, [])


def test_an_answer_to_a_wrong_host_carries_them(browser):
    answer = browser("nobody").get("/", headers={"Host": "evil.example"})
    assert (answer.status_code, list(headers.faults_of(answer))) == (400, [])


def test_a_page_that_breaks_carries_them_and_no_trace(browser, monkeypatch):
    def broken(_request):
        raise RuntimeError("canary-of-the-trace")

    monkeypatch.setattr("home.views.today.Today", broken)
    answer = browser("ada").get("/")
    assert (answer.status_code, list(headers.faults_of(answer))) == (500, [])
    assert b"canary" not in answer.content and b"Traceback" not in answer.content


def test_a_form_that_is_too_old_carries_them(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    answer = client.post("/language/", {"language": "de"})
    assert (answer.status_code, list(headers.faults_of(answer))) == (403, [])


def test_whatever_somebody_signed_in_reads_is_not_kept(browser):
    client = browser("ada")
    for url in ("/", "/me/", "/leads/", "/ambassadors/"):
        assert "no-store" in client.get(url)["Cache-Control"]


def test_a_script_is_let_in_by_a_number_that_is_new_each_time(browser):
    client = browser("ada")
    first, second = client.get("/"), client.get("/")
    numbers = [
        page["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0] for page in (first, second)
    ]
    assert all(len(number) >= 22 for number in numbers) and numbers[0] != numbers[1]
    assert f'nonce="{numbers[0]}"' in first.content.decode()


# As it is in production: over https ----------------------------------------------------------------
@pytest.fixture(scope="module")
def of_production():
    """The settings that a deployment at https://werkstolz.example.com reads, from a process of its own."""
    wanted = ("SECURE", "SESSION_COOKIE", "CSRF", "LANGUAGE_COOKIE", "TYPIST", "SITE_URL", "ALLOWED_HOSTS")
    asked = (
        "import json, config.settings as s;"
        f"print(json.dumps({{n: getattr(s, n) for n in dir(s) if n.startswith({wanted!r})}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], env=GOOD | {"PATH": os.environ["PATH"]}, cwd=of_now.BASE_DIR,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture
def over_https(settings, of_production, browser):
    for name, value in of_production.items():
        setattr(settings, name, value)
    return lambda name: browser(name, headers={"Host": "werkstolz.example.com"})


@pytest.mark.parametrize("name", WHO)
def test_over_https_every_cookie_belongs_to_this_host_alone(over_https, name):
    client, seen, faults = over_https(name), set(), []
    for route, url in every_address().items():
        for method in ("get", "post"):
            answer = getattr(client, method)(url, secure=True)
            if "max-age=63072000; includeSubDomains; preload" not in answer.get(
                "Strict-Transport-Security", ""
            ):
                faults.append(f"{method} {route} lacks Strict-Transport-Security")
            for cookie in answer.cookies.values():
                seen.add(cookie.key)
                if not (cookie.key.startswith("__Host-") and cookie["secure"] and cookie["path"] == "/"):
                    faults.append(f"{method} {route} sets {cookie.OutputString()}")
                faults += headers.faults_of(answer)
    assert faults == []
    assert "__Host-csrf" in seen


def test_the_session_and_the_language_are_of_this_host_alone(over_https, ada):
    client = over_https("nobody")
    signed_in = client.post(
        "/accounts/login/", {"login": ada.email, "password": "ribbon-and-trophy"}, secure=True
    )
    spoken = client.post("/language/", {"language": "de"}, secure=True)
    names = {cookie for answer in (signed_in, spoken) for cookie in answer.cookies}
    assert {"__Host-session", "__Host-language"} <= names
    assert [name for name in names if not name.startswith("__Host-")] == []


def test_http_is_led_to_https(over_https):
    answer = over_https("nobody").get("/leads/")
    assert (answer.status_code, answer["Location"]) == (301, "https://werkstolz.example.com/leads/")
    assert list(headers.faults_of(answer)) == []
