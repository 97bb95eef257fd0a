"""Tokens of a letter's link that open nothing, whatever was done to them."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from leads import calendar, links
from leads.models import FollowUp
from tests.leads import hands
from tests.leads.tapping import Phone

SALTS = ["leads.follow_up.form", "leads.consent_request.confirmation", "leads.customer_link", "", "x"]


@pytest.fixture
def due(ada):
    return hands.make_follow_up(hands.make_lead(ada))


def bound(token):
    return signing.Signer(salt=links.ANSWER).unsign_object(token)


def signed(claimed, **how):
    return signing.Signer(**{"salt": links.ANSWER, **how}).sign_object(claimed)


def tampered(good):
    """Every character changed in three ways, every cut from both ends, and what is glued to it."""
    for place, letter in enumerate(good):
        for other in {chr(ord(letter) ^ 1), "A", ":"} - {letter}:
            yield good[:place] + other + good[place + 1 :]
    yield from (good[:end] for end in range(len(good)))
    yield from (good[start:] for start in range(1, len(good)))
    yield from (good + end for end in ("A", "=", " ", "ä", ":", good, "\n"))
    yield from (good.swapcase(), good[::-1], good.lower(), "x" * 5000, "💥", "'", "..", "null", "[]")


def claims(good, other):
    """What the key signs, and yet isn't this follow-up as it stands."""
    pk, owner, due_at = bound(good)
    yield from ([pk, owner, due_at + shift] for shift in (-3600, -1, 1, 3600))
    yield from ([pk, other, due_at], [owner, owner, due_at], [pk, pk, due_at], [pk, owner], [pk], [], {}, pk)
    yield from ([None, owner, due_at], [pk, owner, str(due_at)], [pk, owner, due_at, 1], [1, 2, 3], None, 7)
    yield from (["0" * 32, owner, due_at], [[pk], owner, due_at], [pk.upper() + "g", owner, due_at])


def wrong_tokens(follow_up, other_owner):
    good = links.token_for(follow_up)
    yield from tampered(good)
    yield from (signed(claimed) for claimed in claims(good, other_owner.ambassador.pk.hex))
    yield from (signed(bound(good), salt=salt) for salt in SALTS)
    yield from (signed(bound(good), key=key) for key in ("another-key" * 5, "x"))
    yield links.seal_for(follow_up)


def test_five_hundred_wrong_tokens_open_nothing(due, bo):
    good = links.token_for(due)
    wrong = set(wrong_tokens(due, bo))
    assert len(wrong) >= 500
    assert [token for token in wrong if links.followed(token)] == []
    assert links.followed(good) == due


def test_a_wrong_token_answers_nothing_by_any_method(due, bo):
    phone = Phone(due)
    seal, wrong = phone.seal(), list(tampered(phone.token))
    for token in wrong[:: len(wrong) // 12]:
        for url in (phone.url, phone.undoing):
            phone.send(url.replace(phone.token, token), seal, answer="all_ok")
    assert {answer.status_code for answer in phone.answers[1:]} <= {404, 405, 429}
    due.refresh_from_db()
    assert due.is_open


def test_who_guesses_is_stopped_and_a_good_link_still_works(due):
    phone = Phone(due)
    for number in range(40):
        guess = phone.client.get(f"/a/guess-{number}/")
    assert (guess.status_code, phone.open().status_code) == (429, 200)


def test_after_the_answer_the_link_shows_it_and_answers_nothing_more(due):
    phone = Phone(due)
    seal = phone.seal()
    phone.tap("all_ok")
    for answer in FollowUp.Answer.values * 5:
        phone.send(phone.url, seal, answer=answer)
    due.refresh_from_db()
    assert due.answer == "all_ok"


@pytest.mark.parametrize("days", [1, 2, 7, 30])
def test_put_off_it_opens_nothing_and_the_new_letters_link_does(due, ada, days):
    old = Phone(due)
    due.snooze(calendar.wall_at(timezone.now() + timedelta(days=days), "Europe/Berlin"), by=ada)
    gone = old.open()
    assert (gone.status_code, Phone(due).open().status_code) == (404, 200)
    assert "Perhaps the call was put off" in gone.content.decode()


def test_handed_over_it_opens_nothing_also_when_it_comes_back_only_as_it_was(due, ada, bo):
    old = Phone(due)
    due.hand_to(bo.ambassador, by=ada)
    assert (old.open().status_code, Phone(due).open().status_code) == (404, 200)
    due.hand_to(ada.ambassador, by=bo)
    assert old.open().status_code == 200  # hers again, at the same time: her letter is true again


@pytest.mark.parametrize(("early", "status"), [(60, 200), (-60, 404)])
def test_it_lasts_a_month_from_the_due_time(due, early, status):
    FollowUp.objects.only_this(due).update(due_at=timezone.now() - links.LASTS + timedelta(seconds=early))
    due.refresh_from_db()
    assert Phone(due).open().status_code == status


def test_a_change_of_keys_keeps_links_and_open_pages_while_the_old_key_is_known(due, settings):
    phone, old = Phone(due), settings.SECRET_KEY
    seal = phone.seal()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key" * 9, [old]
    assert phone.send(phone.url, seal, answer="all_ok").status_code == 302
    assert phone.take_back().status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert phone.open().status_code == 404
    assert Phone(due).tap("not_needed").status_code == 302
