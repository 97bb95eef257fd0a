import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger import letters
from ledger.models import Letter
from ledger.refusal import Refusal
from tests.cast import DAY
from tests.racing import at_once


def now_again(letter, **fields):
    """The letter as the database has it, after its wait is over."""
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() - DAY, **fields)
    letter.refresh_from_db()
    return letter


def test_a_letter_is_written_once_per_dedup_key(ada, letter_to):
    first = letter_to(ada, dedup_key="ada's morning")
    assert letter_to(ada, dedup_key="ada's morning") == first
    assert Letter.objects.count() == 1


def test_a_letter_is_gone_when_its_cause_is_taken_back(ada, letter_to):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letter_to(ada)
        raise ZeroDivisionError
    assert not Letter.objects.exists()


def test_a_letter_keeps_ids_and_no_text(ada, letter_to):
    letter = letter_to(ada, lead=uuid.UUID(int=7))
    letter.refresh_from_db()
    assert letter.data == {"lead": str(uuid.UUID(int=7))}


def test_a_due_letter_is_sent_once(ada, letter_to, office):
    letter = letter_to(ada)
    assert (Letter.objects.send_due(), Letter.objects.send_due()) == (1, 0)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.token, letter.lease_until) == ("sent", 1, None, None)
    assert letter.sent_at is not None
    (mail,) = office.arrived
    assert (mail["To"], mail["Subject"], mail["Message-ID"]) == (
        "ada@example.org",
        "Good morning",
        letter.message_id,
    )


def test_text_is_not_escaped_and_html_is_beside_it(ada, letter_to, office):
    letter_to(ada)
    Letter.objects.send_due()
    (mail,) = office.arrived
    text = mail.get_body(("plain",)).get_content()
    assert text.splitlines() == [
        "Good morning Ada & everybody!",
        "http://localhost/a/a-secret-token/",
        "",
        "-- ",
        "Werkstolz",
        "Imprint: http://localhost/imprint/",
        "Data protection: http://localhost/privacy/",
    ]
    assert "Good morning Ada &amp; everybody!" in mail.get_body(("html",)).get_content()


def test_a_letter_waits_until_it_is_due(ada, letter_to, office):
    letter_to(ada, due_at=timezone.now() + timedelta(minutes=5))
    assert Letter.objects.send_due() == 0
    assert office.arrived == []


def test_the_message_id_is_the_same_on_every_attempt(ada, letter_to, office):
    letter = letter_to(ada)
    Letter.objects.send_due()
    now_again(letter, state="due", sent_at=None)
    Letter.objects.send_due()
    assert [mail["Message-ID"] for mail in office.arrived] == [f"<ws-{letter.pk}@localhost>"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_claimed_by_one_process_only(ada, letter_to):
    letter = letter_to(ada)
    claims = at_once(*[Letter.objects.claim_one] * 6)
    assert [claim for claim in claims if claim] == [letter]


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_every_letter_once(ada, letter_to, office):
    wanted = {letter_to(ada).message_id for _ in range(30)}
    assert sum(at_once(*[Letter.objects.send_due] * 3)) == 30
    assert sorted(mail["Message-ID"] for mail in office.arrived) == sorted(wanted)


def test_a_leased_letter_is_nobody_elses(ada, letter_to):
    letter_to(ada)
    assert Letter.objects.claim_one() is not None
    assert Letter.objects.claim_one() is None


def test_the_letter_of_a_sender_that_died_is_sent_by_another(ada, letter_to, office):
    letter = letter_to(ada)
    Letter.objects.claim_one()
    now_again(letter, lease_until=timezone.now() - timedelta(seconds=1))
    assert Letter.objects.send_due() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 2)


def test_a_late_finisher_changes_nothing(ada, letter_to, office):
    letter = letter_to(ada)
    late = Letter.objects.claim_one()
    now_again(letter, lease_until=timezone.now() - timedelta(seconds=1))
    second = Letter.objects.claim_one()
    assert late._settle(state="dead", last_error="too late") is False
    letter.refresh_from_db()
    assert (letter.state, letter.token, letter.last_error) == ("sending", second.token, "")


def test_a_letter_that_ends_every_process_is_put_aside_at_last(ada, letter_to, settings):
    letter = letter_to(ada)
    abandoned = {"state": "sending", "token": uuid.uuid4(), "lease_until": timezone.now() - DAY}
    now_again(letter, attempts=len(settings.LETTER_BACKOFF_SECONDS) + 1, **abandoned)
    assert Letter.objects.send_due() == 0
    letter.refresh_from_db()
    assert (letter.state, bool(letter.last_error)) == ("dead", True)


def test_a_server_that_is_busy_is_asked_again_later_and_later(ada, letter_to, office, settings):
    letter = letter_to(ada)
    office.answers["ada@example.org"] = ["451 try again", "421 busy", "451 try again"]
    for wait in settings.LETTER_BACKOFF_SECONDS[:3]:
        Letter.objects.send_due()
        letter.refresh_from_db()
        assert letter.state == "due"
        waits = (letter.due_at - timezone.now()).total_seconds()
        assert wait - 10 < waits < wait * 1.2 + 1
        now_again(letter)
    Letter.objects.send_due()
    assert [mail["Message-ID"] for mail in office.arrived] == [letter.message_id]


def test_a_letter_that_is_never_taken_ends_dead_and_says_why(ada, letter_to, office, settings):
    letter = letter_to(ada)
    tries = len(settings.LETTER_BACKOFF_SECONDS) + 1
    office.answers["ada@example.org"] = ["451 try again"] * (tries + 5)
    for _ in range(tries + 3):
        Letter.objects.send_due()
        letter.refresh_from_db()
        if letter.state == "due":
            now_again(letter)
    assert (letter.state, letter.attempts) == ("dead", tries)
    assert "451" in letter.last_error


def test_an_address_nobody_has_makes_the_letter_dead_at_once(ada, letter_to, office):
    letter = letter_to(ada)
    office.answers["ada@example.org"] = ["550 no such user"]
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, office.arrived) == ("dead", 1, [])
    assert "550" in letter.last_error


def test_a_wrong_password_of_ours_kills_no_letter(ada, letter_to, office, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "werkstolz", "wrong"
    letter = letter_to(ada)
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert letter.state == "due"
    assert letter.last_error


def test_a_letter_waits_while_no_server_answers(ada, letter_to, settings, office):
    settings.EMAIL_PORT = 1  # nobody listens there
    letter = letter_to(ada)
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("due", 1)


def test_one_run_ends_in_time_for_the_other_sweeps(ada, letter_to, office):
    for _ in range(3):
        letter_to(ada)
    assert Letter.objects.send_due(seconds=0) == 0
    assert Letter.objects.send_due(most=2) == 2
    assert Letter.objects.due().count() == 1


def test_one_bad_letter_stops_no_other(ada, bo, cy, greeting, letter_to, office):
    good = greeting.page
    bad = letter_to(ada)
    letters.register("greeting", lambda letter: 1 / 0 if letter.pk == bad.pk else good)
    letter_to(bo)
    office.answers["bo@example.org"] = ["550 no such user"]
    letter_to(cy)
    Letter.objects.send_due()
    assert office.recipients() == ["cy@example.org"]
    bad.refresh_from_db()
    assert (bad.state, bad.last_error.split(":")[0]) == ("due", "ZeroDivisionError")


def test_a_kind_nobody_knows_waits_and_is_seen(ada, office):
    letter = Letter.write("of_a_room_that_is_gone", recipient=ada, dedup_key="x")
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert (letter.state, letter.last_error.split(":")[0]) == ("due", "KeyError")


def test_a_letter_nobody_needs_any_more_is_cancelled(ada, greeting, letter_to, office):
    letter = letter_to(ada)
    greeting.page = None
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert (letter.state, office.arrived) == ("cancelled", [])


def test_nothing_is_sent_to_somebody_who_was_deactivated(ada, letter_to, office):
    letter = letter_to(ada)
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert (letter.state, office.arrived) == ("cancelled", [])


@pytest.mark.parametrize(
    "subject", ["Hello\r\nBcc: dee@example.org", "Hello\nX: y", "Hello\x0b\x0c\x85  there"]
)
def test_a_subject_makes_no_header_of_its_own(ada, greeting, letter_to, office, subject):
    greeting.page = letters.Page(subject, "greeting", {})
    letter_to(ada)
    Letter.objects.send_due()
    (mail,) = office.arrived
    assert (mail["Bcc"], mail["X"], len(mail.get_all("Subject"))) == (None, None, 1)
    assert mail["To"] == "ada@example.org"


def test_a_letter_speaks_its_recipients_language(ada, greeting, letter_to, office):
    from django.utils.translation import get_language

    ada.language = "de"
    ada.save(update_fields=["language"])
    letters.register("greeting", lambda letter: letters.Page(get_language(), "greeting", {}))
    letter_to(ada)
    Letter.objects.send_due()
    assert office.arrived[0]["Subject"] == "de"


def test_a_dead_letter_is_sent_again_by_a_person(ada, cy, letter_to, office):
    letter = now_again(letter_to(ada), state="dead", attempts=7, last_error="550")
    letter.send_again(by=cy)
    Letter.objects.send_due()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.last_error) == ("sent", 1, "")


def test_a_letter_that_left_is_not_sent_again(ada, cy, letter_to, office):
    letter = letter_to(ada)
    Letter.objects.send_due()
    with pytest.raises(Refusal):
        letter.send_again(by=cy)


@pytest.mark.parametrize(
    "fields", [{"state": "sent"}, {"state": "sending"}, {"state": "due", "sent_at": timezone.now()}]
)
def test_the_database_keeps_states_honest(ada, letter_to, fields):
    letter = letter_to(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        now_again(letter, **fields)


def test_what_was_tried_before_waits_behind_the_others(ada):
    tried, fresh = (Letter.write("mood", recipient=ada, dedup_key=key) for key in ("tried", "fresh"))
    Letter.objects.filter(pk=tried.pk).update(attempts=1)
    assert [Letter.objects.claim_one() for _ in range(2)] == [fresh, tried]
