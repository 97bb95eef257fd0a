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
    "deputy": 2 + 2 + 2,
    "nobody": 2 + 2,
}  # leads, cases, calls of solved cases; without a deputy calls end


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


def told(network, name):
    done = run(network, sys.executable, "-m", "tests.faults.leave", name, "told")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_leaving_survives_a_kill_in_every_part(network):
    network.run()  # nothing sweeps but us
    calm = run(network, sys.executable, "-m", "tests.faults.leave", "calm1", "nothing")
    assert calm.returncode == 0, calm.stderr
    wanted = told(network, "calm1")
    assert wanted["finished"] == [True] and wanted["handed"] == HANDED["deputy"]
    deaths = {f"{part.replace('_', '')}{when}1": (part, when) for part in leaving.names() for when in MOMENTS}
    for name, (part, when) in deaths.items():
        killed(network, name, part, when)
    sweep(network)
    sweep(network)
    assert {name: told(network, name) for name in deaths} == dict.fromkeys(deaths, wanted)
