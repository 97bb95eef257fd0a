"""What lets a customer's name and number go to the service desk, and what is written down when they go."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from leads.desk import saying
from leads.models import CallBack, Consent, ConsentUse, Referral
from leads.models.call_back import DAYS
from ledger.models import Event, Letter, Look
from tests.leads.hands import DAY, NUMBER, make_consent, make_customer, make_lead

OTHER = "+4930230125998"


@pytest.fixture
def lead(ada):
    return make_lead(ada, customer=make_customer(nickname="", first_name="Erika", last_name="Mustermann"))


def asks_for_a_call(lead, ada):
    return CallBack.ask(lead.customer, owner=ada.ambassador, by=ada, phone=NUMBER)


def text_of(office):
    Letter.objects.send_due()
    return office.arrived[-1].get_body(("plain",)).get_content()


def say(referral, said):
    referral.hear(saying.reply(said, "mail", said=said))


def used_by(referral):
    return [(use.consent, use.by) for use in ConsentUse.objects.all() if use.referral_id == referral.pk]


def test_every_yes_that_lets_the_number_go_is_used_by_it(ada, desk, office, lead):
    first = make_consent(lead.customer, by=ada, purpose="service", given_at=timezone.now() - 9 * DAY)
    second = make_consent(lead.customer, by=ada)
    old = make_consent(lead.customer, by=ada)
    old.withdraw(by=ada)
    make_consent(lead.customer, by=ada, channel="email")
    lead.customer.keep_contact(by=ada, phone=NUMBER)
    referral = Referral.send(lead, by=ada, with_contact=True)
    assert used_by(referral) == [(first, ada), (second, ada)]
    assert {str(event.data["referral"]) for event in Event.objects.of_verb("used")} == {str(referral.pk)}
    seals = {event.data["use"]: event.data["seal"] for event in Event.objects.of_verb("used")}
    assert all(use.has_seal(seals[str(use.pk)]) for use in ConsentUse.objects.all())
    assert NUMBER in text_of(office)
    assert Consent.objects.with_story().get(pk=first.pk).valid_until.date() > first.given_at.date()


def test_it_counts_though_somebody_called_a_minute_ago(ada, desk, lead):
    consent = make_consent(lead.customer, by=ada)
    consent.use(by=ada)
    referral = Referral.send(lead, by=ada, with_contact=True)
    assert (used_by(referral), consent.uses.count()) == ([(consent, ada)], 2)


def test_the_same_form_twice_is_one_use(ada, desk, lead):
    consent, key = make_consent(lead.customer, by=ada), "6b8e1f6e-7a0c-4c39-9a39-1d0d8a6f8d11"
    for _ in range(2):
        Referral.send(lead, by=ada, with_contact=True, client_id=key)
    assert consent.uses.count() == 1


def test_without_the_tick_nothing_is_used(ada, desk, lead):
    make_consent(lead.customer, by=ada)
    asks_for_a_call(lead, ada)
    Referral.send(lead, by=ada)
    assert (ConsentUse.objects.count(), CallBack.objects.open().count()) == (0, 1)


def test_who_asked_for_one_call_gets_it_from_the_desk(ada, desk, office, lead):
    asked = asks_for_a_call(lead, ada)
    referral = Referral.send(lead, by=ada, with_contact=True)
    text = text_of(office)
    assert [words in text for words in (NUMBER, "Erika Mustermann", "Zwickau")] == [True, True, False]
    asked.refresh_from_db()
    assert (asked.referral, asked.done_at, CallBack.objects.open().count()) == (referral, None, 0)
    assert [event.verb for event in Event.objects.about(asked).order_by("id")] == ["asked", "handed_on"]
    assert ([look.purpose for look in Look.objects.at(lead.customer)], ConsentUse.objects.count()) == (
        ["referral"], 0,
    )  # fmt: skip
    say(referral, "solved")
    asked.refresh_from_db()
    assert (asked.phone, asked.answer, asked.done_at is None) == ("", "handed_on", False)


@pytest.mark.parametrize("said", ["declined", "answered"])
def test_a_call_that_the_desk_does_not_make_is_ours_again(ada, desk, lead, said):
    asked = asks_for_a_call(lead, ada)
    say(Referral.send(lead, by=ada, with_contact=True), said)
    asked.refresh_from_db()
    assert (asked.referral, asked.phone, list(CallBack.objects.open())) == (None, NUMBER, [asked])


def test_who_waits_for_the_desk_no_longer_makes_the_call_again(ada, desk, lead):
    asked = asks_for_a_call(lead, ada)
    Referral.send(lead, by=ada, with_contact=True).close(by=ada)
    assert list(CallBack.objects.open()) == [asked]


def test_with_the_desk_the_number_waits_no_longer_than_it_was_given_for(ada, desk, office, lead):
    asked = asks_for_a_call(lead, ada)
    referral = Referral.send(lead, by=ada, with_contact=True)
    with time_machine.travel(timezone.now() + (DAYS + 1) * DAY):
        assert NUMBER not in text_of(office)
        assert CallBack.objects.expire() == 1
    asked.refresh_from_db()
    assert (asked.phone, referral.number) == ("", "")


def test_a_yes_goes_before_the_one_call(ada, desk, office, lead):
    make_consent(lead.customer, by=ada)
    lead.customer.keep_contact(by=ada, phone=OTHER)
    asks_for_a_call(lead, ada)
    Referral.send(lead, by=ada, with_contact=True)
    text = text_of(office)
    assert (OTHER in text, NUMBER in text, CallBack.objects.open().count()) == (True, False, 1)


def test_without_either_no_number_goes_whatever_the_form_says(as_, ada, desk, office, lead):
    over = asks_for_a_call(lead, ada)
    over.complete(by=ada, answer="spoken")
    make_consent(lead.customer, by=ada).withdraw(by=ada)
    url = reverse("leads:lead_referral", args=[lead.pk])
    assert 'name="with_contact"' not in as_(ada).get(url).content.decode()
    as_(ada).post(url, {"with_contact": "on"})
    text = text_of(office)
    assert [words in text for words in (NUMBER, NUMBER[3:], "Erika")] == [False] * 3
    assert (Referral.objects.get().with_contact, Look.objects.at(lead.customer).exists()) == (False, False)


def test_a_call_that_somebody_else_was_asked_for_is_not_handed_on(ada, dee, desk, lead):
    CallBack.ask(lead.customer, owner=dee.ambassador, by=dee, phone=NUMBER)
    assert Referral.send(lead, by=ada, with_contact=True).with_contact is False


def test_the_page_says_before_what_goes_along_and_why(as_, ada, desk, lead):
    asks_for_a_call(lead, ada)
    page = as_(ada).get(reverse("leads:lead_referral", args=[lead.pk])).content.decode()
    assert ("They asked for one call" in page, "… 99" in page, NUMBER in page) == (True, True, False)
