"""The link to a customer's own page: shown once, kept as a digest, good for a while, taken back by one tap."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from leads import links
from leads.models import CustomerLink
from ledger.models import Event, Look
from tests.leads import hands

OVER = b"good any more"


@pytest.fixture(autouse=True)
def _german_ends_with_its_test():
    yield
    translation.deactivate()


@pytest.fixture
def customer(ada):
    return hands.make_lead(ada).customer


def at(token, route="own_page"):
    return reverse(f"leads:{route}", args=[token])


def test_a_link_opens_the_page_without_a_sign_in(client, customer, ada):
    page = client.get(at(CustomerLink.issue(customer, by=ada)))
    assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (
        200, "max-age=0, no-cache, no-store, must-revalidate, private", "no-referrer",
    )  # fmt: skip
    assert "sessionid" not in page.cookies


def test_the_token_stands_nowhere_in_the_database(customer, ada):
    token = CustomerLink.issue(customer, by=ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, '') || (SELECT string_agg(e::text, '') FROM ledger_event e) "
                       "FROM leads_customerlink l")  # fmt: skip
        assert token not in cursor.fetchone()[0]


def test_a_link_ends_in_time_and_when_it_is_taken_back(client, customer, ada):
    old = CustomerLink.issue(customer, by=ada, valid_for=timedelta(seconds=-1))
    taken_back = CustomerLink.issue(customer, by=ada)
    CustomerLink.objects.opened_by(taken_back).revoke(by=ada)
    good = CustomerLink.issue(customer, by=ada)
    assert [client.get(at(token)).status_code for token in (old, taken_back, good)] == [404, 404, 200]


def test_a_link_for_saying_yes_does_not_open_the_page(client, customer, ada):
    token = CustomerLink.issue(customer, by=ada, purpose="consent")
    assert client.get(at(token)).status_code == 404
    assert CustomerLink.objects.opened_by(token, "page", "consent").customer == customer


def test_a_link_outlives_a_change_of_keys_and_not_their_loss(client, customer, ada, settings):
    token, before = CustomerLink.issue(customer, by=ada), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key" * 9, [before]
    assert client.get(at(token)).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(at(token)).status_code == 404


def wrong_tokens(good, follow_up):
    """Tokens that open nothing, of every kind: tampered with, cut, doubled, of another purpose, made up."""
    yield links.token_for(follow_up)
    yield from (signing.Signer(salt=salt).sign(good) for salt in ("leads.customer_link", "x"))
    yield from (good[:place] + chr(ord(good[place]) ^ 1) + good[place + 1 :] for place in range(len(good)))
    yield from (good[:end] for end in range(1, len(good)))
    yield from (good + end for end in ("A", "=", " ", "ä", good, "%2F"))
    yield from (good.swapcase(), good[::-1], good.lower(), "x" * 5000, "💥", "'", "..", "null", "1")
    yield from (signing.dumps({"n": number}) for number in range(400))


def test_five_hundred_wrong_tokens_open_nothing_and_look_the_same(customer, ada, monkeypatch):
    monkeypatch.setattr("leads.doors.RATES", {})
    token = CustomerLink.issue(customer, by=ada)
    wrong = [one for one in wrong_tokens(token, hands.make_follow_up(customer.leads.get())) if one != token]
    before, seen = Event.objects.count(), set()
    for one in wrong:
        answer = Client().get(f"/c/{one}/")
        seen.add(
            (
                answer.status_code,
                answer["Referrer-Policy"],
                OVER in answer.content,
                customer.nickname in str(answer.content),
            )
        )
    assert len(wrong) >= 495
    assert seen == {(404, "no-referrer", True, False)} | ({(404, "same-origin", False, False)} & seen)
    assert Event.objects.count() == before


def test_whoever_guesses_is_stopped_after_a_while_and_good_links_are_not(client, customer, ada):
    good = at(CustomerLink.issue(customer, by=ada))
    answers = [client.get(at(f"guess-{number}")).status_code for number in range(32)]
    assert (set(answers[:30]), set(answers[30:])) == ({404}, {429})
    assert client.get(good).status_code == 200


def test_making_a_link_is_a_look_and_shows_it_once(as_, customer, ada):
    page = as_(ada).post(reverse("leads:customer_link_new", args=[customer.pk]))
    link = customer.links.get()
    assert page.status_code == 200
    assert Look.objects.at(customer).get().purpose == "link"
    assert link.digest.encode() not in page.content
    shown = as_(ada).get(customer.get_absolute_url()).content.decode()
    assert reverse("leads:customer_link_revocation", args=[link.pk]) in shown
    assert "/c/" not in shown


def test_one_tap_takes_a_link_back(as_, client, customer, ada):
    token = CustomerLink.issue(customer, by=ada)
    url = reverse("leads:customer_link_revocation", args=[customer.links.get().pk])
    assert as_(ada).post(url, follow=True).status_code == 200
    assert Client().get(at(token)).status_code == 404
    assert as_(ada).post(url).status_code == 409


def test_a_stranger_and_a_manager_can_neither_make_nor_take_back_a_link(as_, customer, ada, dee, max):
    CustomerLink.issue(customer, by=ada)
    urls = [reverse("leads:customer_link_new", args=[customer.pk]),
            reverse("leads:customer_link_revocation", args=[customer.links.get().pk])]  # fmt: skip
    assert [as_(who).post(url).status_code for who in (dee, max) for url in urls] == [404, 404, 403, 403]
    assert CustomerLink.objects.good().count() == 1


def test_the_language_is_switched_without_a_session_by_a_browser_that_says_null(customer, ada):
    browser, token = Client(enforce_csrf_checks=True), CustomerLink.issue(customer, by=ada)
    assert "What we know about you" in browser.get(at(token)).content.decode()
    browser.post(at(token, "own_page_language"), {"language": "de"}, headers={"Origin": "null"})
    assert 'lang="de"' in browser.get(at(token)).content.decode()
    assert set(browser.cookies) == {"werkstolz-language"}


def test_an_expired_link_says_so_to_its_row(customer, ada):
    CustomerLink.issue(customer, by=ada, valid_for=timedelta(days=1))
    link = customer.links.get()
    assert link.is_good
    link.expires_at = timezone.now() - timedelta(seconds=1)
    assert not link.is_good
