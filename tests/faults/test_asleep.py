"""More bad days in short: a sender that sleeps longer than its lease, crowds of sweepers, a broker that hangs."""

import os
import signal
import time

import pytest

from tests.faults.network import WORKERS
from tests.faults.test_sending import EVERYBODY, through_faults, wrong

pytestmark = pytest.mark.fault
LEASE = 3  # seconds, in this network


def test_a_sender_sleeps_longer_than_its_lease_and_wakes_up_too_late(network, times):
    def sleep_on():
        process = network.processes["loop"]
        os.killpg(process.pid, signal.SIGSTOP)
        try:
            time.sleep(LEASE + 1)  # the fault itself: as long as the lease and a little
        finally:
            os.killpg(process.pid, signal.SIGCONT)

    copies = through_faults(network, "sleep", min(times, 5), sleep_on)
    assert wrong(copies, most=2) == {}


@pytest.mark.parametrize("crowd", [2, 5])
def test_a_crowd_of_sweepers_sends_every_letter_once(network, crowd):
    loops = [f"loop{number or ''}" for number in range(crowd)]
    copies = through_faults(network, f"crowd{crowd}", 2, lambda: None, running=[*loops, *WORKERS, "beat"])
    assert wrong(copies, most=1) == {}


def test_a_broker_that_hangs_holds_up_no_letter_of_the_loop(network):
    network.run(*EVERYBODY)
    network.valkey.process.send_signal(signal.SIGSTOP)
    try:
        copies = through_faults(network, "broker-hangs", 1, lambda: None, running=EVERYBODY)
    finally:
        network.valkey.process.send_signal(signal.SIGCONT)
    assert wrong(copies, most=1) == {}
