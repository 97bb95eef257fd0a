"""Whatever dies, a private person gets no second copy: what nobody knows is uncertain, and a person decides."""

import threading

import pytest

from tests.faults.network import WORKERS

pytestmark = pytest.mark.fault
EVERYBODY = [*WORKERS, "beat", "loop"]
PATIENCE = 90  # seconds; two cores, and much to start anew


@pytest.fixture
def dying(network):
    """`dying(fault)` lets the fault strike while the mail server holds a letter and has not answered yet."""
    calm = network.office.before_answer

    def strike(fault):
        struck = threading.Event()

        def before_answer(envelope):
            network.office.before_answer = calm
            fault()
            struck.set()

        network.office.before_answer = before_answer
        network.wait_for(lambda: struck.is_set() or network.all_settled(), seconds=PATIENCE)

    yield strike
    network.office.before_answer = calm


def state_of(network, message_id):
    asked = "SELECT state FROM ledger_letter WHERE message_id = %s"
    return network.rows.execute(asked, [message_id]).fetchone()[0]


def how_they_went(network, ids):
    """{(state, copies): how many} of these letters."""
    copies = network.arrived(ids)
    counted = {}
    for one in ids:
        went = state_of(network, one), copies[one]
        counted[went] = counted.get(went, 0) + 1
    return counted


def through_faults(network, name, times, fault, dying, *, letters=150):
    network.run(*EVERYBODY)
    ids = network.write("once", letters * times, name)
    for _ in range(times):
        network.wait_for_the_next_letter(seconds=PATIENCE)
        dying(fault)
        network.run(*EVERYBODY)
    network.wait_for(network.all_settled, seconds=PATIENCE + 4 * times)
    went = how_they_went(network, ids)
    print(f"{name}: {times} faults, {len(ids)} letters to private persons, (state, copies): {went}")
    return went


def test_a_kill_between_the_hand_over_and_its_record_leaves_a_doubt_and_no_copy(network, times, dying):
    went = through_faults(network, "once-killed", times, lambda: network.kill(*EVERYBODY), dying)
    assert set(went) <= {("sent", 1), ("uncertain", 1), ("uncertain", 0)}
    assert (
        times <= sum(number for (state, _copies), number in went.items() if state == "uncertain") <= 4 * times
    )


def test_a_database_that_hangs_up_leaves_a_doubt_and_no_copy(network, times, dying):
    went = through_faults(network, "once-database", times, network.hang_up, dying)
    assert set(went) <= {("sent", 1), ("uncertain", 1), ("uncertain", 0)}


def test_on_a_calm_day_nothing_is_in_doubt(network):
    network.run("loop")
    ids = network.write("once", 60, "once-calm")
    network.wait_for(network.all_settled, seconds=PATIENCE)
    assert how_they_went(network, ids) == {("sent", 1): 60}
