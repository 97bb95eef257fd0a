"""The process that erases is killed in the midst; the next night goes on, and a backup that comes back is cleared."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.faults.network import ROOT

pytestmark = pytest.mark.fault
FILES_GO = -1
MANY = 6  # customers, each with some thirty marks


def run(network, *command, **environment):
    env = network._environment() | environment
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def erasing(network, *words, **environment):
    done = run(network, "-m", "tests.faults.erase", *map(str, words), **environment)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout) if done.stdout else None


def kills(*, long):
    """At which statement of the erasing; -1 is when the rows are gone and their files are not yet."""
    if not long:
        return [3, 40, FILES_GO, 90]
    return [random.Random(number).choice([FILES_GO, *range(1, 150)]) for number in range(100)]


def fresh_name():
    """Another one each time: a test that is run again meets what it left."""
    return f"n{time.time_ns() // 10**6}"


def sweep_the_files(network):
    """What a kill left lying is thrown away a day later."""
    for path in Path(network.folder).rglob("media/**/*"):
        os.utime(path, (time.time() - 2 * 86400,) * 2)
    erasing(network, "orphans")


def test_a_night_survives_a_kill_at_any_moment(network, request):
    network.run()  # nothing sweeps but us
    long = request.config.getoption("--long")
    names, died = [fresh_name()], 0
    erasing(network, "seed", names[0], MANY, "old")
    for statement in kills(long=long):
        done = run(network, "-m", "tests.faults.erase", "night", str(statement))
        assert done.returncode in (-9, 0), done.stderr[-2000:]
        died += done.returncode == -9
        if done.returncode == 0 and long:  # all had ended before that statement
            names.append(fresh_name())
            erasing(network, "seed", names[-1], MANY, "old")
    assert died >= (60 if long else 4)
    erasing(network, "night", 0)
    sweep_the_files(network)
    whole = {"customers": [], "singing": [], "erased": MANY, "proofs": MANY, "chains": True, "files": []}
    assert {name: erasing(network, "told", name) for name in names} == dict.fromkeys(names, whole)


@pytest.fixture
def tools(network):
    """The programs of the very server that runs."""
    where = network.rows.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone()[0]
    if not all((Path(where) / name).exists() for name in ("pg_dump", "pg_restore")):
        pytest.skip(f"There is no pg_dump or pg_restore in {where}: nothing can be dumped and restored here.")
    return Path(where)


@pytest.fixture
def restored(network, tools, tmp_path):
    """Dump the network into a file, and have it come back as another database: (dump, come back) as functions."""
    name, file = f"{network.database}_restored", tmp_path / "backup"
    address = network.server.replace(urlsplit(network.server).path, f"/{name}")

    def do(program, *words):
        subprocess.run([tools / program, *words], check=True, capture_output=True)

    def come_back():
        with psycopg.connect(network.server, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        do("pg_restore", "--exit-on-error", "--dbname", address, file)
        return address

    yield lambda: do("pg_dump", "--format=custom", "--file", file, network._database_url()), come_back
    with psycopg.connect(network.server, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_a_backup_that_comes_back_is_cleared_of_whom_it_brought_back(network, restored):
    network.run()
    (dump, come_back), name = restored, fresh_name()
    erasing(network, "seed", name, 4)
    everybody = erasing(network, "told", name)["customers"]
    dump()
    erasing(network, "ask", name)
    assert run(network, "manage.py", "sweep").returncode == 0  # tells the file beside the database
    stay = erasing(network, "told", name)["customers"]
    assert len(everybody) == 4 and len(stay) == 2
    there = {"DATABASE_URL": come_back()}
    assert erasing(network, "told", name, **there)["singing"] == everybody, "the backup holds them still"
    said = run(network, "manage.py", "replay_erasures", **there)
    assert said.returncode == 0 and "leads.customer: 2 erased again" in said.stdout, said.stderr[-2000:]
    left = erasing(network, "told", name, **there)
    assert (left["customers"], left["singing"], left["erased"]) == (stay, stay, 2)
    assert "leads.customer: 0 erased again" in run(network, "manage.py", "replay_erasures", **there).stdout
