"""A backup comes back: everything is there, nothing that was erased, and no letter goes out twice."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.fault
KEY = "a-long-key-for-the-backups-of-a-test"


def manage(network, *words, **more):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        env={**network._environment(), **more},
        capture_output=True,
        text=True,
    )


def restore(network, path, **more):
    """Nobody else may be connected, not even whoever watches."""
    network.rows.close()
    try:
        return manage(network, "restore", path, "--replace", **more)
    finally:
        network.rows = psycopg.connect(network._database_url(), autocommit=True)


def erase(network, *words):
    return network._program(sys.executable, "-m", "tests.faults.erase", *words)


@pytest.fixture(scope="module")
def drill(network, tmp_path_factory):
    """A sealed backup with customers, letters and calls that are due in it, and a life that went on after it."""
    network.run()
    folder = tmp_path_factory.mktemp("backups")
    erase(network, "seed", "drill", "4")
    ids, reminded = network.write("letters", 5, "drill"), network.write("follow_ups", 2, "drilled")
    assert manage(network, "backup", str(folder), BACKUP_KEY=KEY).returncode == 0
    (path,) = folder.glob("*.sealed")
    network.run("loop")  # the letters leave, and two of four customers are erased
    network.wait_for(lambda: set(reminded) <= set(network.office.recipients()), seconds=60)
    network.wait_for(network.all_settled, seconds=60)
    erase(network, "ask", "drill")
    network.run()
    manage(network, "sweep")
    yield str(path), ids, reminded
    network.rows.execute(
        "DELETE FROM ledger_letter WHERE state <> 'sent'"
    )  # the other faults count what is theirs


def test_a_backup_without_its_key_changes_nothing(network, drill):
    said = restore(network, drill[0], BACKUP_KEY="another-key-of-twenty-characters")
    assert (said.returncode, "Set BACKUP_KEY" in said.stderr) == (1, True)


def test_a_backup_that_was_changed_or_cut_off_changes_nothing(network, drill, tmp_path):
    whole = Path(drill[0]).read_bytes()
    for number, bad in enumerate((whole[:-100], whole[:2000] + b"x" + whole[2001:], b"nothing", b"")):
        path = tmp_path / f"{number}.backup"
        path.write_bytes(bad)
        said = restore(network, str(path), BACKUP_KEY=KEY)
        assert (said.returncode, "nothing was changed" in said.stderr) == (1, True)
    assert network.states()


def test_people_who_are_there_are_not_replaced_unasked(network, drill):
    network.rows.close()
    said = manage(network, "restore", drill[0], BACKUP_KEY=KEY)
    network.rows = psycopg.connect(network._database_url(), autocommit=True)
    assert (said.returncode, "Say --replace" in said.stderr) == (1, True)


def test_a_network_that_runs_is_not_replaced(network, drill):
    said = manage(network, "restore", drill[0], "--replace", BACKUP_KEY=KEY)
    assert (said.returncode, "Stop web, workers" in said.stderr) == (1, True)


def test_what_comes_back_is_whole_but_for_what_was_erased_and_sends_nothing_twice(network, drill):
    path, ids, reminded = drill
    assert set(network.arrived(ids).values()) == {1}
    assert [network.office.recipients().count(one) for one in reminded] == [1, 1]
    said = restore(network, path, BACKUP_KEY=KEY)
    assert said.returncode == 0, said.stderr
    assert "leads.customer: 2 erased again" in said.stdout
    told = json.loads(erase(network, "told", "drill"))
    assert len(told["customers"]) == 2 and len(told["singing"]) == 2
    network.run("loop")
    network.wait_for(network.all_settled, seconds=60)
    network.run()
    assert set(network.arrived(ids).values()) == {1}
    assert [network.office.recipients().count(one) for one in reminded] == [1, 1]
    asked = "SELECT DISTINCT state FROM ledger_letter WHERE message_id = ANY(%s)"
    assert network.rows.execute(asked, [ids]).fetchall() == [("uncertain",)]
