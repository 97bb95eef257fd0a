"""What is allowed, way by way, and why not: said beside everybody one might call."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from leads.models import Consent, ConsentUse
from leads.models.consent import VALIDITY
from leads.standing import Standing
from ledger.refusal import Refusal
from tests.leads import hands
from tests.leads.hands import DAY


def why(customer, channel="phone"):
    return next(way.why_not for way in Standing(customer).ways if way.channel == channel)


def test_nobody_asked_taken_back_run_out_or_undated_is_said(ada):
    customers = [hands.make_customer() for _each in range(4)]
    hands.make_consent(customers[1], by=ada).withdraw(by=ada)
    hands.make_consent(customers[2], by=ada, given_at=timezone.now() - VALIDITY - DAY)
    Consent.objects.create(customer=customers[3], channel="phone", purpose="advertising", manner="imported")
    said = [why(customer) for customer in customers]
    assert [text.split(" on ")[0] for text in said] == [
        "nobody has asked them", "taken back", "ran out", "nobody knows when they said yes",
    ]  # fmt: skip


def test_the_widest_consent_is_shown_with_its_last_day(ada):
    customer = hands.make_customer()
    hands.make_consent(customer, by=ada, purpose="service")
    wide = hands.make_consent(customer, by=ada, purpose="advertising", given_at=timezone.now() - 9 * DAY)
    assert Standing(customer).phone.consent == wide
    assert [way.is_allowed for way in Standing(customer).ways] == [True, False, False, False]


@pytest.mark.parametrize("page", ["customer", "lead"])
def test_both_pages_say_it(as_, ada, page):
    lead = hands.make_lead(ada, consent="service")
    lead.customer.consents.get().withdraw(by=ada)
    where = {"customer": lead.customer, "lead": lead}[page].get_absolute_url()
    told = as_(ada).get(where).content.decode()
    assert "taken back on" in told and "nobody has asked them" in told and "not allowed" in told


def test_reaching_out_because_of_it_starts_the_five_years_anew(as_, ada):
    lead = hands.make_lead(ada)
    consent = hands.make_consent(lead.customer, by=ada, given_at=timezone.now() - timedelta(days=1000))
    for _twice in range(2):
        as_(ada).post(reverse("leads:consent_use", args=[consent.pk]))
    assert ConsentUse.objects.count() == 1  # two taps in five minutes are one
    assert Consent.objects.get().valid_until.date() == (timezone.now() + VALIDITY).date()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        consent.use(by=ada)
    assert ConsentUse.objects.count() == 2


def test_what_was_taken_back_is_used_no_more(ada):
    consent = hands.make_consent(hands.make_customer(), by=ada)
    consent.withdraw(by=ada)
    with pytest.raises(Refusal, match="ask again"):
        consent.use(by=ada)


def test_dee_uses_nothing(as_, ada, dee):
    consent = hands.make_consent(hands.make_lead(ada).customer, by=ada)
    assert as_(dee).post(reverse("leads:consent_use", args=[consent.pk])).status_code == 404
    assert ConsentUse.objects.count() == 0
