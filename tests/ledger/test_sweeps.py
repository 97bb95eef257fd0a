import pytest
from django.core.management import call_command

from ledger import sweeps
from ledger.models import SweepRun


@pytest.fixture
def ours_alone(monkeypatch):
    """No sweep is registered but those of the test."""
    monkeypatch.setattr(sweeps, "_registered", {})


def test_a_sweep_that_fails_stops_no_other(db, ours_alone):
    for name, sweep in [("first", lambda: 2), ("broken", lambda: 1 / 0), ("last", lambda: None)]:
        sweeps.register(name, sweep)
    assert sweeps.sweep_once() == {"first": 2, "broken": None, "last": 0}


def test_a_sweep_leaves_word_of_how_it_went(db, ours_alone):
    sweeps.register("calm", lambda: 2)
    sweeps.register("broken", lambda: 1 / 0)
    sweeps.sweep_once()
    calm, broken = SweepRun.objects.get(pk="calm"), SweepRun.objects.get(pk="broken")
    assert (calm.last_done, calm.last_error, broken.last_error) == (2, "", "ZeroDivisionError")
    assert calm.last_finished >= calm.last_started
    assert broken.last_finished is None


def test_a_sweep_that_recovered_says_so(db, ours_alone):
    ways = iter([lambda: 1 / 0, lambda: 1])
    sweeps.register("moody", lambda: next(ways)())
    sweeps.sweep_once()
    sweeps.sweep_once()
    assert SweepRun.objects.get(pk="moody").last_error == ""


def test_the_command_says_what_was_done_and_what_failed(db, ours_alone, capsys):
    sweeps.register("calm", lambda: 2)
    sweeps.register("broken", lambda: 1 / 0)
    call_command("sweep")
    said = capsys.readouterr()
    assert said.out == "calm: 2\n"
    assert said.err.splitlines()[-1] == "broken: failed, see the log; the others went on"


def test_the_sweep_sends_letters(ada, letter_to, office):
    letter_to(ada)
    assert sweeps.sweep_once()["letters"] == 1
    assert office.recipients() == ["ada@example.org"]
