"""The customer's own page: what is kept, correct it, take it back, object, erase; and nothing of anybody's work."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from leads.models import (
    Case,
    Consent,
    Customer,
    CustomerLink,
    ErasureWish,
    FollowUp,
    Lead,
    Objection,
    Suppression,
    VaultedProof,
)
from ledger.models import Event, Look
from tests.leads import hands
from tests.leads.hands import NUMBER

SHOWN = {"first_name": "Erika", "last_name": "Mustermann", "nickname": "Frau M.", "email": "erika@example.net",
         "street": "Markt 1", "zip_code": "08056", "city": "Zwickau"}  # fmt: skip


@pytest.fixture(autouse=True)
def _german_ends_with_its_test():
    yield
    translation.deactivate()


@pytest.fixture
def customer(ada):
    """Somebody of whom everything is kept, and of whom an ambassador wrote canaries everywhere."""
    ada.first_name, ada.last_name = "CANARYada", "CANARYbrandt"
    ada.save()
    encounter = hands.make_encounter(ada, sentence="CANARYsentence", place="CANARYplace")
    customer = Customer.objects.create(**SHOWN)
    lead = hands.make_lead(
        ada, customer=customer, consent="advertising", phone=NUMBER, encounter=encounter, note="CANARYnote",
        source="CANARYsource", interest="fibre", former_provider="Nordkabel",
    )  # fmt: skip
    lead.move("offered", by=ada)
    hands.make_follow_up(lead, remark="CANARYremark")
    hands.make_case(
        ada, customer=customer, title="CANARYtitle", tried="CANARYtried", what_helped="CANARYhelped"
    )
    Look.record(customer, by=ada, purpose="CANARYpurpose")
    return customer


@pytest.fixture
def token(customer, ada):
    return CustomerLink.issue(customer, by=ada)


@pytest.fixture
def at(token):
    return lambda route="own_page": reverse(f"leads:{route}", args=[token])


def test_the_page_shows_what_is_kept(client, at):
    page = client.get(at()).content.decode()
    missing = [value for value in [*SHOWN.values(), NUMBER, "Fibre", "Nordkabel", "On"] if value not in page]
    assert missing == []


@pytest.mark.parametrize("route", ["own_page", "own_page_file", "own_page_correction", "own_page_erasure"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_of_the_ambassadors_work_is_shown(client, at, route, language):
    page = client.get(at(route), headers={"Accept-Language": language}).content.decode()
    assert "CANARY" not in page
    states = [str(label) for label in (*Lead.State.labels, *Case.State.labels) if str(label) != "new"]
    assert [state for state in states if re.search(rf">\s*{state}\s*<", page)] == []


def test_the_file_says_the_same_for_a_machine(client, at, customer):
    answer = client.get(at("own_page_file"))
    told = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert told["about_you"] == {"kind": "Person", **SHOWN, "phone": NUMBER}
    assert told["you_told_us"] == {"interests": "Fibre", "provider": "Nordkabel"}
    assert [(yes["by"], yes["taken_by"]) for yes in told["you_allowed"]] == [("by phone", "Werkstolz")]


def test_a_scanner_that_opens_everything_changes_nothing(customer, at):
    def state():
        rows = [list(noun.objects.order_by("pk").values()) for noun in
                (Customer, Consent, CustomerLink, Objection, Suppression, ErasureWish, FollowUp)]  # fmt: skip
        return rows, Event.objects.count(), Look.objects.count()

    before, routes = state(), ["own_page", "own_page_file", "own_page_correction", "own_page_erasure"]
    posts = ["own_page_withdrawals", "own_page_objections", "own_page_change_of_mind", "own_page_language"]
    answers = {
        (method, route): getattr(Client(), method)(
            at(route), {"consent": "all", "scope": "contact"}
        ).status_code
        for method in ("get", "head")
        for route in (*routes, *posts)
    }
    assert {answers[m, r] for m in ("get", "head") for r in routes} == {200}
    assert {answers[m, r] for m in ("get", "head") for r in posts} == {405}
    assert state() == before


def test_the_address_is_the_key_and_no_cookie_is_asked_for(customer, at):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(at())
    assert (page.cookies, "csrfmiddlewaretoken" in page.content.decode()) == ({}, False)
    answer = browser.post(
        at("own_page_withdrawals"), {"consent": customer.consents.get().pk}, headers={"Origin": "null"}
    )
    assert (answer.status_code, answer.cookies, Consent.objects.get().is_withdrawn) == (302, {}, True)


@pytest.mark.parametrize("route", ["own_page_withdrawals", "own_page_objections", "own_page_erasure"])
def test_without_the_whole_address_nothing_is_done(customer, token, route):
    browser = Client(enforce_csrf_checks=True)
    answers = [
        browser.post(reverse(f"leads:{route}", args=[wrong]), {"consent": "all", "scope": "contact"})
        for wrong in (token[:-1], token + "x", token.swapcase(), "x")
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (Consent.objects.get().is_withdrawn, Objection.objects.count()) == (False, 0)
    assert list(Customer.objects.all()) == [customer]


# Correcting


def test_they_correct_what_is_wrong(client, at, customer):
    client.post(at("own_page_correction"), {**SHOWN, "last_name": "Müller", "phone": NUMBER, "city": ""})
    customer.refresh_from_db()
    assert (customer.last_name, customer.city, customer.phone) == ("Müller", "", NUMBER)
    assert customer.leads.get().folded.count("mueller") == 1
    assert Event.objects.about(customer).of_verb("changed").first().actor is None


def test_what_cannot_be_right_is_refused_and_stays_in_the_form(client, at, customer):
    page = client.post(at("own_page_correction"), {**SHOWN, "email": "not an address", "first_name": "Eva"})
    assert "Eva" in page.content.decode() and "be right" in page.content.decode()
    customer.refresh_from_db()
    assert (customer.email, customer.first_name) == (SHOWN["email"], "Erika")


def test_without_a_yes_no_number_is_asked_for_and_none_is_kept(client, at, customer, ada):
    customer.consents.get().withdraw(by=ada)
    assert 'name="phone"' not in client.get(at("own_page_correction")).content.decode()
    client.post(at("own_page_correction"), {**SHOWN, "phone": NUMBER})
    assert Customer.objects.get().phone == ""


# Taking back


def test_one_switch_takes_one_consent_back(client, at, customer, ada):
    first = customer.consents.get()
    hands.make_consent(customer, by=ada, channel="post", purpose="service")
    client.post(at("own_page_withdrawals"), {"consent": first.pk})
    client.post(at("own_page_withdrawals"), {"consent": first.pk})
    standing = [consent.channel for consent in customer.consents.all() if not consent.is_withdrawn]
    customer.refresh_from_db()
    assert (standing, customer.phone, customer.may_be_called()) == (["post"], "", False)


def test_all_of_them_are_taken_back_at_once(client, at, customer, ada):
    hands.make_consent(customer, by=ada, channel="email")
    page = client.post(at("own_page_withdrawals"), {"consent": "all"}, follow=True).content.decode()
    customer.refresh_from_db()
    assert ([yes.is_withdrawn for yes in customer.consents.all()], customer.phone, customer.email) == (
        [True, True],
        "",
        "",
    )
    assert "Everything is taken back" in page


def test_a_consent_of_somebody_else_stays(client, at, ada):
    other = hands.make_consent(hands.make_customer(), by=ada)
    client.post(at("own_page_withdrawals"), {"consent": other.pk})
    client.post(at("own_page_withdrawals"), {"consent": "'; --"})
    assert not Consent.objects.get(pk=other.pk).is_withdrawn


# Objecting


def test_no_more_advertising_leaves_service(client, at, customer, ada):
    hands.make_consent(customer, by=ada, purpose="service")
    client.post(at("own_page_objections"), {"scope": "advertising"})
    customer.refresh_from_db()
    assert (customer.may_be_called("advertising"), customer.may_be_called("service"), customer.phone) == (
        False,
        True,
        NUMBER,
    )


def test_no_contact_at_all_ends_what_was_promised_and_forgets_how_they_are_reached(
    client, as_, at, customer, ada
):
    Client().post(at("own_page_objections"), {"scope": "contact"})
    Client().post(at("own_page_objections"), {"scope": "contact"})
    customer.refresh_from_db()
    assert [customer.phone, customer.email, customer.street, customer.zip_code] == [""] * 4
    assert [f.ended_why for f in customer.follow_ups.all()] == ["objected"]
    assert customer.objections.count() == 1
    lead = customer.leads.get()
    lead.win(by=ada)
    assert customer.follow_ups.all().open().count() == 0
    page = as_(ada).get(customer.get_absolute_url()).content.decode()
    assert "They want no contact at all" in page
    refused = as_(ada).post(reverse("leads:follow_up_new", args=[lead.pk]), {
        "day": timezone.localdate().isoformat(), "time": "17:00", "when": "tomorrow", "purpose": "service"})  # fmt: skip
    assert customer.follow_ups.all().open().count() == 0 and refused.status_code in (200, 302, 409)


def test_they_may_change_their_mind(client, at, customer):
    client.post(at("own_page_objections"), {"scope": "contact"})
    client.post(at("own_page_change_of_mind"), {"scope": "contact"})
    assert (customer.wants_no_contact, customer.may_be_called()) == (False, False)


def test_nonsense_objects_to_nothing(client, at, customer):
    client.post(at("own_page_objections"), {"scope": "everything"})
    assert customer.objections.count() == 0


def test_an_ambassador_writes_down_what_they_were_told(as_, customer, ada, dee, max):
    url = reverse("leads:customer_objections", args=[customer.pk])
    refused = [as_(who).post(url, {"scope": "contact"}).status_code for who in (dee, max)]
    assert (refused, customer.objections.count()) == ([404, 403], 0)
    as_(ada).post(url, {"scope": "contact"})
    assert (customer.objections.get().by, customer.wants_no_contact) == (ada, True)
    assert as_(ada).post(url, {"scope": "x"}).status_code == 409


# Erasing


def test_erasing_asks_once_more_and_then_nothing_is_left(client, at, customer):
    assert "Erase everything?" in client.get(at("own_page_erasure")).content.decode()
    assert "Everything is erased" in client.post(at("own_page_erasure")).content.decode()
    nouns = (Customer, CustomerLink, Objection, Lead, Case, FollowUp, Consent)
    left = [noun.__name__ for noun in nouns if noun.objects.exists()]
    assert (left, ErasureWish.objects.get().done_at is None, VaultedProof.objects.count()) == ([], False, 1)
    assert client.get(at()).status_code == 404
    assert {row.why for row in Suppression.objects.all()} == {"erased"}


# What was taken back doesn't come in again


def test_a_number_that_was_taken_back_is_not_kept_again_by_anybody(as_, customer, ada, bo):
    customer.consents.get().withdraw(by=ada)
    other = hands.make_lead(bo, consent="advertising").customer
    assert other.keep_contact(by=bo, phone=NUMBER, email="new@example.org") == ["phone", "phone_withdrawn"]
    other.refresh_from_db()
    assert (other.phone, other.email) == ("", "new@example.org")
    url = reverse("leads:customer_edit", args=[other.pk])
    page = as_(bo).post(url, {"kind": "person", "phone": "030 230125-999"}, follow=True).content.decode()
    assert "This number was taken back before, so it was not kept." in page


def test_it_comes_in_again_with_a_yes_by_their_own_hand(customer, ada):
    customer.consents.get().withdraw(by=ada)
    hands.make_consent(customer, by=ada, given_at=timezone.now(), manner="spoken")
    assert customer.keep_contact(by=ada, phone=NUMBER) == ["phone", "phone_withdrawn"]
    hands.make_consent(customer, by=ada, given_at=timezone.now(), manner="paper")
    assert customer.keep_contact(by=ada, phone=NUMBER) == []
    customer.refresh_from_db()
    assert customer.phone == NUMBER


def test_the_number_itself_is_stored_nowhere(customer, client, at):
    client.post(at("own_page_objections"), {"scope": "contact"})
    kept = str(list(Suppression.objects.values()))
    assert NUMBER not in kept and SHOWN["email"] not in kept
    assert {(row.kind, row.why) for row in Suppression.objects.all()} == {
        ("phone", "withdrawn"),
        ("email", "objected"),
    }


def test_many_are_asked_for_at_once(customer, ada, django_assert_num_queries):
    customer.consents.get().withdraw(by=ada)
    with django_assert_num_queries(1):
        assert Suppression.objects.known_among("phone", [NUMBER, "+4930999"]) == {NUMBER}


def test_the_page_costs_the_same_for_one_consent_and_for_three(client, at, customer, ada):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(at())
        return len(queries)

    client.get(at())
    one = cost()
    for channel in ("email", "post"):
        hands.make_consent(customer, by=ada, channel=channel)
    assert (cost(), one <= 12) == (one, True)
