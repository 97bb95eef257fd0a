"""An answer from a letter: one tap, without a sign-in, and nothing that a forged or stale link could do."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from leads import calendar, links
from leads.models import Case, FollowUp
from ledger import letters
from ledger.models import Event, Letter
from tests.leads import hands
from tests.leads.tapping import Phone


@pytest.fixture
def due(ada):
    lead = hands.make_lead(ada, phone=hands.NUMBER, consent="advertising")
    return hands.make_follow_up(lead)


def at(follow_up):
    return reverse("leads:tap", args=[links.token_for(follow_up)])


def test_opening_the_link_changes_nothing_also_for_a_scanner(client, due):
    before = Event.objects.count()
    for ask in (client.get, client.head, client.get):
        assert ask(at(due)).status_code == 200
    due.refresh_from_db()
    assert (due.is_open, Event.objects.count()) == (True, before)


def test_one_tap_answers_for_the_ambassador_the_letter_went_to(client, due, ada):
    Phone(due).tap("all_ok")
    due.refresh_from_db()
    assert (due.answer, due.answered_by) == ("all_ok", ada)


def test_a_second_tap_changes_nothing(due):
    phone = Phone(due)
    seal = phone.seal()
    for answer in ("not_ok", "all_ok", "not_ok"):
        assert phone.send(phone.url, seal, answer=answer).status_code in (200, 302)
    due.refresh_from_db()
    assert (due.answer, Case.objects.count()) == ("not_ok", 1)


def test_the_page_shows_no_number_and_no_full_name(client, due):
    customer = due.customer
    customer.last_name, customer.email = "Geheimrat", "canary@example.net"
    customer.save()
    page = client.get(at(due)).content.decode()
    assert [word for word in ("Geheimrat", "canary@", hands.NUMBER) if word in page] == []


@pytest.mark.parametrize("token", ["", "x", "a:b", "WyJhIl0:forged", "ä" * 300])
def test_a_forged_token_opens_nothing(client, db, token):
    assert client.get(f"/a/{token}/").status_code == 404


def test_a_token_with_a_nul_is_no_address(client, db):
    assert client.get("/a/%00/").status_code == 400


def test_a_token_of_another_purpose_opens_nothing(client, due):
    bound = signing.Signer(salt=links.ANSWER).unsign_object(links.token_for(due))
    other = signing.Signer(salt="something.else").sign_object(bound)
    assert client.get(reverse("leads:tap", args=[other])).status_code == 404


def test_a_link_ends_when_the_call_is_put_off(client, due, ada):
    link = at(due)
    tomorrow = timezone.now() + timedelta(days=3)
    due.snooze(calendar.wall_at(tomorrow, "Europe/Berlin"), by=ada)
    assert client.get(link).status_code == 404


def test_a_link_ends_when_the_call_is_handed_on(client, due, bo):
    link = at(due)
    FollowUp.objects.only_this(due).update(owner=bo.ambassador)
    assert client.get(link).status_code == 404


def test_a_link_ends_after_a_month(client, due):
    FollowUp.objects.only_this(due).update(due_at=timezone.now() - links.LASTS - timedelta(hours=1))
    due.refresh_from_db()
    assert client.get(at(due)).status_code == 404


def test_a_link_ends_with_the_login_of_its_owner(client, due, ada):
    link = at(due)
    ada.is_active = False
    ada.save()
    assert client.get(link).status_code == 404


def test_the_letter_carries_the_link_and_the_outbox_hides_it(as_, due, cy):
    FollowUp.objects.due().remind()
    letter = Letter.objects.get()
    assert at(due) in letters.compose(letter).body
    page = as_(cy).get(reverse("ledger:letter", args=[letter.pk])).content.decode()
    assert links.token_for(due) not in page
    assert "/a/…" in page
