"""What no form of ours would send: NUL, halves of letters, thousands of letters, lines in the middle. Never an error of ours."""

import logging
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client

from tests.access.addresses import every_address
from tests.access.calls import Matrix

NASTY = [
    "%00", "a%00b", "%0d%0aSet-Cookie:%20x=1", "%1b%5b31m", "%7f", "%ed%a0%80", "%ff%fe", "%c3%28", "%e2%80%a8", "%e2%80%ae",
    quote("🤷" * 50), "x" * 3000, "-1", "9" * 60, "1e309", "NaN", "' OR 1=1 --", "%27%22%3C", "../../etc/passwd", "[]", "{{7*7}}",
    "2026-02-30", "0001-01-01T00:00:00%2B14:00", "%", "%zz",
]  # fmt: skip
QUESTIONS = [
    "q", "state", "show", "region", "land", "period", "kind", "read", "next", "lead", "case", "before", "after", "page", "cursor",
    "code", "topic", "language", "unit", "on", "as", "view", "sort", "map",
]  # fmt: skip


@pytest.fixture
def matrix(db, settings):
    settings.DEMO = True
    logging.disable()
    yield Matrix()
    logging.disable(logging.NOTSET)


def faults(answer, where):
    if answer.status_code >= 500 and where != "/readyz":
        yield f"{answer.status_code} at {where}"
    if "x" in answer.cookies:
        yield f"let a header in at {where}"


class TestQuestions:
    @pytest.mark.parametrize("who", ["ada", "cy"])
    def test_no_question_breaks_a_page(self, matrix, who):
        browser, found = matrix.world.browsers[who], []
        pages = [
            url
            for url in every_address().values()
            if not url.startswith("/admin/") and browser.get(url).status_code == 200
        ]
        for url in pages:
            for nasty in NASTY:
                asked = f"{url}?" + "&".join(f"{name}={nasty}" for name in QUESTIONS)
                found += faults(browser.get(asked), asked[:120])
        assert found == []
        assert len(pages) > 8

    @pytest.mark.long
    @pytest.mark.parametrize("name", QUESTIONS)
    def test_no_single_question_breaks_the_lists(self, matrix, name):
        browser, found = matrix.world.browsers["cy"], []
        for url in (
            "/ambassadors/",
            "/leads/",
            "/follow-ups/",
            "/stories/",
            "/outbox/",
            "/stories/moderation/",
        ):
            for nasty in NASTY:
                found += faults(browser.get(f"{url}?{name}={nasty}"), f"{url}?{name}={nasty[:60]}")
        assert found == []


class TestAddresses:
    def test_no_address_breaks_the_house(self, matrix):
        browser, found = matrix.world.browsers["ada"], []
        for root in (
            "/",
            "/ambassadors/",
            "/stories/",
            "/trophies/",
            "/leads/",
            "/units/",
            "/a/",
            "/accounts/",
            "/pictures/",
            "/jobs/",
        ):
            for nasty in NASTY:
                found += faults(browser.get(f"{root}{nasty}/"), f"{root}{nasty[:60]}/")
        assert found == []

    @pytest.mark.parametrize(
        "value", ["\x00", "x" * 9000, "ü\ud800".encode("utf-8", "replace").decode(), "\x7f\x1b[31m", "'\"<"]
    )
    def test_no_header_breaks_a_page(self, ada, value):
        browser = Client(raise_request_exception=False)
        browser.force_login(ada)
        for name in ("Accept-Language", "User-Agent", "Referer", "Origin", "HX-Request", "If-None-Match", "If-Modified-Since",
                     "X-Forwarded-For", "Range", "Accept", "Content-Type"):  # fmt: skip
            assert browser.get("/me/", headers={name: value}).status_code < 500
        for cookie in (
            "werkstolz-session",
            "werkstolz-csrf",
            "werkstolz-language",
            "werkstolz-typist",
            "theme",
            "messages",
        ):
            stranger = Client(raise_request_exception=False)
            stranger.cookies[cookie] = value
            assert stranger.get("/accounts/login/").status_code < 500

    def test_no_session_key_breaks_a_page(self, db):
        for key in ("a\x00b", "x" * 5000, "..", "é" * 40, "%00" * 10):
            stranger = Client(raise_request_exception=False)
            stranger.cookies["werkstolz-session"] = key
            assert stranger.get("/").status_code == 302


class TestForms:
    @pytest.mark.parametrize(
        "nasty", ["\x00", "a\x00b", "\ud800", "\x1b[31m", "x" * 100_000, "\u202e", "-1", "9" * 60]
    )
    def test_no_field_breaks_a_form(self, matrix, nasty):
        found = []
        for who in ("ada", "cy", "anonymous"):
            browser = matrix.world.browsers[who]
            for url in ("/language/", "/me/profile/", "/encounters/new/", "/stories/new/", "/accounts/login/", "/accounts/login/code/",
                        *_of_adas_things(matrix)):  # fmt: skip
                fields = ("language", "next", "city", "sentence", "title", "text", "login", "password", "email", "follow_up", "state",
                          "note", "read", "lead", "client_id", "remark", "answer", "reason", "how", "to", "first_name", "phone")  # fmt: skip
                body = "&".join(f"{name}={_encoded(nasty)}" for name in fields)
                answer = browser.post(url, body, content_type="application/x-www-form-urlencoded")
                found += faults(answer, f"{who} {url}")
        assert found == []

    def test_a_form_of_thousands_of_fields_is_refused(self, as_, ada):
        logging.disable()
        answer = as_(ada).post("/me/profile/", {f"field{number}": "x" for number in range(1500)})
        logging.disable(logging.NOTSET)
        assert answer.status_code == 400

    def test_a_body_of_many_megabytes_is_refused(self, as_, ada):
        logging.disable()
        answer = as_(ada).post(
            "/me/profile/", "city=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded"
        )
        logging.disable(logging.NOTSET)
        assert answer.status_code in (400, 413)


def _of_adas_things(matrix):
    things = matrix.things["ada"]
    yield f"/customers/{things['customer'].pk}/contact/"
    yield f"/customers/{things['customer'].pk}/edit/"
    yield f"/leads/{things['lead'].pk}/edit/"
    yield f"/cases/{things['case'].pk}/edit/"
    yield f"/follow-ups/{things['follow_up'].pk}/snooze/"


def _encoded(nasty):
    return quote_from_bytes(nasty.encode("utf-8", "surrogatepass"))


def test_no_line_of_the_log_can_be_made_up(client, db, caplog):
    client.get("/no-such\r\n2026-11-27 CRITICAL forged: line/")
    client.get("/no-such%0d%0a2026-11-27%20CRITICAL%20forged:%20line/", headers={"User-Agent": "a\r\nb"})
    assert caplog.records
    assert [record.getMessage() for record in caplog.records if set("\r\n") & set(record.getMessage())] == []
