"""A call about an offer can't be started without a consent that fits at that moment, wherever one looks."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from leads import links
from leads.models import Case, Consent, ConsentUse, Customer, FollowUp, Objection
from leads.models.consequences import NOBODY_MAY_CALL
from ledger.refusal import Refusal
from tests.leads import hands
from tests.leads.tapping import Phone

DAY = timedelta(days=1)
STATES = ["none", "service", "advertising", "email", "withdrawn", "long ago", "objected"]
ALLOWS = {("service", "service"), ("advertising", "service"), ("advertising", "advertising")}
NUMBER_LINK = "tel:"


def in_state(ada, state):
    """A lead whose customer has said this and that, with a number."""
    lead = hands.make_lead(ada)
    said = {"purpose": "service" if state == "service" else "advertising"}
    if state == "email":
        said["channel"] = "email"
    if state != "none":
        given = timezone.now() - (3000 if state == "long ago" else 1) * DAY
        consent = hands.make_consent(lead.customer, by=ada, given_at=given, **said)
        if state == "withdrawn":
            consent.withdraw(by=ada)
    if state == "objected":
        Objection.declare(lead.customer, "advertising", by=ada)
    Customer.objects.filter(pk=lead.customer_id).update(phone=hands.NUMBER)
    return lead


def startable(client, follow_up):
    """What each place says: the row itself, a list of rows, the card, the answer page, the letter's page, the number."""
    fresh = FollowUp.objects.get(pk=follow_up.pk)
    (listed,) = FollowUp.objects.all().with_call_right()
    answer = client.get(fresh.get_absolute_url()).content.decode()
    tap = client.get(reverse("leads:tap", args=[links.token_for(fresh)])).content.decode()
    card = client.get("/follow-ups/").content.decode()
    contact = reverse("leads:contact", args=[fresh.customer_id])
    number = client.post(contact, {"follow_up": str(fresh.pk)}).content.decode()
    return {
        "row": fresh.may_call,
        "list": listed.may_call,
        "answer": "call: ask when you meet" not in answer,
        "tap": "call: ask when you meet" not in tap,
        "card": f'name="follow_up" value="{fresh.pk}"' in card,
        "number": NUMBER_LINK in number,
    }


@pytest.mark.parametrize(("state", "purpose"), list(product(STATES, ["service", "advertising"])))
def test_every_place_says_the_same_and_never_more_than_was_agreed_to(as_, ada, state, purpose):
    lead = in_state(ada, state)
    follow_up = hands.make_follow_up(lead, purpose=purpose)
    allowed = (state, purpose) in ALLOWS
    if state == "objected":
        allowed = follow_up.may_call
        assert purpose == "service" or not allowed
    assert set(startable(as_(ada), follow_up).values()) == {allowed}
    if not allowed:
        with pytest.raises(Refusal):
            follow_up.call(by=ada)
        assert not ConsentUse.objects.exists()


@pytest.mark.parametrize("answer", ["all_ok", "not_ok"])
def test_who_reached_somebody_without_a_consent_says_how(as_, ada, answer):
    follow_up = hands.make_follow_up(hands.make_lead(ada, consent="service"), purpose="advertising")
    page = as_(ada).get(follow_up.get_absolute_url()).content.decode()
    assert "they agreed to calls about their matter only" in page
    refused = as_(ada).post(follow_up.get_absolute_url(), {"answer": answer}).content.decode()
    follow_up.refresh_from_db()
    assert str(NOBODY_MAY_CALL) in refused and follow_up.is_open
    as_(ada).post(follow_up.get_absolute_url(), {"answer": answer, "how": "they_called"})
    follow_up.refresh_from_db()
    assert (follow_up.answer, follow_up.how) == (answer, "they_called")
    assert not ConsentUse.objects.exists() and Case.objects.count() == (answer == "not_ok")


def test_from_the_letter_it_is_asked_as_well(ada):
    follow_up = hands.make_follow_up(hands.make_lead(ada), purpose="advertising")
    phone = Phone(follow_up)
    assert str(NOBODY_MAY_CALL) in phone.tap("all_ok").content.decode()
    phone.tap("all_ok", how="met")
    follow_up.refresh_from_db()
    assert (follow_up.answer, follow_up.how) == ("all_ok", "met")


def test_a_call_that_was_allowed_says_so_and_uses_the_consent(ada):
    follow_up = hands.make_follow_up(hands.make_lead(ada, consent="advertising"), purpose="advertising")
    follow_up.complete(by=ada, answer="all_ok")
    assert (follow_up.how, ConsentUse.objects.count()) == ("called", 1)
    follow_up.correct(by=ada, answer="not_needed")
    assert follow_up.how == ""


def test_who_was_met_used_no_consent_although_there_is_one(ada):
    follow_up = hands.make_follow_up(hands.make_lead(ada, consent="advertising"), purpose="advertising")
    follow_up.complete(by=ada, answer="all_ok", how="met")
    assert not ConsentUse.objects.exists() and Consent.objects.exists()
