"""Whatever dies, no letter is lost, none comes more than twice, and its second copy carries the same Message-ID."""

import random
import time

import pytest

from tests.faults.network import WORKERS

pytestmark = pytest.mark.fault
EVERYBODY = [*WORKERS, "beat", "loop"]
A_FAULT_NEEDS = 150  # letters that are written for each fault
PATIENCE = 90  # seconds; two cores, and much to start anew


def through_faults(network, name, times, fault, *, running=EVERYBODY):
    """Write letters, repeat the fault while they leave, start again what died; {Message-ID: copies} in the end."""
    network.run(*running)
    ids = network.write("letters", A_FAULT_NEEDS * times, name)
    for _ in range(times):
        network.wait_for_the_next_letter(seconds=PATIENCE)
        time.sleep(random.uniform(0, 0.2))
        fault()
        network.run(*running)
    network.wait_for(network.all_settled, seconds=PATIENCE + 4 * times)
    copies = network.arrived(ids)
    print(f"{name}: {times} faults, {len(ids)} letters, {sum(copies.values()) - len(ids)} second copies")
    return copies


def wrong(copies, *, most):
    """The letters that were lost, and those that came too often."""
    return {one: number for one, number in copies.items() if not 1 <= number <= most}


def test_on_a_calm_day_every_letter_comes_once(network):
    copies = through_faults(network, "calm", 3, lambda: None)
    assert wrong(copies, most=1) == {}


def test_a_worker_is_killed(network, times):
    def kill_one():
        network.kill(random.choice(WORKERS))

    copies = through_faults(network, "worker", times, kill_one, running=[*WORKERS, "beat"])
    assert wrong(copies, most=2) == {}


def test_everything_that_sends_is_killed(network, times):
    copies = through_faults(network, "everything", times, lambda: network.kill(*EVERYBODY))
    assert wrong(copies, most=2) == {}


def test_the_broker_is_emptied(network, times):
    copies = through_faults(network, "broker", times, network.empty_the_broker)
    assert wrong(copies, most=1) == {}


def test_the_database_hangs_up(network, times):
    copies = through_faults(network, "database", times, network.hang_up)
    assert wrong(copies, most=2) == {}


def test_no_celery_is_needed(network):
    copies = through_faults(network, "loop", 1, lambda: None, running=["loop"])
    assert wrong(copies, most=1) == {}


def test_a_reminder_comes_although_everything_was_down_when_it_was_due(network):
    network.run()
    wanted = network.write("follow_ups", 12, "down")
    time.sleep(1)
    assert not set(wanted) & set(network.office.recipients())
    network.run(*EVERYBODY)
    network.wait_for(lambda: set(wanted) <= set(network.office.recipients()), seconds=PATIENCE)
    network.wait_for(network.all_settled, seconds=PATIENCE)
    assert sorted(one for one in network.office.recipients() if one in wanted) == sorted(wanted)


def test_no_letter_was_given_up(network):
    assert set(network.states()) == {"sent"}
