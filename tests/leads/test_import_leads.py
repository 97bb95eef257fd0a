import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from ambassadors.models import Ambassador
from leads.models import Consent, Customer, FollowUp, Lead
from ledger.models import Event, Letter
from tests.cast import make_ambassador
from tests.importing import LEADS, PEOPLE, UNITS, csv_file, said_by, this_database

pytestmark = pytest.mark.django_db

COLUMNS = (
    "Lead ID", "First Name", "Last Name", "Company", "Email", "Phone", "Lead Source", "Status", "Current Provider",
    "Street", "Zip/Postal Code", "City", "Created Date", "Lead Owner Email", "Phone Consent", "Phone Consent Date",
    "Phone Consent Source", "Description",
)  # fmt: skip
PLAIN = {
    "Lead ID": "L1",
    "First Name": "Erika",
    "Last Name": "Muster",
    "Email": "erika@example.net",
    "Phone": "030 230125 999",
    "Lead Source": "CeBIT",
    "Status": "Working - Contacted",
    "Current Provider": "O2",
    "Street": "Am Ring 1",
    "Zip/Postal Code": "08056",
    "City": "Zwickau",
    "Created Date": "2026-05-25T05:30:39Z",
    "Description": "Wants fibre.",
}
SPOKEN = {
    "Phone Consent": "yes",
    "Phone Consent Date": "2026-05-25",
    "Phone Consent Source": "spoken at CeBIT",
}


@pytest.fixture
def today():
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def network(today):
    said_by("import_ambassadors", UNITS, PEOPLE)


def crm_file(folder, *changes, name="crm.csv"):
    rows = [{**PLAIN, **change} for change in changes]
    return csv_file(folder, name, COLUMNS, *[[row.get(column, "") for column in COLUMNS] for row in rows])


def numbered(count):
    return [{"Lead ID": f"N{n}"} for n in range(count)]


def test_the_whole_export_is_taken_as_its_readme_promises(network):
    table, rejected = said_by("import_leads", LEADS)
    assert rejected == []
    assert table == {
        "taken": 500,
        "with a number": 270,
        "numbers kept with their consent": 127,
        "numbers discarded: no consent": 143,
        "to be told what is kept of them, within a month": 500,
        "with what the contract is worth": 0,
        "monthly values discarded: this network keeps none": 0,
        "e-mail addresses to correct": 3,
        "without address and number": 97,
        "consents without a day, not valid for a call": 0,
        "for the coordinators' queue": 30,
        "with a number or address that was taken back before: left out": 0,
        "offered as a duplicate to merge": 0,
        "known already, unchanged": 0,
        "not taken": 0,
    }
    assert (Lead.objects.count(), Customer.objects.count(), Consent.objects.count()) == (500, 500, 127)
    assert Lead.objects.by_state() == {"new": 128, "contacted": 126, "offered": 0, "won": 128, "lost": 118}


def test_a_number_is_in_the_database_only_with_a_consent_in_force(network):
    said_by("import_leads", LEADS)
    with_number = [customer for customer in Customer.objects.all() if customer.phone]
    assert len(with_number) == 127
    assert all(customer.may_be_called("advertising") for customer in with_number)
    assert all(customer.phone.startswith("+49") for customer in with_number)


def test_a_second_run_changes_nothing(network):
    said_by("import_leads", LEADS)
    before = _everything()
    with time_machine.travel("2026-12-24 10:00:00+00:00"):
        table, rejected = said_by("import_leads", LEADS)
    assert ({what for what, number in table.items() if number}, rejected) == (
        {"known already, unchanged"},
        [],
    )
    assert table["known already, unchanged"] == 500
    assert _everything() == before


def _everything():
    return [list(table.objects.order_by("pk").values()) for table in (Lead, Customer, Consent, Event)]


def test_an_import_sends_nothing_and_plans_nothing(network):
    said_by("import_leads", LEADS)
    FollowUp.objects.remind()
    assert (FollowUp.objects.count(), Letter.objects.count(), mail.outbox) == (0, 0, [])


def test_leads_of_alumni_wait_in_the_queue_of_their_unit(network):
    said_by("import_leads", LEADS)
    queue = Lead.objects.in_queue()
    assert queue.count() == 30
    assert all(lead.unit_code and lead.region for lead in queue)
    assert not any(
        lead.owner and lead.owner.state == "alumnus" for lead in Lead.objects.select_related("owner")
    )


def test_a_coordinator_of_the_unit_sees_the_lead_of_an_alumnus_and_the_neighbour_does_not(tmp_path):
    from tests.cast import make_coordinator

    make_ambassador("Gone", state="alumnus", unit="T-HR", email="gone@example.org")
    near = make_coordinator("Near", unit="T-HR", scope_kind="unit", scope_value="T-HR").person
    far = make_coordinator("Far", unit="T-IT", scope_kind="unit", scope_value="T-IT").person
    said_by("import_leads", crm_file(tmp_path, {"Lead Owner Email": "gone@example.org"}))
    assert [Lead.objects.visible_to(person).in_queue().count() for person in (near, far)] == [1, 0]


def test_everything_a_row_says_is_kept(ada, tmp_path, today):
    said_by("import_leads", crm_file(tmp_path, {"Lead Owner Email": "ADA@example.org", **SPOKEN}))
    lead, customer, consent = Lead.objects.get(), Customer.objects.get(), Consent.objects.get()
    assert (lead.owner, lead.unit_code, lead.region) == (ada.ambassador, "T-DE-S-HOT", "DE-SN")
    assert (lead.external_id, lead.state, lead.source, lead.former_provider, lead.note) == (
        "L1", "contacted", "CeBIT", "O2", "Wants fibre.")  # fmt: skip
    assert lead.created_at == datetime(2026, 5, 25, 5, 30, 39, tzinfo=UTC)
    assert (customer.kind, customer.first_name, customer.last_name) == ("person", "Erika", "Muster")
    assert (customer.phone, customer.email, customer.email_state) == (
        "+4930230125999",
        "erika@example.net",
        "ok",
    )
    assert (customer.street, customer.zip_code, customer.city) == ("Am Ring 1", "08056", "Zwickau")
    assert (consent.channel, consent.purpose, consent.manner, consent.source) == (
        "phone", "advertising", "imported", "spoken at CeBIT")  # fmt: skip
    assert timezone.localtime(consent.given_at).isoformat() == "2026-05-25T00:00:00+02:00"
    assert list(Lead.objects.found_by("zwickau muster")) == [lead]
    assert [event.verb for noun in (consent, lead) for event in Event.objects.about(noun)] == [
        "given",
        "imported",
    ]


def test_the_clocks_of_retention_start_on_the_day_of_the_import(ada, tmp_path, today):
    said_by("import_leads", crm_file(tmp_path, {"Lead Owner Email": ada.email}))
    assert Lead.objects.get().state_since == timezone.now()


def test_converted_is_won_at_the_time_the_export_knows(ada, tmp_path):
    said_by("import_leads", crm_file(tmp_path, {"Status": "Closed - Converted"}))
    lead = Lead.objects.get()
    assert (lead.state, lead.won_at) == ("won", lead.created_at)


@pytest.mark.parametrize(
    "consent",
    [
        {},
        {**SPOKEN, "Phone Consent": "no"},
        {**SPOKEN, "Phone Consent Date": ""},
        {**SPOKEN, "Phone Consent Date": "2027-01-01"},
        {**SPOKEN, "Phone Consent Date": "2021-11-21"},
        {**SPOKEN, "Phone": "no number"},
    ],
)
def test_a_number_without_a_consent_in_force_is_discarded_before_saving(ada, tmp_path, today, consent):
    table, _rejected = said_by("import_leads", crm_file(tmp_path, consent))
    assert (table["numbers kept with their consent"], table["numbers discarded: no consent"]) == (0, 1)
    with connection.cursor() as cursor:
        for table in ("leads_customer", "leads_lead", "leads_consent", "ledger_event"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%230125%%'")
            assert cursor.fetchone() == (0,), table


def test_a_consent_without_a_day_is_kept_as_undated_and_allows_no_call(ada, tmp_path):
    said_by("import_leads", crm_file(tmp_path, {**SPOKEN, "Phone Consent Date": ""}))
    assert Consent.objects.get().given_at is None
    assert not Customer.objects.get().may_be_called()


def test_a_firm_is_a_firm(tmp_path):
    said_by("import_leads", crm_file(tmp_path, {"Company": "Graf AG & Co. KG"}))
    customer = Customer.objects.get()
    assert (customer.kind, str(customer)) == ("firm", "Graf AG & Co. KG, Zwickau")


def test_a_formula_is_text(tmp_path):
    said_by(
        "import_leads", crm_file(tmp_path, {"First Name": "=1+1", "Description": '@SUM(A1)\n=HYPERLINK("x")'})
    )
    assert Customer.objects.get().first_name == "=1+1"
    assert Lead.objects.get().note == '@SUM(A1)\n=HYPERLINK("x")'


def test_a_lead_without_anything_but_a_place_is_a_full_lead(tmp_path):
    nothing = {"First Name": "", "Last Name": "", "Email": "", "Phone": ""}
    table, _rejected = said_by("import_leads", crm_file(tmp_path, nothing))
    assert (table["taken"], table["without address and number"]) == (1, 1)


def test_who_names_nobody_goes_to_the_queue_or_to_the_owner_given(ada, tmp_path):
    said_by("import_leads", crm_file(tmp_path, {"Lead ID": "A"}))
    said_by("import_leads", crm_file(tmp_path, {"Lead ID": "B"}, name="second.csv"), owner="Ada@example.org")
    assert [lead.owner for lead in Lead.objects.order_by("external_id")] == [None, ada.ambassador]


def test_an_owner_nobody_knows_stops_the_import_before_it_begins(tmp_path):
    with pytest.raises(CommandError, match=r"Nobody in the network has the address x@example.org"):
        said_by("import_leads", crm_file(tmp_path, {}), owner="x@example.org")
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Lead Owner Email": "x@example.org"}, "nobody here has the address “x@example.org”"),
        ({"Status": "Nurturing"}, "the status “Nurturing” is unknown"),
        ({"Created Date": "31.02.2026"}, "there is no moment “31.02.2026”"),
        ({**SPOKEN, "Phone Consent Date": "31.02.2026"}, "there is no day “31.02.2026”"),
        ({"Company": "A" * 121}, "company is longer than 120 characters"),
        ({"Lead ID": "N0"}, "this Lead ID stands further up in the file already"),
    ],
)
def test_a_row_that_is_not_in_order_is_told_and_the_others_are_taken(tmp_path, change, reason):
    table, rejected = said_by("import_leads", crm_file(tmp_path, *numbered(1), change))
    assert (table["taken"], table["not taken"], rejected) == (1, 1, [f"crm.csv, line 3 not taken: {reason}."])


def test_a_rejected_row_can_be_corrected_and_sent_again(ada, tmp_path):
    said_by("import_leads", crm_file(tmp_path, *numbered(2), {"Lead Owner Email": "adda@example.org"}))
    table, _rejected = said_by(
        "import_leads", crm_file(tmp_path, *numbered(2), {"Lead Owner Email": "ada@example.org"})
    )
    assert (table["taken"], table["known already, unchanged"]) == (1, 2)


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"shopping.csv has no column that belongs to a lead"):
        said_by("import_leads", csv_file(tmp_path, "shopping.csv", ("what", "price"), ("milk", "1")))


def test_more_leads_cost_queries_by_the_thousand(ada, tmp_path, django_assert_max_num_queries):
    file = crm_file(tmp_path, *[{**row, **SPOKEN, "Lead Owner Email": ada.email} for row in numbered(2500)])
    with django_assert_max_num_queries(3 * 18 + 3):
        said_by("import_leads", file)
    assert Lead.objects.count() == 2500


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_loses_nothing_and_a_second_run_finishes(tmp_path):
    make_ambassador("Ada", email="ada@example.org")
    file = crm_file(
        tmp_path, *[{**row, **SPOKEN, "Lead Owner Email": "ada@example.org"} for row in numbered(20_000)]
    )
    command = [sys.executable, "manage.py", "import_leads", file]
    running = subprocess.Popen(
        command, env={**os.environ, "DATABASE_URL": this_database()}, stdout=subprocess.DEVNULL
    )
    while not Lead.objects.exists():
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    taken = Lead.objects.count()
    assert 0 < taken < 20_000
    assert taken % 1000 == 0
    table, _rejected = said_by("import_leads", file)
    assert (table["known already, unchanged"], table["taken"]) == (taken, 20_000 - taken)
    counted = (
        Lead.objects.count(),
        Customer.objects.count(),
        Consent.objects.count(),
        Event.objects.of_verb("imported").count(),
    )
    assert counted == (20_000,) * 4
    assert Ambassador.objects.get().leads.count() == 20_000
