"""The limits of signing in hold over all web processes, for requests at the same time, and with no Redis anywhere."""

import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection

from ledger.cache import SharedCache
from tests.cast import make_ambassador
from tests.post_office import free_port
from tests.racing import at_once

pytestmark = [pytest.mark.slow_start, pytest.mark.django_db(transaction=True)]
PROCESSES, TRIES = 3, 24
NO_REDIS = "redis://127.0.0.1:9/0"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    """The table of the cache is no model's: between tests nobody empties it."""
    cache.clear()
    yield
    cache.clear()


@contextmanager
def web_processes(many):
    """So many web processes of the product on this test's database, each at an address of its own; no Redis."""
    server = os.environ["DATABASE_URL"]
    database = server.replace(urlsplit(server).path, f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {"DATABASE_URL": database, "REDIS_URL": NO_REDIS}
    started, addresses = [], []
    try:
        for _n in range(many):
            port = str(free_port())
            options = [
                "--interface",
                "wsgi",
                "--workers",
                "1",
                "--blocking-threads",
                "1",
                "--host",
                "127.0.0.1",
                "--port",
                port,
                "--no-ws",
                "--log-level",
                "error",
            ]
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "granian", *options, "config.wsgi:application"], env=environment
                )
            )
            addresses.append(f"http://127.0.0.1:{port}")
        for address in addresses:
            _wait_for(address)
        yield addresses
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(15)


def _wait_for(address, patience=60):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            return urllib.request.urlopen(f"{address}/healthz", timeout=2).read()
        except (OSError, URLError):
            time.sleep(0.2)
    raise AssertionError(f"{address} doesn't answer")


class Browser:
    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get("/accounts/login/")[1]).group(
            1
        )

    def get(self, path):
        return self._open(path, None)

    def post(self, path, **fields):
        return self._open(path, urlencode(fields | {"csrfmiddlewaretoken": self.token}).encode())

    def _open(self, path, data):
        request = urllib.request.Request(self.address + path, data=data, headers={"Accept-Language": "en"})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()


def tried(answer):
    """Whether the password was looked at: neither the limit of the address nor that of the login stopped it."""
    status, page = answer
    return status == 200 and "too often" not in page


@pytest.mark.parametrize("through", ["/accounts/login/", "/admin/login/?next=/admin/"])
def test_failed_logins_are_counted_over_all_processes(through):
    make_ambassador("Ada", email="ada@example.org")
    with web_processes(PROCESSES) as addresses:
        browsers = [Browser(address) for address in addresses]
        led_to = urlsplit(browsers[0].opener.open(browsers[0].address + through, timeout=30).url)
        path = f"{led_to.path}?{led_to.query}"
        answers = [
            browsers[n % PROCESSES].post(path, login="ada@example.org", password=f"wrong-{n}")
            for n in range(TRIES)
        ]
    assert path.startswith("/accounts/login/")
    assert sum(map(tried, answers)) == 5


def test_failed_logins_at_the_same_time_are_counted_too():
    make_ambassador("Ada", email="ada@example.org")
    with web_processes(PROCESSES) as addresses:
        browsers = [Browser(addresses[n % PROCESSES]) for n in range(TRIES)]
        answers, gate = [], threading.Barrier(TRIES)

        def knock(n):
            gate.wait()
            answers.append(
                browsers[n].post("/accounts/login/", login="ada@example.org", password=f"wrong-{n}")
            )

        threads = [threading.Thread(target=knock, args=[n]) for n in range(TRIES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == TRIES
    assert 1 <= sum(map(tried, answers)) <= 5


def test_codes_are_asked_for_three_times_a_minute_over_all_processes():
    make_ambassador("Ada", email="ada@example.org")
    with web_processes(PROCESSES) as addresses:
        statuses = [
            Browser(addresses[n % PROCESSES]).post("/accounts/login/code/", email="ada@example.org")
            for n in range(9)
        ]
    assert sum("too often" not in page and status == 200 for status, page in statuses) == 3


def test_only_one_of_many_adds_what_has_run_out():
    for _round in range(5):
        cache.set("lock", "old", timeout=-5)
        assert sum(at_once(*[lambda: SharedCache("cache", {}).add("lock", "mine", 10)] * 8)) == 1


def test_only_one_of_many_adds_what_is_new():
    for n in range(5):
        assert sum(at_once(*[lambda n=n: SharedCache("cache", {}).add(f"new-{n}", True, 10)] * 8)) == 1


def test_many_strangers_push_no_limit_out(db):
    cache.set("limit-of-ada", [1, 2, 3], 300)
    for n in range(400):
        cache.set(f"stranger-{n}", True, 300)
    assert cache.get("limit-of-ada") == [1, 2, 3]


def test_the_sweep_throws_away_what_has_run_out_and_nothing_else(db):
    cache.set("old", 1, timeout=-5)
    cache.set("new", 2, timeout=60)
    cache.add("for-good", 3, timeout=None)
    cache.forget_what_ran_out()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache ORDER BY 1")
        assert [key for (key,) in cursor.fetchall()] == [":1:for-good", ":1:new"]
    assert cache.get("for-good") == 3
