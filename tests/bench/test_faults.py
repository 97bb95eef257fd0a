"""The proof that nothing is lost, in pieces: what it draws, what its mail server does, what it calls a failure."""

import smtplib
import threading
import time
from xml.etree import ElementTree

import pytest

from bench.faults import kinds, picture, report
from bench.faults.sink import Sink

GOOD = {
    "reminders": 1000, "faults": 100, "lost": 0, "doubles": 20, "max_copies": 2, "stuck": 0,
    "database_and_sink_disagree": 0,
}  # fmt: skip
CALM = {**GOOD, "faults": 0, "doubles": 0, "max_copies": 1}
ARM = {"reminders": 100, "faults": 10, "lost": 7, "doubles": 3, "max_copies": 3}


def results(*, control=CALM, **ours):
    return {"ours": {**GOOD, **ours}, "control": control, "references": {"celery_eta": ARM}}


@pytest.fixture
def sink(tmp_path):
    found = Sink(tmp_path / "accepted.log")
    found.start()
    yield found
    found.stop()


def hand_over(sink, number=1):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=2) as server:
        server.sendmail(
            "a@example.org", [f"n{number}@example.org"], f"Message-ID: <{number}@x>\r\n\r\nHello\r\n"
        )


def test_the_same_seed_brings_the_same_bad_luck_and_every_kind_has_its_share():
    day = kinds.drawn(1000, 7)
    assert [kind.name for kind in day] == [kind.name for kind in kinds.drawn(1000, 7)]
    assert [kind.name for kind in day] != [kind.name for kind in kinds.drawn(1000, 8)]
    assert len(day) == 1000
    assert {kind.name for kind in day} == {kind.name for kind in kinds.KINDS}


def test_a_run_may_be_as_small_as_one_fault_or_none():
    assert [len(kinds.drawn(number, 1)) for number in (0, 1, 39)] == [0, 1, 39]


def test_an_arm_without_a_broker_meets_no_fault_of_the_broker():
    assert {kind.needs for kind in kinds.drawn(500, 1, ("database",))} == {"", "database"}


def test_what_the_mail_server_takes_stands_in_its_file(sink, tmp_path):
    hand_over(sink)
    hand_over(sink)
    assert sink.accepted == {"<1@x>": 2}
    written = (tmp_path / "accepted.log").read_text().splitlines()
    assert [line.split()[1:] for line in written] == [["<1@x>", "n1@example.org"]] * 2


@pytest.mark.parametrize(
    ("order", "error", "copies"),
    [
        ("421", smtplib.SMTPException, 0),
        ("451", smtplib.SMTPRecipientsRefused, 0),
        ("550", smtplib.SMTPRecipientsRefused, 0),
        ("hang", OSError, 0),
        ("drop", OSError, 0),
        ("swallow", OSError, 1),
    ],
)
def test_the_mail_server_misbehaves_once_as_it_is_told(sink, order, error, copies):
    sink.orders.append(order)
    with pytest.raises(error):
        hand_over(sink)
    assert sink.accepted["<1@x>"] == copies
    assert sink.refused == ({"n1@example.org"} if order == "550" else set())
    hand_over(sink)
    assert sink.accepted["<1@x>"] == copies + 1


def test_a_fault_strikes_after_the_acceptance_and_before_the_answer(sink):
    seen = []
    other = threading.Thread(target=hand_over, args=[sink])
    struck = threading.Thread(
        target=lambda: seen.append(
            sink.at_the_next_new_letter(
                lambda: seen.append((dict(sink.accepted), other.is_alive())), patience=10
            )
        )
    )
    struck.start()
    while sink._hook is None:
        time.sleep(0.01)
    other.start()
    struck.join(20)
    other.join(20)
    assert seen == [({"<1@x>": 1}, True), True]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (results(), []),
        (results(doubles=30), []),
        (results(lost=1), ["ours: 1 lost"]),
        (results(stuck=2), ["ours: 2 stuck"]),
        (results(doubles=31), ["ours: 31 doubles by 100 faults, 0.3 per fault are allowed"]),
        (results(max_copies=3), ["ours: 3 copies of one letter, 2 are allowed"]),
        (results(control={**CALM, "doubles": 1}), ["control: 1 doubles without a fault"]),
        (results(database_and_sink_disagree=1), ["ours: 1 database and sink disagree"]),
    ],
)
def test_a_broken_promise_is_said(told, said):
    assert list(report.missed(told)) == said


def test_the_picture_shows_every_run_with_its_numbers():
    svg = ElementTree.fromstring(picture.drawn(results()))
    words = " ".join(node.text for node in svg.iter() if node.text)
    for part in ("Werkstolz, no fault", "celery eta", "100 letters, 10 faults", "7", "20"):
        assert part in words
    assert "prefers-color-scheme: dark" in words
