"""The process that leads somebody out is killed at every part; the next sweep goes on, and nothing is done twice."""

import json
import subprocess
import sys

import pytest

from ambassadors import leaving
from tests.faults.network import ROOT

pytestmark = pytest.mark.fault
MOMENTS = ["before", "midway", "after"]
HANDED = {
    "deputy": 2 + 2 + 2 + 2,
    "nobody": 2 + 2,
}  # leads, cases, calls of solved cases, calls asked for; without a deputy calls end


def run(network, *command):
    return subprocess.run(
        command, cwd=ROOT, env=network._environment(), capture_output=True, text=True, check=False
    )


def killed(network, name, part, when):
    done = run(network, sys.executable, "-m", "tests.faults.leave", name, part, when)
    assert done.returncode == -9, f"{part} {when}: the process should have been killed. {done.stderr[-800:]}"


def sweep(network):
    done = run(network, sys.executable, "manage.py", "sweep")
    assert done.returncode == 0, done.stderr


def told(network, *names):
    done = run(network, sys.executable, "-m", "tests.faults.leave", "told", *names)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def deaths(*, long):
    """{name: (part, moment)}: every part dies once, in turn before, in the midst and after; with --long in all three ways."""
    parts = leaving.names()
    ways = [(part, moment) for part in parts for moment in MOMENTS] if long else [
        (part, MOMENTS[number % 3]) for number, part in enumerate(parts)
    ]  # fmt: skip
    return {f"{part.replace('_', '')}{moment}1": (part, moment) for part, moment in ways}


def test_a_leaving_survives_a_kill_in_every_part(network, request):
    network.run()  # nothing sweeps but us
    calm = run(network, sys.executable, "-m", "tests.faults.leave", "calm1", "nothing")
    assert calm.returncode == 0, calm.stderr
    wanted = told(network, "calm1")["calm1"]
    assert (wanted["finished"], wanted["handed"]) == ([True], HANDED["deputy"])
    died = deaths(long=request.config.getoption("--long"))
    for name, (part, moment) in died.items():
        killed(network, name, part, moment)
    assert [name for name, became in told(network, *died).items() if became["finished"] != [False]] == []
    sweep(network)
    sweep(network)
    assert told(network, *died) == dict.fromkeys(died, wanted)
