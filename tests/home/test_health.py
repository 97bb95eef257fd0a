"""When something stands still, those who can do something about it are told: on the page, on every page, and outside."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from django.utils import timezone

from home import standing
from ledger import heartbeat, promises, sweeps
from ledger.models import Letter, SweepRun
from tests.cast import DAY
from tests.leads.hands import make_consent, make_lead

pytestmark = pytest.mark.django_db
HEALTH, MINUTE = "/health/", timedelta(minutes=1)


@pytest.fixture
def letter_to():
    def write(person, key="x", **fields):
        return Letter.write("follow_ups_due", recipient=person, dedup_key=key, **fields)

    return write


def everything_ran():
    for name in sweeps.names():
        SweepRun.finished(name, 0)


def figures(person):
    return {str(figure.what): figure.number for figure in standing.of(person) if figure.number is not None}


def test_on_a_good_day_nothing_is_red(cy, as_):
    everything_ran()
    said = as_(cy).get(HEALTH).content.decode()
    assert "Sending stands still" not in said and "badge--bad" not in said


def test_after_ten_minutes_every_page_of_a_coordinator_says_it_and_none_of_an_ambassador(
    ada, cy, as_, letter_to
):
    everything_ran()
    letter_to(ada, due_at=timezone.now() - 11 * MINUTE)
    for page in ("/", "/outbox/"):
        assert "1 letter should have left ten minutes ago" in as_(cy).get(page).content.decode()
    assert as_(cy).get(HEALTH).content.decode().count("Sending stands still.") == 1
    assert "Sending stands still" not in as_(ada).get("/").content.decode()


def test_a_letter_that_is_nine_minutes_late_alarms_nobody(ada, cy, as_, letter_to):
    everything_ran()
    letter_to(ada, due_at=timezone.now() - 9 * MINUTE)
    assert "Sending stands still" not in as_(cy).get("/outbox/").content.decode()


def test_the_page_and_the_machines_read_the_same_truth(ada, cy, as_, client, letter_to):
    everything_ran()
    letter_to(ada, due_at=timezone.now() - 11 * MINUTE)
    answer = client.get(reverse("home:readyz"))
    broken = [name for name, kept in answer.json()["promises"].items() if not kept]
    shown = as_(cy).get(HEALTH).context["promises"]
    assert (answer.status_code, broken) == (503, ["letters"])
    assert [name for name, kept, _sentence in shown if not kept] == broken


def test_the_page_counts_what_waits_failed_and_is_in_doubt(ada, cy, letter_to):
    letter_to(ada, "a"), letter_to(ada, "b", due_at=timezone.now() + DAY)
    for number, state in enumerate(("dead", "uncertain", "uncertain", "cancelled")):
        Letter.objects.filter(pk=letter_to(ada, f"{state}{number}").pk).update(state=state)
    told = figures(cy)
    assert told["Letters that wait"] == 2
    assert told["Letters that could not be delivered"] == 1
    assert told["Letters of which nobody knows whether they arrived"] == 2


def test_the_oldest_letter_that_is_due_is_named_and_red(ada, cy, as_, letter_to):
    everything_ran()
    due = timezone.now() - 5 * MINUTE
    letter_to(ada, "a", due_at=due), letter_to(ada, "b"), letter_to(ada, "c", due_at=timezone.now() + DAY)
    oldest = next(figure for figure in standing.of(cy) if figure.what == "Oldest letter that is due")
    assert (oldest.moment, oldest.is_bad) == (due, True)


def test_consents_that_end_within_a_month_are_counted_unless_they_were_used(ada, cy):
    almost = timezone.now() - timedelta(days=5 * 365 - 10)
    for used in (False, True):
        consent = make_consent(make_lead(ada).customer, given_at=almost, by=ada)
        if used:
            consent.use(by=ada)
    make_consent(make_lead(ada).customer, by=ada)
    assert figures(cy)["Consents that end within 30 days unless they are used"] == 1


def test_an_ambassador_has_no_such_page(ada, as_):
    assert as_(ada).get(HEALTH).status_code in (302, 403, 404)


# The sign of life


class Outside:
    """Somebody outside who waits for our sign of life."""

    def __init__(self, status=200):
        outside = self
        self.asked = []

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                outside.asked.append(self.path)
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ping/abc"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def outside(settings):
    opened = []

    def open_(status=200):
        opened.append(Outside(status))
        settings.HEARTBEAT_URL, settings.HEARTBEAT_PRIVATE = opened[-1].url, True
        return opened[-1]

    yield open_
    for one in opened:
        one.server.shutdown()
        one.server.server_close()


def test_the_sign_of_life_arrives_and_the_page_says_when(outside, cy, as_):
    found = outside()
    heartbeat.call()
    assert found.asked == ["/ping/abc"]
    assert standing.heartbeat().error == "" and not standing.heartbeat().is_missing
    assert "Sign of life" in as_(cy).get(HEALTH).content.decode()


def test_one_that_is_refused_is_said_on_the_page(outside, cy, as_):
    outside(status=500)
    heartbeat.call()
    assert "failed: Refused" in as_(cy).get(HEALTH).content.decode()


def test_one_to_an_address_inside_goes_nowhere_unless_it_may(outside, settings):
    found = outside()
    settings.HEARTBEAT_PRIVATE = False
    heartbeat.call()
    assert (found.asked, standing.heartbeat().error) == ([], "Forbidden")


def test_of_many_sweepers_one_says_it_in_a_minute():
    ours = [SweepRun.objects.begin("x", not_since=timezone.now() - MINUTE) for _ in range(5)]
    assert ours == [True, False, False, False, False]
    SweepRun.objects.filter(name="x").update(last_started=timezone.now() - 2 * MINUTE)
    assert SweepRun.objects.begin("x", not_since=timezone.now() - MINUTE)


def test_while_a_promise_is_broken_it_keeps_silent(outside, ada, letter_to):
    found = outside()
    letter_to(ada, due_at=timezone.now() - 11 * MINUTE)
    assert not promises.letters_leave()[0]
    assert heartbeat.beat()
    assert found.asked == []


def test_without_an_address_the_page_says_nothing_of_it(cy, as_):
    assert standing.heartbeat() is None
    assert "Sign of life" not in as_(cy).get(HEALTH).content.decode()
