"""Whatever dies while a file is taken, every row is taken once, and somebody who waits is told how far it is."""

import random
import sys
import time

import pytest

from tests.faults.network import WORKERS

pytestmark = pytest.mark.fault
ROWS = 12_000
PATIENCE = 120  # seconds; two cores, and workers that start anew


def taken(network):
    return network.rows.execute(
        "SELECT count(*) FROM ambassadors_ambassador WHERE handle LIKE 'kill%'"
    ).fetchone()[0]


def job(network):
    asked = "SELECT state, done, total FROM ledger_job WHERE kind = 'ambassadors.take' ORDER BY created_at DESC LIMIT 1"
    return network.rows.execute(asked).fetchone()


def doubled(network):
    """Rows of the file that came more than once, in any table that an import writes."""
    asked = """
        SELECT (SELECT count(*) - count(DISTINCT personnel_no) FROM ambassadors_hrrecord),
               (SELECT count(*) FROM (SELECT 1 FROM ambassadors_affiliation GROUP BY ambassador_id HAVING count(*) > 1) a),
               (SELECT count(*) FROM (SELECT 1 FROM ledger_event WHERE verb = 'imported' GROUP BY subject_key HAVING count(*) > 1) e),
               (SELECT count(*) - count(DISTINCT (job_id, line, what)) FROM ledger_jobnote)"""
    return network.rows.execute(asked).fetchone()


@pytest.mark.parametrize("running", [[*WORKERS, "beat"], ["loop"]], ids=["celery", "no celery"])
def test_a_kill_in_the_middle_loses_no_row_and_doubles_none(network, times, running):
    name = f"kill{len(running)}"
    before = taken(network)
    network.run()
    network.write("upload", ROWS, name)
    for _ in range(times):
        so_far = job(network)[1]
        network.run(*running)
        network.wait_for(
            lambda so_far=so_far: job(network)[1] > so_far or job(network)[0] == "done", seconds=PATIENCE
        )
        time.sleep(random.uniform(0, 0.4))
        network.kill(*running)
        assert taken(network) - before == max(0, job(network)[1] - 1 - _rejected_until(job(network)[1]))
    network.run(*running)
    network.wait_for(lambda: job(network)[0] == "done", seconds=PATIENCE)
    network.kill(*running)
    assert (taken(network) - before, doubled(network)) == (ROWS - _rejected_until(ROWS + 1), (0, 0, 0, 0))
    notes = network.rows.execute("SELECT count(*) FROM ledger_jobnote n JOIN ledger_job j ON j.id = n.job_id WHERE "
                                 "j.kind = 'ambassadors.take' AND what = 'rejected'").fetchone()[0]  # fmt: skip
    assert notes % _rejected_until(ROWS + 1) == 0


def leads_taken(network):
    """Leads, customers, consents that chain an event and numbers that are kept: as many of each as rows were taken."""
    asked = """
        WITH ours AS (SELECT id, customer_id FROM leads_lead WHERE external_id LIKE 'lead%-%')
        SELECT (SELECT count(*) FROM ours), (SELECT count(DISTINCT customer_id) FROM ours),
               (SELECT count(*) FROM leads_customer c JOIN ours ON customer_id = c.id WHERE phone LIKE 's1:%'),
               (SELECT count(*) FROM leads_consent c JOIN ours USING (customer_id)
                JOIN ledger_event e ON e.subject_key = c.id::text AND e.verb = 'given'),
               (SELECT count(*) FROM ours JOIN ledger_event e ON e.subject_key = ours.id::text AND e.verb = 'imported')"""
    return network.rows.execute(asked).fetchone()


@pytest.mark.parametrize("running", [[*WORKERS, "beat"], ["loop"]], ids=["celery", "no celery"])
def test_a_kill_in_the_middle_of_leads_loses_none_and_doubles_none(network, times, running):
    rows = 4000
    before = leads_taken(network)[0]
    network.run()
    network.write("leads", rows, f"lead{len(running)}")
    for _ in range(min(times, 3)):
        so_far = job(network)[1]
        network.run(*running)
        network.wait_for(
            lambda so_far=so_far: job(network)[1] > so_far or job(network)[0] == "done", seconds=PATIENCE
        )
        time.sleep(random.uniform(0, 0.4))
        network.kill(*running)
        so_far = job(network)[1]
        assert leads_taken(network) == (before + max(0, so_far - 1 - _rejected_until(so_far)),) * 5
    network.run(*running)
    network.wait_for(lambda: job(network)[0] == "done", seconds=PATIENCE)
    network.kill(*running)
    assert leads_taken(network) == (before + rows - _rejected_until(rows + 1),) * 5
    assert doubled(network)[2:] == (0, 0)


def test_many_at_once_take_a_file_once(network):
    network.run()
    before = taken(network)
    network.write("upload", 3000, "many")
    command = [sys.executable, "manage.py", "sweep"]
    programs = [network._start(command) for _ in range(3)]
    for program in programs:
        program.wait(PATIENCE)
    network.run("loop")
    network.wait_for(lambda: job(network)[0] == "done", seconds=PATIENCE)
    network.kill("loop")
    assert (taken(network) - before, doubled(network)) == (3000 - _rejected_until(3001), (0, 0, 0, 0))
    assert [program.returncode for program in programs] == [0, 0, 0]


def _rejected_until(line):
    """Every thousandth row of the file has no address."""
    return (line - 1) // 1000
