import smtplib

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from ledger import letters
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from tests.cast import DAY, make_coordinator

lazily = translation.gettext_lazy
ADDRESS = "frau.muster@example.net"


@pytest.fixture
def notice(db, greeting):
    """Letters of the kind "notice" go once to a private person; those of the kind "desk" at least once to a desk."""
    page = letters.Page("For Frau Muster", "greeting", {"token": "a-secret-token"}, to=ADDRESS, language="de",
                        reply_to="answers@example.org", private=("Frau Muster",))  # fmt: skip
    letters.register("notice", lambda letter: page, outside=True, once=True)
    letters.register("desk", lambda letter: page, outside=True)
    return lambda kind="notice", **more: Letter.write(
        kind, dedup_key=f"{kind}-{Letter.objects.count()}", **more
    )


def after(letter):
    Letter.objects.send_due()
    letter.refresh_from_db()
    return letter


def abandoned(letter, **fields):
    """Its sender has died."""
    claimed = Letter.objects.claim_one()
    assert claimed == letter
    Letter.objects.filter(pk=letter.pk).update(lease_until=timezone.now() - DAY, **fields)
    return claimed


def test_a_letter_reaches_an_address_that_is_kept_nowhere(notice, office):
    letter = after(notice())
    (mail,) = office.arrived
    assert (mail["To"], mail["Reply-To"], letter.state) == (ADDRESS, "answers@example.org", "sent")
    kept = Letter.objects.values().get()
    assert ADDRESS not in str(kept)
    assert (kept["recipient_id"], kept["handed_at"] is not None) == (None, True)


def test_it_speaks_the_language_its_page_names(notice, office):
    page = letters.Page(lazily("Outbox"), "greeting", {}, to=ADDRESS, language="de")
    letters.register("notice", lambda letter: page, outside=True, once=True)
    with translation.override("en"):
        after(notice())
    assert office.arrived[0]["Subject"] == "Postausgang"


def test_only_kinds_that_go_outside_need_no_recipient(greeting):
    with pytest.raises(ValueError, match="outside=True"):
        Letter.write("greeting", dedup_key="x")


def test_a_server_that_falls_silent_leaves_it_uncertain_and_no_second_copy_goes(notice, office, settings):
    settings.EMAIL_TIMEOUT = 0.3
    import time

    office.before_answer = lambda envelope: time.sleep(1)
    letter = after(notice())
    assert (letter.state, letter.attempts, letter.lease_until) == ("uncertain", 1, None)
    assert "timed out" in letter.last_error
    time.sleep(1)
    assert after(letter).state == "uncertain"
    assert len(office.arrived) == 1


def test_a_refusal_of_the_server_is_no_doubt(notice, office):
    office.answers[ADDRESS] = ["451 try again"]
    letter = after(notice())
    assert (letter.state, letter.handed_at) == ("due", None)
    Letter.objects.update(due_at=timezone.now())
    assert after(letter).state == "sent"
    office.answers[ADDRESS] = ["550 nobody here"]
    dead = after(notice())
    assert (dead.state, "550" in dead.last_error, ADDRESS in dead.last_error) == ("dead", True, False)


def test_a_server_that_is_not_there_is_no_doubt(notice, office, settings):
    settings.EMAIL_PORT = 1
    letter = after(notice())
    assert (letter.state, letter.handed_at, letter.attempts) == ("due", None, 1)


def test_a_sender_that_died_before_the_first_word_is_followed_by_another(notice, office):
    abandoned(notice())
    assert after(Letter.objects.get()).state == "sent"


def test_a_sender_that_died_after_the_first_word_is_followed_by_nobody(notice, office):
    letter = notice()
    late = abandoned(letter, handed_at=timezone.now())
    assert after(letter).state == "uncertain"
    assert office.arrived == []
    assert late._settle(state="sent", sent_at=timezone.now()) is False


def test_who_lost_the_lease_hands_nothing_over(notice, office):
    class Slow:
        get_ready = drop = staticmethod(lambda *mail: None)

    late = abandoned(notice())
    assert late.send(connection=Slow) is False
    assert office.arrived == []


def test_to_the_desk_a_second_copy_is_better_than_none(notice, office):
    letter = notice("desk")
    abandoned(letter)
    assert after(letter).state == "sent"
    assert (letter.handed_at, office.arrived[0]["Message-ID"]) == (None, letter.message_id)


def test_only_a_person_sends_a_doubtful_letter_again(notice, office, cy):
    letter = notice()
    abandoned(letter, handed_at=timezone.now())
    after(letter).send_again(by=cy)
    assert after(letter).state == "sent"
    assert [(event.verb, event.actor) for event in Event.objects.about(letter)] == [("sent_again", cy)]
    with pytest.raises(Refusal):
        letter.send_again(by=cy)


def test_the_database_knows_that_what_waits_is_in_nobodys_hands(notice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=notice().pk).update(handed_at=timezone.now())


def test_the_outbox_shows_neither_link_nor_name_nor_address(notice, ada, cy, as_, settings):
    letters.register("notice", lambda letter: letters.Page(
        "For Frau Muster", "greeting", {"token": "a-secret-token"}, to=ADDRESS, private=("Frau Muster", "secret")),
        outside=True, once=True)  # fmt: skip
    letter = notice(on_behalf_of=ada)
    url = reverse("ledger:letter", args=[letter.pk])
    said = as_(cy).get(url).content.decode()
    assert [words in said for words in (ADDRESS, "Frau Muster", "a-secret-token", "For …", "http://localhost/a/…")] == \
           [False, False, False, True, True]  # fmt: skip
    assert "somebody outside the network" in as_(cy).get(reverse("ledger:outbox")).content.decode()
    settings.DEMO = True
    assert "For Frau Muster" in as_(cy).get(url).content.decode()


def test_a_doubtful_letter_says_so_and_offers_the_way(notice, ada, cy, as_):
    letter = notice(on_behalf_of=ada)
    abandoned(letter, handed_at=timezone.now())
    Letter.objects.doubtful().leave_uncertain()
    client = as_(cy)
    said = client.get(reverse("ledger:letter", args=[letter.pk])).content.decode()
    assert "nobody was told whether it arrived" in said
    assert list(client.get(reverse("ledger:outbox"), {"state": "uncertain"}).context["page"].rows) == [letter]
    client.post(reverse("ledger:send_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert (letter.state, letter.handed_at) == ("due", None)


def test_a_coordinator_of_a_part_sees_those_on_behalf_of_its_people(notice, ada, bo, as_):
    own, _foreign, _nobodys = notice(on_behalf_of=ada), notice(on_behalf_of=bo), notice()
    eva = make_coordinator("Eva", scope_kind="region", scope_value="DE-SN").person
    assert list(as_(eva).get(reverse("ledger:outbox")).context["page"].rows) == [own]


@pytest.mark.parametrize(
    ("error", "refused"),
    [(smtplib.SMTPDataError(451, b"later"), True), (smtplib.SMTPRecipientsRefused({}), True),
     (smtplib.SMTPServerDisconnected("gone"), False), (TimeoutError(), False), (ConnectionResetError(), False)],
)  # fmt: skip
def test_silence_is_no_refusal(error, refused):
    from ledger import post

    assert post.was_refused(error) is refused
