"""A yes on the own phone: it counts after the second yes, and is forgotten without it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leads.models import Consent, ConsentRequest, Customer, CustomerLink, Notice
from leads.models.consent_request import WAITS
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from tests.leads import hands
from tests.leads.hands import NUMBER

ASKED = {"channels": ["phone"], "purpose": "advertising", "language": "de", "place": "Autumn fair"}
EMAIL = "erika@example.org"


@pytest.fixture
def customer(ada):
    return hands.make_lead(ada, customer=hands.make_customer(told=False)).customer


def asked_of(customer, ada, **other):
    return ConsentRequest.ask(customer, by=ada, **{**ASKED, **other})


def own_page(client, customer, ada, **fields):
    """The customer's own phone: a browser nobody signed in with."""
    client.logout()
    token = CustomerLink.issue(customer, by=ada, purpose="consent")
    where = reverse("leads:own_consent", args=[token])
    return client.post(where, fields, follow=True) if fields else client.get(where)


def link_in(letter):
    return re.search(r"http://[^/]+(/c/\S+/consents/confirmation/)", letter.body)[1]


def test_by_mail_it_counts_once_the_link_is_confirmed(client, customer, ada):
    asked_of(customer, ada)
    page = own_page(client, customer, ada, yes_phone="on", phone="030 23012-5999", email=EMAIL)
    assert "Postfach" in page.content.decode()
    assert (customer.may_be_called(), Customer.objects.get().phone) == (False, "")
    Letter.objects.send_due()
    (letter,) = mail.outbox
    assert (letter.to, NUMBER in letter.body) == ([EMAIL], False)
    client.get(link_in(letter))
    assert not customer.may_be_called()  # a scanner opens links
    client.post(link_in(letter))
    consent, kept = Consent.objects.get(), Customer.objects.get()
    assert (consent.manner, consent.confirmed_by, consent.taken_by, consent.place) == (
        "own_phone", "email", ada.ambassador, "Autumn fair",
    )  # fmt: skip
    assert (consent.wording.language, consent.given_at < consent.confirmed_at) == ("de", True)
    assert (customer.may_be_called("advertising"), kept.phone, kept.email) == (True, NUMBER, "")
    assert (Notice.objects.get().way, ConsentRequest.objects.get().contact) == ("own_phone", "")


def without_cookies():
    """A private person's browser that keeps no cookie; nobody signed in."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "de"})


def test_a_browser_without_cookies_says_both_yeses(customer, ada):
    asked_of(customer, ada)
    where = reverse("leads:own_consent", args=[CustomerLink.issue(customer, by=ada, purpose="consent")])
    said = without_cookies().post(where, {"yes_phone": "on", "phone": NUMBER, "email": EMAIL})
    assert (said.status_code, said.cookies, ConsentRequest.objects.get().said) == (302, {}, ["phone"])
    Letter.objects.send_due()
    second = link_in(mail.outbox[0])
    opened, tapped, again = (
        without_cookies().get(second), without_cookies().post(second), without_cookies().post(second)
    )  # fmt: skip
    assert [page.status_code for page in (opened, tapped, again)] == [200, 302, 200]
    assert (opened.cookies, opened["Referrer-Policy"], Consent.objects.count()) == ({}, "no-referrer", 1)
    assert "Bitte bestätigen Sie Ihr Ja" in opened.content.decode()
    assert "Danke, das ist festgehalten" in again.content.decode()


@pytest.mark.parametrize("broken", ["x", "eyJ4IjoxfQ:abc"])
def test_a_link_that_is_no_link_says_so_politely(db, broken):
    page = without_cookies().post(reverse("leads:second_yes", args=[broken]))
    assert (page.status_code, "Dieser Link" in page.content.decode()) == (404, True)


def test_a_yes_sent_twice_is_said_once(customer, ada):
    asked = asked_of(customer, ada)
    where = reverse("leads:own_consent", args=[CustomerLink.issue(customer, by=ada, purpose="consent")])
    asked.say_yes(channels=["phone"], phone=NUMBER)
    again = without_cookies().post(where, {"yes_phone": "on", "phone": NUMBER})
    assert (again.status_code, again["Location"]) == (302, where)


def test_the_letter_goes_once_and_to_nobody_when_it_is_confirmed_or_over(customer, ada):
    asked = asked_of(customer, ada, channels=["email"])
    asked.say_yes(channels=["email"], email=EMAIL)
    asked.confirm_by_link()
    Letter.objects.send_due()
    assert (mail.outbox, Letter.objects.get().state, Customer.objects.get().email) == ([], "cancelled", EMAIL)


def test_without_an_address_the_code_on_their_screen_is_the_second_yes(client, as_, customer, ada):
    asked = asked_of(customer, ada)
    page = own_page(client, customer, ada, yes_phone="on", phone=NUMBER).content.decode()
    asked.refresh_from_db()
    assert asked.code in page and not customer.may_be_called()
    as_(ada).post(
        reverse("leads:consent_code", args=[asked.pk]), {"code": f" {asked.code[:3]} {asked.code[3:]}"}
    )
    assert (Consent.objects.get().confirmed_by, Customer.objects.get().phone) == ("code", NUMBER)
    assert Letter.objects.count() == 0


def test_the_code_is_shown_to_nobody_else(as_, customer, ada):
    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], phone=NUMBER)
    page = as_(ada).get(customer.get_absolute_url()).content.decode()
    assert asked.code not in page and NUMBER[3:] not in page


def test_after_five_wrong_codes_the_right_one_holds_no_more(customer, ada):
    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], phone=NUMBER)
    wrong = f"{(int(asked.code) + 1) % 1_000_000:06d}"
    for code in [wrong] * 5 + [asked.code]:
        with pytest.raises(Refusal):
            asked.confirm_by_code(code, by=ada)
    assert Consent.objects.count() == 0


def test_the_code_is_good_for_an_hour(customer, ada):
    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], phone=NUMBER)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)), pytest.raises(Refusal, match="no more"):
        asked.confirm_by_code(asked.code, by=ada)


@pytest.mark.parametrize("contact", [{"phone": NUMBER}, {"phone": NUMBER, "email": EMAIL}])
def test_unconfirmed_it_is_gone_after_14_days_and_never_led_to_a_call(customer, ada, contact):
    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], **contact)
    assert ConsentRequest.objects.all().forget() == 0
    with time_machine.travel(timezone.now() + WAITS + timedelta(seconds=1)):
        with pytest.raises(Refusal):
            asked.confirm_by_link()
        assert ConsentRequest.objects.all().forget() == 1
        Letter.objects.send_due()
    assert (ConsentRequest.objects.count(), Consent.objects.count(), mail.outbox) == (0, 0, [])
    assert (customer.may_be_called(), Customer.objects.get().phone) == (False, "")


def test_only_what_was_asked_and_ticked_is_kept(client, customer, ada):
    asked = asked_of(customer, ada, channels=["phone", "email"])
    fields = {"yes_email": "on", "yes_post": "on", "email": EMAIL, "phone": NUMBER}
    own_page(client, customer, ada, **fields)
    asked.refresh_from_db()
    asked.confirm_by_link()
    assert [consent.channel for consent in Consent.objects.all()] == ["email"]
    assert (Customer.objects.get().email, Customer.objects.get().phone) == (EMAIL, "")


@pytest.mark.parametrize(
    "fields", [{"phone": NUMBER}, {"yes_phone": "on"}, {"yes_phone": "on", "phone": "12"}, {"yes_phone": "on", "phone": NUMBER, "email": "no"}]
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_kept(client, customer, ada, fields):
    asked_of(customer, ada)
    page = own_page(client, customer, ada, **fields)
    assert (page.status_code, ConsentRequest.objects.get().said_at) == (200, None)
    assert 'role="alert"' in page.content.decode()


def test_a_yes_is_said_once(customer, ada):
    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], phone=NUMBER)
    with pytest.raises(Refusal):
        asked.say_yes(channels=["phone"], phone="+4930230125998")
    asked.confirm_by_code(asked.code, by=ada)
    with pytest.raises(Refusal):
        asked.confirm_by_code(asked.code, by=ada)
    assert (Consent.objects.count(), Customer.objects.get().phone) == (1, NUMBER)


def test_the_phone_number_stands_open_nowhere_while_it_waits(customer, ada):
    from django.db import connection

    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], phone=NUMBER, email=EMAIL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, '') FROM leads_consentrequest r")
        kept = cursor.fetchone()[0]
    assert NUMBER[3:] not in kept and EMAIL not in kept
    assert NUMBER[3:] not in str([event.data for event in Event.objects.about(asked)])


def test_opening_the_question_changes_nothing(client, customer, ada):
    asked_of(customer, ada)
    where = reverse("leads:own_consent", args=[CustomerLink.issue(customer, by=ada, purpose="consent")])
    before = list(ConsentRequest.objects.values()), Event.objects.count()
    assert client.get(where).status_code == 200
    assert (list(ConsentRequest.objects.values()), Event.objects.count()) == before


@pytest.mark.parametrize("token", ["forged", "a" * 300, "WyJ4IiwxXQ:abc"])
def test_a_forged_link_opens_nothing(client, db, token):
    assert client.get(reverse("leads:second_yes", args=[token])).status_code == 404


def test_dee_and_max_confirm_nothing(as_, customer, ada, dee, max):
    asked = asked_of(customer, ada)
    asked.say_yes(channels=["phone"], phone=NUMBER)
    for who in (dee, max):
        answer = as_(who).post(reverse("leads:consent_code", args=[asked.pk]), {"code": asked.code})
        assert answer.status_code in (403, 404)
    assert Consent.objects.count() == 0


def test_ada_shows_a_code_and_her_customer_page_says_what_is_missing(as_, customer, ada):
    new = reverse("leads:consent_request_new", args=[customer.pk])
    assert as_(ada).get(new).status_code == 200
    page = as_(ada).post(new, ASKED).content.decode()
    assert "<svg viewBox" in page and "/consents/new/" in page
    ConsentRequest.objects.get().say_yes(channels=["phone"], phone=NUMBER)
    page = as_(ada).get(customer.get_absolute_url()).content.decode()
    assert "the second yes is missing" in page and "The code on their screen" in page
