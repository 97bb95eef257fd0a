"""No page, export, letter or reminder shows a number without a valid record at that very moment."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads import bundle
from leads.models import CallBack, Consent, ConsentRequest, Customer, CustomerLink, FollowUp, run_out
from leads.models.consent import VALIDITY
from ledger.models import Letter
from tests.cast import sign_in
from tests.leads import hands
from tests.leads.hands import DAY, NUMBER
from tests.racing import at_once

DIGITS = NUMBER[3:]
ACTS = [
    "advertising",
    "service",
    "withdraw",
    "use",
    "five_years",
    "one_month",
    "call_back",
    "ask",
    "keep",
    "sweep",
]


class Story:
    """One customer whose days pass: what is done, and whether somebody may call at the end of it."""

    def __init__(self, ada):
        self.ada, self.lead = ada, hands.make_lead(ada)
        self.customer = self.lead.customer
        hands.make_follow_up(self.lead, purpose="advertising")
        self.now = timezone.now()

    def live(self, acts):
        for act in acts:
            with time_machine.travel(self.now, tick=False):
                getattr(self, act, self.say_yes)(act)
            self.now += timedelta(minutes=10)

    def say_yes(self, act):
        Consent.take(self.customer, by=self.ada, purpose=act, given_at=self.now)

    def withdraw(self, _act):
        for consent in self.customer.consents.all().in_force()[:1]:
            consent.withdraw(by=self.ada)

    def use(self, _act):
        for consent in self.customer.consents.all().in_force()[:1]:
            consent.use(by=self.ada)

    def five_years(self, _act):
        self.now += timedelta(days=5 * 366)

    def one_month(self, _act):
        self.now += timedelta(days=31)

    def call_back(self, _act):
        CallBack.ask(self.customer, owner=self.ada.ambassador, by=self.ada, phone=NUMBER)

    def ask(self, _act):
        asked = ConsentRequest.ask(
            self.customer, by=self.ada, channels=["phone"], purpose="service", language="en"
        )
        asked.say_yes(channels=["phone"], phone=NUMBER, email="m@example.org")

    def keep(self, _act):
        Customer.objects.get(pk=self.customer.pk).keep_contact(by=self.ada, phone=NUMBER)

    def sweep(self, _act):
        CallBack.objects.all().expire()
        ConsentRequest.objects.all().forget()
        for shard in range(run_out.SHARDS):
            run_out.sweep(shard)

    @property
    def is_allowed(self):
        return Consent.objects.of_customer(self.customer).fitting("phone", "service", self.now).exists()


def everything_said(story):
    """Every page, file and letter about the customer at that moment, except the two that show a number after a look."""
    customer, client = Customer.objects.get(pk=story.customer.pk), sign_in(Client(), story.ada)
    own = reverse("leads:own_page", args=[CustomerLink.issue(customer, by=story.ada)])
    pages = ["/", reverse("leads:follow_ups"), story.lead.get_absolute_url(), customer.get_absolute_url(),
             reverse("leads:index"), reverse("leads:customer_edit", args=[customer.pk])]  # fmt: skip
    said = {page: client.get(page).content.decode() for page in pages}
    said["own"] = Client().get(own).content.decode() if story.is_allowed is False else ""
    FollowUp.objects.due().remind()
    Letter.objects.send_due()
    said["letters"] = "".join(letter.body + str(letter.alternatives) for letter in mail.outbox)
    shown = customer.show_contact(by=story.ada, purpose="look").phone
    said["bundle"] = str(bundle.gathered(customer, by=story.ada, reason="audit"))
    return said, shown


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=7))
def test_whatever_happened_a_number_is_shown_only_while_it_may_be_called(ada, acts):
    mail.outbox.clear()
    story = Story(ada)
    story.live(acts)
    with time_machine.travel(story.now, tick=False):
        said, shown = everything_said(story)
    in_the_open = {where for where, text in said.items() if DIGITS in text}
    assert in_the_open <= ({"bundle"} if story.is_allowed else set())
    assert shown == "" or story.is_allowed


def test_a_number_whose_consent_ran_out_is_erased_by_the_sweep(ada):
    customer = hands.make_customer(phone=NUMBER)
    hands.make_consent(customer, by=ada, given_at=timezone.now() - VALIDITY + DAY)
    assert sum(run_out.sweep(shard) for shard in range(run_out.SHARDS)) == 0
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert sum(run_out.sweep(shard) for shard in range(run_out.SHARDS)) == 1
    assert (Customer.objects.get().phone, Customer.objects.get().phone_index) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_races_everything_and_wins_at_once(ada):
    for _round in range(5):
        lead = hands.make_lead(ada, customer=hands.make_customer(), consent="advertising", phone=NUMBER)
        follow_up = hands.make_follow_up(lead, purpose="advertising")
        asked = ConsentRequest.ask(
            lead.customer, by=ada, channels=["email"], purpose="service", language="en"
        )
        asked.say_yes(channels=["email"], email="m@example.org")
        customer, consent = lead.customer, lead.customer.consents.get()
        at_once(
            lambda c=consent: c.withdraw(by=None),
            lambda f=follow_up: f.call(by=ada),
            lambda c=customer: c.keep_contact(by=ada, phone=NUMBER),
            lambda c=customer: c.show_contact(by=ada, purpose="look"),
            lambda: Letter.objects.send_due(),
        )
        customer.refresh_from_db()
        assert (customer.phone, customer.may_be_called(), follow_up.may_call) == ("", False, False)
        assert customer.show_contact(by=ada, purpose="look").phone == ""
        assert FollowUp.objects.with_customers().numbered(follow_up.pk).get().call_allowed is None
        page = sign_in(Client(), ada).get(lead.get_absolute_url()).content.decode()
        assert "taken back" in page and DIGITS not in page


@pytest.mark.parametrize(("who", "how"), [("ada", "ambassador"), ("cy", "coordinator"), (None, "own_page")])
def test_it_is_taken_back_in_one_step_by_whoever_is_told(ada, cy, who, how):
    lead = hands.make_lead(ada, consent="service", phone=NUMBER)
    consent = lead.customer.consents.get()
    if who is None:
        consent.withdraw(by=None)
    else:
        client = sign_in(Client(), {"ada": ada, "cy": cy}[who])
        assert client.post(reverse("leads:withdrawal", args=[consent.pk])).status_code == 302
    consent.refresh_from_db()
    assert (consent.withdrawal.how, Customer.objects.get().phone) == (how, "")
