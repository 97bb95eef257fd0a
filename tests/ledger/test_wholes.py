"""A whole is kept together or not at all, and its events stand in their chains like any others."""

import pytest
from django.db import IntegrityError, transaction

from leads.models import Customer, Lead
from ledger import wholes
from ledger.models import Event, Salt
from tests.leads.hands import make_customer, make_lead

pytestmark = pytest.mark.django_db


def met(name="Frau Meier"):
    customer = make_customer(name)
    Event.record_first(customer, "met")
    return customer


@wholes.part
def met_in_vain():
    met("Nobody")
    raise ValueError("in vain")


def test_events_of_a_whole_are_written_at_its_end_in_their_order():
    with wholes.whole():
        customer = met()
        Event.record(customer, "changed")
        Event.record(customer, "called")
        assert not Event.objects.about(customer).exists()
    assert [event.verb for event in Event.objects.about(customer)] == ["called", "changed", "met"]
    assert Event.objects.chain_holds(customer)
    Event.record(customer, "changed")
    assert Event.objects.chain_holds(customer)


def test_what_was_there_before_goes_on_with_its_chain(ada):
    lead = make_lead(ada)
    with wholes.whole():
        Event.record(lead, "changed", by=ada)
    assert Event.objects.chain_holds(lead)


def test_a_fault_in_any_part_takes_all_of_it_back():
    with pytest.raises(ValueError, match="in vain"), wholes.whole():
        met()
        Salt.first_digest(met(), "secret")
        met_in_vain()
    assert not Customer.objects.exists()
    assert not Salt.objects.exists()
    assert not Event.objects.of_verb("met").exists()


def test_a_part_alone_is_a_transaction_of_its_own():
    with transaction.atomic():
        with pytest.raises(ValueError, match="in vain"):
            met_in_vain()
        met()
    assert [customer.nickname for customer in Customer.objects.all()] == [met().nickname]


def test_something_that_happened_before_is_no_first_time():
    customer = met()
    with pytest.raises(IntegrityError), wholes.whole():
        Event.record_first(customer, "met")


def test_the_next_whole_knows_nothing_of_the_last():
    with wholes.whole():
        customer = met()
    with wholes.whole():
        assert wholes.last_digest(("leads.customer", str(customer.pk))) is None
        Event.record(customer, "changed")
    assert Event.objects.chain_holds(customer)
    assert not Lead.objects.exists()
