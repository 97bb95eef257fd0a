"""A file as a German Excel saves it: semicolons, CP1252, 30.11.2026, commas in sums, line breaks inside cells."""

from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from ambassadors.models import Network
from leads.models import Consent, Customer, FollowUp, Lead
from ledger.models import Letter
from tests.importing import EXCEL, LEADS, PEOPLE, UNITS, said_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    with time_machine.travel("2026-11-27 10:00:00+00:00", tick=False):
        said_by("import_ambassadors", UNITS, PEOPLE)
        yield


def test_the_whole_file_is_taken_as_its_readme_promises(network):
    said_by("import_leads", LEADS)
    table, rejected = said_by("import_leads", EXCEL)
    assert table == {
        "taken": 202,
        "with a number": 95,
        "numbers kept with their consent": 0,
        "numbers discarded: no consent": 95,
        "consents without a day, not valid for a call": 52,
        "to be told what is kept of them, within a month": 121,
        "with what the contract is worth": 0,
        "monthly values discarded: this network keeps none": 202,
        "e-mail addresses to correct": 0,
        "without address and number": 49,
        "for the coordinators' queue": 11,
        "with a number or address that was taken back before: left out": 0,
        "offered as a duplicate to merge": 1,
        "known already, unchanged": 0,
        "not taken": 2,
    }
    assert rejected == [
        "leads_excel_de.csv, line 214 not taken: there is no moment “32.13.2026”.",
        "leads_excel_de.csv, line 215 not taken: nobody here has the address “niemand@example.org”.",
    ]


def test_no_number_is_kept_and_no_undated_consent_allows_a_call(network):
    said_by("import_leads", EXCEL)
    assert {customer.phone for customer in Customer.objects.all()} == {""}
    assert {consent.given_at for consent in Consent.objects.all()} == {None}
    assert not any(consent.customer.may_be_called() for consent in Consent.objects.all())


def test_what_a_contract_is_worth_is_kept_where_the_network_keeps_it(network, hanne):
    Network.change(by=hanne, keeps_contract_values=True)
    table, _rejected = said_by("import_leads", EXCEL)
    assert table["with what the contract is worth"] == 202
    assert table["monthly values discarded: this network keeps none"] == 0
    assert Lead.objects.get(customer__first_name="Erhardt").contract_value == Decimal("33.00")


def test_without_that_no_value_stands_anywhere(network):
    said_by("import_leads", EXCEL)
    assert {lead.contract_value for lead in Lead.objects.all()} == {None}


def test_the_same_person_of_the_other_export_is_taken_and_never_merged_silently(network):
    said_by("import_leads", LEADS)
    said_by("import_leads", EXCEL)
    both = [customer for customer in Customer.objects.all() if customer.email == "zweimal.da3@example.net"]
    assert len(both) == 2


def test_what_the_rows_say_is_kept(network):
    said_by("import_leads", EXCEL)
    lead = Lead.objects.select_related("customer", "owner__person").get(customer__first_name="Erhardt")
    assert lead.note.splitlines()[1] == "zweite Zeile; mit Semikolon"
    assert (lead.source, lead.former_provider, lead.customer.city, lead.customer.zip_code) == (
        "Zugfahrt", "eigener Stadtwerke-Anschluss", "Hoyerswerda", "58819")  # fmt: skip
    assert lead.created_at.date().isoformat() == "2026-09-28"  # the 29th in Berlin
    assert lead.owner.person.email == "hasso.walter142@example.org"
    lady = Lead.objects.get(note="ältere Dame mit Hut, keine Nummer, kein Name")
    assert (lady.state, lady.customer.called) == ("new", "Somebody without a name")


def test_a_second_run_changes_nothing_and_nothing_is_sent_or_planned(network):
    said_by("import_leads", EXCEL)
    before = [list(table.objects.order_by("pk").values()) for table in (Lead, Customer, Consent)]
    table, _rejected = said_by("import_leads", EXCEL)
    assert (table["taken"], table["known already, unchanged"], table["not taken"]) == (0, 202, 2)
    assert [list(table.objects.order_by("pk").values()) for table in (Lead, Customer, Consent)] == before
    assert (FollowUp.objects.count(), Letter.objects.count(), mail.outbox) == (0, 0, [])
