"""Consent: what allows a call, what is kept because of it, and what goes with it."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from leads.models import Consent, ConsentUse, ConsentWithdrawal, ConsentWording, Customer, FollowUp
from leads.models.consent import VALIDITY
from ledger.models import Event
from ledger.refusal import Refusal
from tests.leads.hands import DAY, NUMBER, make_consent, make_customer, make_follow_up, make_lead


@pytest.mark.parametrize(
    ("given", "asked", "fits"),
    [("service", "service", True), ("advertising", "service", True), ("advertising", "advertising", True),
     ("service", "advertising", False)],
)  # fmt: skip
def test_a_yes_to_advertising_is_one_to_service_and_not_the_other_way_round(ada, given, asked, fits):
    customer = make_customer()
    make_consent(customer, by=ada, purpose=given)
    assert customer.may_be_called(asked) is fits


@pytest.mark.parametrize("channel", ["email", "post", "messenger"])
def test_a_yes_for_another_channel_allows_no_call(ada, channel):
    customer = make_customer()
    make_consent(customer, by=ada, channel=channel)
    assert not customer.may_be_called("service")


def test_a_consent_is_good_for_five_years_and_each_use_starts_them_anew(ada):
    lead = make_lead(ada)
    consent = make_consent(lead.customer, by=ada, given_at=timezone.now() - VALIDITY + DAY)
    assert lead.customer.may_be_called()
    consent.use(by=ada, follow_up=make_follow_up(lead))
    later = timezone.now() + 30 * DAY
    assert lead.customer.may_be_called(at=later)
    assert consent.valid_until.date() == (timezone.now() + relativedelta(years=5)).date()


def test_a_consent_of_more_than_five_years_ago_is_over(ada):
    customer = make_customer()
    consent = make_consent(customer, by=ada, given_at=timezone.now() - VALIDITY - DAY)
    assert (customer.may_be_called(), consent.is_in_force) == (False, False)


def test_an_undated_consent_allows_nothing(ada):
    customer = make_customer()
    consent = Consent.objects.create(
        customer=customer, channel="phone", purpose="advertising", manner="imported"
    )
    assert (customer.may_be_called(), consent.valid_until, consent.is_in_force) == (False, None, False)


def test_a_consent_of_tomorrow_allows_nothing_today(ada):
    customer = make_customer()
    make_consent(customer, by=ada, given_at=timezone.now() + DAY)
    assert not customer.may_be_called()


def test_a_consent_keeps_the_words_it_was_given_to(ada):
    consent = make_consent(make_customer(), by=ada, purpose="service")
    assert (consent.wording.version, consent.wording.language, consent.taken_by) == (1, "en", ada.ambassador)
    assert "until it is settled" in consent.wording.text
    assert make_consent(make_customer(), by=ada, purpose="service").wording == ConsentWording.objects.get()


# Numbers


def test_a_number_without_a_consent_is_discarded_before_saving(ada):
    customer = make_customer()
    discarded = customer.keep_contact(by=ada, phone=NUMBER, city="Aue")
    customer.refresh_from_db()
    assert (discarded, customer.phone, customer.city) == (["phone"], "", "Aue")


def test_a_number_with_a_consent_is_kept(ada):
    customer = make_customer()
    make_consent(customer, by=ada, purpose="service")
    assert (customer.keep_contact(by=ada, phone=NUMBER), Customer.objects.get().phone) == ([], NUMBER)


@pytest.mark.parametrize(
    ("email", "state"),
    [("m@example.org", "ok"), ("", "ok"), ("m@", "to_correct"), ("m at example.org", "to_correct")],
)
def test_an_address_that_cannot_be_right_is_kept_as_to_correct(ada, email, state):
    customer = make_customer()
    customer.keep_contact(by=ada, email=email)
    assert (Customer.objects.get().email, Customer.objects.get().email_state) == (email, state)


def test_with_the_last_consent_goes_the_number(ada):
    customer = make_customer()
    first, second = (make_consent(customer, by=ada, purpose=p) for p in ("service", "advertising"))
    customer.keep_contact(by=ada, phone=NUMBER)
    first.withdraw(by=ada)
    assert Customer.objects.get().phone == NUMBER
    second.withdraw(by=ada)
    assert (Customer.objects.get().phone, Customer.objects.get().may_be_called()) == ("", False)
    assert Event.objects.about(customer).of_verb("number_erased").count() == 1


def test_a_consent_is_taken_back_once(ada):
    consent = make_consent(make_customer(), by=ada)
    consent.withdraw(by=ada)
    with pytest.raises(Refusal):
        consent.withdraw(by=ada)
    assert ConsentWithdrawal.objects.count() == 1


def test_a_number_whose_consent_has_run_out_is_not_shown(ada):
    customer = make_customer(phone=NUMBER)
    make_consent(customer, by=ada, given_at=timezone.now() - VALIDITY - DAY)
    assert customer.show_contact(by=ada, purpose="look").phone == ""


def test_lists_ask_for_consents_as_single_pages_do(ada):
    leads = [make_lead(ada), make_lead(ada, consent="service"), make_lead(ada, consent="advertising")]
    for lead in leads:
        for purpose in ("service", "advertising"):
            make_follow_up(lead, purpose=purpose)
    listed = {f.pk: f.may_call for f in FollowUp.objects.with_customers()}
    alone = {f.pk: f.may_call for f in FollowUp.objects.all()}
    assert listed == alone and sorted(alone.values()) == [False, False, False, True, True, True]


# Never rewritten


@pytest.mark.parametrize("noun", [Consent, ConsentUse, ConsentWithdrawal])
@pytest.mark.parametrize("act", ["UPDATE {} SET created_at = now()", "DELETE FROM {}"])
def test_what_proves_a_consent_is_never_rewritten(ada, noun, act):
    lead = make_lead(ada, consent="advertising")
    consent = lead.customer.consents.get()
    consent.use(by=ada, follow_up=make_follow_up(lead))
    consent.withdraw(by=ada)
    with pytest.raises(IntegrityError, match="append-only") as refused, transaction.atomic():
        connection.cursor().execute(act.format(noun._meta.db_table))
    assert refused and noun.objects.count() == 1


# What they are called


@pytest.mark.parametrize(
    ("fields", "called"),
    [
        ({"nickname": "The lady from the fair"}, "The lady from the fair, Zwickau"),
        ({"nickname": "", "first_name": "Erika", "last_name": "Mustermann"}, "Erika M., Zwickau"),
        ({"nickname": "", "last_name": "Mustermann", "kind": "household"}, "Family M., Zwickau"),
        ({"nickname": "", "company": "Café am Markt"}, "Café am Markt, Zwickau"),
        ({"nickname": "", "city": ""}, "Somebody without a name"),
    ],
)
def test_nobody_is_called_by_their_full_name(db, fields, called):
    assert str(make_customer(**fields)) == called


def test_a_consent_given_twice_by_one_form_is_one(ada):
    customer, form = make_customer(), "0d7f2f0e-2a5f-4f4b-9a52-63f0c74a3c11"
    first = make_consent(customer, by=ada, client_id=form)
    assert make_consent(customer, by=ada, client_id=form) == first
    with pytest.raises(Refusal):
        make_consent(make_customer("Herr B."), by=ada, client_id=form)
    assert Consent.objects.count() == 1


def test_the_uses_of_a_consent_are_its_own(ada):
    lead = make_lead(ada, consent="advertising")
    follow_up = make_follow_up(lead)
    lead.customer.consents.get().use(by=ada, follow_up=follow_up)
    assert ConsentUse.objects.get().at - timezone.now() < timedelta(seconds=5)
