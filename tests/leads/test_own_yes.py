"""A yes on the customer's own page: to the real words, by a tap, and never by opening anything."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from leads.history import events_of, lines
from leads.models import (
    Consent,
    ConsentRequest,
    ConsentWording,
    CustomerLink,
    Objection,
    Suppression,
)
from leads.models.consent_request import LETTERS
from ledger.models import Event, Letter
from tests.leads import hands
from tests.leads.hands import NUMBER
from tests.leads.test_consent_requests import link_in

EMAIL = "erika@example.org"


@pytest.fixture(autouse=True)
def _german_ends_with_its_test():
    yield
    translation.deactivate()


@pytest.fixture
def lead(ada):
    """Somebody who took back that they may be called, whose number is gone."""
    lead = hands.make_lead(ada, phone=NUMBER, consent="advertising")
    lead.customer.consents.get().withdraw(by=None)
    return lead


@pytest.fixture
def customer(lead):
    return lead.customer


@pytest.fixture
def token(customer, ada):
    return CustomerLink.issue(customer, by=ada)


@pytest.fixture
def lady():
    """Her own browser: nobody signed in, no cookie, and every check on."""
    return Client(enforce_csrf_checks=True)


def at(token, channel="phone", purpose="advertising"):
    return reverse("leads:own_page_permission", args=[token, channel, purpose])


def a_yes(words="en:1", **fields):
    return {"client_id": str(uuid.uuid4()), "words": words, **fields}


def home(token):
    return reverse("leads:own_page", args=[token])


def standing(customer):
    return [(yes.channel, yes.purpose) for yes in Consent.objects.of_customer(customer).in_force().in_order()]


def test_the_switch_leads_to_the_words_in_the_language_of_the_page(lady, token):
    for language, words in (("en", "tell you about offers"), ("de", "Ihnen von Angeboten erzählen")):
        page = lady.get(home(token), headers={"Accept-Language": language}).content.decode()
        assert at(token) in page and at(token, "email", "service") in page
        page = lady.get(at(token), headers={"Accept-Language": language}).content.decode()
        assert (words in page, f'value="{language}:1"' in page) == (True, True)


@pytest.mark.parametrize("channel", ["phone", "email", "post", "messenger"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_words_changes_nothing(lady, token, customer, channel, method):
    before = (ConsentWording.objects.count(), Event.objects.count(), Letter.objects.count())
    query = a_yes(phone=NUMBER, email=EMAIL)
    assert getattr(lady, method)(at(token, channel, "service"), query).status_code == 200
    assert (ConsentWording.objects.count(), Event.objects.count(), Letter.objects.count()) == before
    assert (Consent.objects.count(), ConsentRequest.objects.count()) == (1, 0)


def test_a_tap_is_a_new_yes_of_their_own_and_the_ambassador_sees_it(lady, token, customer, lead, as_, ada):
    answer = lady.post(at(token), a_yes("de:1", phone="030 230125-999"), headers={"Accept-Language": "de"})
    assert answer["Location"] == f"{home(token)}?done=agreed#done"
    old, new = Consent.objects.order_by("created_at")
    assert (old.is_withdrawn, new.is_in_force, new.manner, new.taken_by, new.confirmed_by) == (
        True, True, "own_page", None, "",
    )  # fmt: skip
    assert (new.wording.language, new.wording.version, new.wording.text[:7]) == ("de", 1, "Darf si")
    customer.refresh_from_db()
    assert (customer.phone, customer.may_be_called("advertising")) == (NUMBER, True)
    translation.deactivate()
    told = lines(events_of(lead))
    assert ("The customer said yes", "by phone, service and advertising, on their own page, by its link") in [
        (line.what, line.more) for line in told
    ]
    assert "on their own page, by its link" in as_(ada).get(lead.get_absolute_url()).content.decode()
    assert Event.objects.of_verb("answered_by").get().data["consent"] == str(new.pk)
    assert new.has_seal(Event.objects.about(new).of_verb("given").get().data["seal"])


def test_the_same_form_twice_and_two_forms_are_one_yes(lady, token, customer):
    form = a_yes(phone=NUMBER)
    for sent in (form, form, a_yes(phone=NUMBER)):
        assert lady.post(at(token), sent).status_code == 302
    assert (standing(customer), Consent.objects.count()) == ([("phone", "advertising")], 2)


def test_a_form_sent_again_after_it_was_taken_back_is_no_new_yes(lady, token, customer):
    form = a_yes(phone=NUMBER)
    lady.post(at(token), form)
    lady.post(reverse("leads:own_page_withdrawals", args=[token]), {"consent": "all"})
    page = lady.post(at(token), form)
    assert (page.status_code, "You took this back after you had sent it." in page.content.decode()) == (
        409, True,
    )  # fmt: skip
    customer.refresh_from_db()
    assert (standing(customer), customer.phone) == ([], "")


def test_words_that_were_changed_meanwhile_are_read_again_first(lady, token, customer, hanne):
    ConsentWording.reword("advertising", "en", "May we call you {by} at any time?", by=hanne)
    page = lady.post(at(token), a_yes("en:1", phone=NUMBER)).content.decode()
    assert "The words were changed since you opened this page." in page
    assert ('value="en:2"' in page, NUMBER in page, standing(customer)) == (True, True, [])
    lady.post(at(token), a_yes("en:2", phone=NUMBER))
    assert Consent.objects.get(manner="own_page").wording.version == 2


@pytest.mark.parametrize("fields", [{}, {"phone": "12"}, {"words": ""}, {"client_id": "x"}])
def test_what_is_missing_is_said_and_nothing_is_kept(lady, token, customer, fields):
    page = lady.post(at(token), {**a_yes(phone="" if not fields else NUMBER), **fields})
    assert (page.status_code, 'role="alert"' in page.content.decode(), standing(customer)) == (200, True, [])


@pytest.mark.parametrize(("channel", "purpose"), [("fax", "service"), ("phone", "everything"), ("x", "y")])
def test_what_nobody_asks_for_is_no_page(lady, token, channel, purpose):
    assert lady.get(at(token, channel, purpose)).status_code == 404
    assert lady.post(at(token, channel, purpose), a_yes()).status_code == 404


def test_a_yes_to_letters_keeps_where_they_live_and_one_to_messages_asks_for_nothing(lady, token, customer):
    lady.post(at(token, "post", "service"), a_yes(street="Markt 1", zip_code="08056", city="Zwickau"))
    lady.post(at(token, "messenger", "service"), a_yes())
    customer.refresh_from_db()
    assert (customer.street, customer.zip_code) == ("Markt 1", "08056")
    assert standing(customer) == [("post", "service"), ("messenger", "service")]


# E-mail: the address answers first


def test_a_yes_to_email_counts_once_the_address_has_answered(lady, token, customer):
    answer = lady.post(at(token, "email", "service"), a_yes(email=EMAIL))
    assert answer["Location"] == f"{home(token)}?done=agreed_once#done"
    customer.refresh_from_db()
    assert (standing(customer), customer.email) == ([], "")
    Letter.objects.send_due()
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    lady.get(link_in(letter))
    assert standing(customer) == []
    lady.post(link_in(letter))
    customer.refresh_from_db()
    yes = Consent.objects.get(channel="email")
    assert (yes.manner, yes.confirmed_by, yes.taken_by, yes.wording.language) == (
        "own_page", "email", None, "en",
    )  # fmt: skip
    assert (customer.email, yes.is_in_force) == (EMAIL, True)


def test_the_same_form_twice_sends_one_letter(lady, token):
    form = a_yes(email=EMAIL)
    assert [lady.post(at(token, "email", "service"), form).status_code for _ in range(2)] == [302, 302]
    assert (ConsentRequest.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_page_is_no_way_to_write_to_strangers(lady, token):
    sent = [
        lady.post(at(token, "email", "service"), a_yes(email=f"stranger{number}@example.org"))
        for number in range(LETTERS + 2)
    ]
    assert [answer.status_code for answer in sent] == [302] * LETTERS + [409] * 2
    assert Letter.objects.count() == LETTERS
    assert "several letters about this already" in sent[-1].content.decode()


def test_a_yes_begun_alone_is_no_question_on_anybodys_phone(lady, token, customer, ada):
    lady.post(at(token, "email", "service"), a_yes(email=EMAIL))
    question = CustomerLink.issue(customer, by=ada, purpose="consent")
    assert lady.get(reverse("leads:own_consent", args=[question])).status_code == 404


def test_nobody_signs_as_the_one_who_asked(as_, ada, lady, token, customer, lead):
    lady.post(at(token, "email", "service"), a_yes(email=EMAIL))
    page = as_(ada).get(customer.get_absolute_url()).content.decode()
    assert "It counts once they open the link in their e-mail" in page and EMAIL not in page
    assert ("The customer began a yes on their own page", None) in [
        (line.what, line.who) for line in lines(events_of(lead))
    ]


# Objections, and what was taken back


@pytest.mark.parametrize(("purpose", "left"), [("service", ["advertising"]), ("advertising", [])])
def test_a_yes_ends_the_objection_it_contradicts_and_says_so_before(lady, token, customer, purpose, left):
    for scope in Objection.Scope.values:
        Objection.declare(customer, scope)
    page = lady.get(at(token, "phone", purpose)).content.decode()
    assert "You told us that you want no contact at all. That ends with this yes." in page
    assert ("You objected to advertising" in page) == (purpose == "advertising")
    lady.post(at(token, "phone", purpose), a_yes(phone=NUMBER))
    assert [one.scope for one in Objection.objects.of_customer(customer).standing()] == left
    assert customer.may_be_called("service")


def test_a_letter_that_nobody_confirmed_ends_no_objection(lady, token, customer):
    Objection.declare(customer, "contact")
    lady.post(at(token, "email", "service"), a_yes(email=EMAIL))
    assert customer.wants_no_contact
    ConsentRequest.objects.get().confirm_by_link()
    assert not customer.wants_no_contact


def test_a_number_that_was_taken_back_comes_in_by_their_own_hand(lady, token, customer):
    assert Suppression.objects.of("phone", NUMBER).exists()
    lady.post(at(token, "phone", "service"), a_yes(phone=NUMBER))
    customer.refresh_from_db()
    assert customer.phone == NUMBER


def test_what_stands_has_no_way_to_be_said_again(lady, token, customer):
    lady.post(at(token), a_yes(phone=NUMBER))
    page = lady.get(home(token)).content.decode()
    assert (at(token) in page, page.count('role="switch"')) == (False, 1)


def test_an_old_link_says_yes_to_nothing(lady, token, customer):
    CustomerLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert lady.post(at(token), a_yes(phone=NUMBER)).status_code == 404
    assert standing(customer) == []
