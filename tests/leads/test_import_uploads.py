"""Leads are brought in the browser: from the file over its columns and the dry run to what came of it."""

import csv
import io
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import translation
from openpyxl import Workbook

from ambassadors.models import Network, Upload
from leads.models import Consent, Customer, FollowUp, Lead, Notice
from ledger.models import Event, Job, Letter
from ledger.refusal import Refusal
from tests.ambassadors.uploading import bring, file_of, said, take
from tests.cast import make_ambassador, make_coordinator, sign_in
from tests.importing import EXCEL, LEADS, PEOPLE, UNITS, said_by
from tests.leads.hands import make_customer, make_lead

pytestmark = pytest.mark.django_db
HEADER = (
    "Vorname;Nachname;E-Mail;Telefon;Anlass;bisheriger Anbieter;Ort;Datum;Botschafter;Bemerkung;Anruf erlaubt"
)
ERIKA = "Erika;Muster;erika@example.net;030 23125999;CeBIT;O2;Zwickau;01.10.2026;ada@example.org;Nimmt Glasfaser.;"


@pytest.fixture
def today():
    with time_machine.travel("2026-11-27 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ada_here(today):
    return make_ambassador("Ada", email="ada@example.org")


def text(*rows, header=HEADER):
    return "\r\n".join([header, *rows]) + "\r\n"


def told(job):
    return {what: number for what, number in job.counts.items() if number}


def test_the_excel_file_goes_through_the_browser_as_its_readme_promises(cy, as_, today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    said_by("import_leads", LEADS)
    client, before = as_(cy), Lead.objects.count()
    answer = client.post("/imports/", {"file": file_of(EXCEL.read_bytes(), "leads.csv")}, follow=True)
    upload = Upload.objects.get()
    assert (upload.kind, upload.encoding, upload.delimiter, upload.dates, upload.decimal) == (
        "leads", "cp1252", ";", "dmy", ",")  # fmt: skip
    page = answer.content.decode()
    assert "Windows (CP1252)" in page
    assert "semicolon ;" in page
    places = {name: str(place) for name, place in upload.mapping.items()}
    page = client.post(f"/imports/{upload.pk}/columns/", places, follow=True).content.decode()
    assert page.count('<th scope="row">') == 20
    assert "its number is not kept" in page
    Job.objects.work(seconds=600)
    assert Lead.objects.count() == before
    client.post(f"/imports/{upload.pk}/taking/")
    Job.objects.work(seconds=600)
    upload.refresh_from_db()
    assert told(upload.job) == told(upload.trial)
    assert (upload.state, upload.job.counts["taken"], upload.job.counts["twins"]) == ("done", 202, 1)
    assert said(upload.job) == [
        (214, "there is no moment “32.13.2026”"),
        (215, "nobody here has the address “niemand@example.org”"),
    ]
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "offered as a duplicate to merge" in page
    assert "2 rows that weren" in page
    assert (FollowUp.objects.count(), Letter.objects.exclude(kind="role_granted").count(), mail.outbox) == (
        0,
        0,
        [],
    )


def test_the_crm_export_gives_the_same_in_the_browser(cy, today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    upload = take(LEADS.read_bytes(), cy, name="crm.csv")
    assert told(upload.job) == {"taken": 500, "numbers": 270, "kept": 127, "discarded": 143, "to_correct": 3,
                                "unreachable": 97, "queued": 30, "to_tell": 500}  # fmt: skip


def test_no_number_without_a_consent_stands_anywhere(cy, ada_here):
    take(text(ERIKA), cy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', ["%23125999%"])
            assert cursor.fetchone() == (0,), table
    assert Customer.objects.get().phone == ""


def test_of_the_file_only_what_was_not_taken_stays(
    cy, ada_here, as_, settings, django_capture_on_commit_callbacks
):
    broken = ERIKA.replace("Erika", "Karla").replace("01.10.2026", "32.13.2026")
    with django_capture_on_commit_callbacks(execute=True):
        upload = take(text(ERIKA, broken), cy)
    (kept,) = (settings.MEDIA_ROOT / "imports").iterdir()
    assert ("Erika" in kept.read_text(), "Karla" in kept.read_text()) == (False, True)
    answer = as_(cy).get(f"/imports/{upload.pk}/rejected.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))
    assert (len(rows), rows[1][0], rows[1][-1]) == (2, "Karla", "there is no moment “32.13.2026”")
    corrected = kept.read_bytes().replace(b"32.13.2026", b"30.09.2026")
    with django_capture_on_commit_callbacks(execute=True):
        again = take(corrected, cy)
    assert told(again.job)["taken"] == 1
    assert again.file == ""
    assert Lead.objects.count() == 2


def test_a_reason_is_read_in_the_language_of_its_reader(cy, ada_here):
    upload = bring(text(ERIKA.replace("01.10.2026", "32.13.2026")), cy, name="leads.csv")
    note = upload.trial.notes.get()
    with translation.override("de"):
        german = note.told
    assert (note.told, german) == (
        "there is no moment “32.13.2026”",
        "den Zeitpunkt „32.13.2026“ gibt es nicht",
    )


def test_a_second_upload_changes_nothing(cy, ada_here):
    take(text(ERIKA), cy)
    before = (
        list(Lead.objects.values()),
        list(Customer.objects.values()),
        Event.objects.of_verb("imported").count(),
    )
    assert told(take(text(ERIKA), cy).job) == {"known": 1}
    assert (
        list(Lead.objects.values()),
        list(Customer.objects.values()),
        Event.objects.of_verb("imported").count(),
    ) == before


def test_a_lead_of_a_consent_with_its_day_keeps_its_number(cy, ada_here):
    header = HEADER + ";Einwilligung am;Quelle der Einwilligung"
    take(text(ERIKA + "ja;02.10.2026;CeBIT", header=header), cy)
    assert Customer.objects.get().phone == "+493023125999"
    assert Consent.objects.get().given_at.date().isoformat() == "2026-10-01"  # the second in Berlin


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("39,95 €", "39.95"),
        ("1.234,50", "1234.50"),
        ("999999,99", "999999.99"),
        ("k. A.", None),
        ("–", None),
        ("", None),
    ],
)
def test_a_monthly_value_is_read_as_people_write_it(cy, hanne, ada_here, cell, kept):
    Network.change(by=hanne, keeps_contract_values=True)
    upload = take(text(ERIKA + cell, header=HEADER.replace("Anruf erlaubt", "Monatswert")), cy)
    assert told(upload.job).get("valued", 0) == (kept is not None)
    assert Lead.objects.get().contract_value == (kept and Decimal(kept))


@pytest.mark.parametrize("cell", ["30-40", "1000000,00", "-3,00"])
def test_a_monthly_value_that_cannot_be_is_a_reason(cy, ada_here, cell):
    upload = take(text(ERIKA + cell, header=HEADER.replace("Anruf erlaubt", "Monatswert")), cy)
    assert (told(upload.job), Lead.objects.count()) == ({"rejected": 1}, 0)


def test_what_is_not_kept_of_a_row_is_said_before_it_is_taken(cy, ada_here, as_):
    upload = bring(text(ERIKA + "39,95", header=HEADER.replace("Anruf erlaubt", "Monatswert")), cy)
    page = as_(cy).get(upload.get_absolute_url()).content.decode()
    assert "its monthly value is not kept" in page
    assert "monthly values discarded: this network keeps none" in page


def test_whoever_came_in_a_file_is_to_be_told_within_a_month(cy, ada_here, as_):
    assert told(take(text(ERIKA), cy).job)["to_tell"] == 1
    customer, client = Customer.objects.get(), as_(ada_here.person)
    assert customer.notices.count() == 0  # none was handed over, so none is written down
    assert (
        "tell them so when you first speak, by 27 Dec"
        in client.get(customer.get_absolute_url()).content.decode()
    )
    contact = f"{customer.get_absolute_url()}contact/"
    assert "this came to us in a file" in client.post(contact).content.decode()
    Notice.hand_over(customer, by=ada_here.person)
    assert "this came to us in a file" not in client.post(contact).content.decode()
    assert "tell them so" not in client.get(customer.get_absolute_url()).content.decode()


def test_whoever_was_met_has_no_month(ada_here, as_):
    customer = make_customer(told=False)
    make_lead(ada_here, customer=customer)
    page = as_(ada_here.person).get(customer.get_absolute_url()).content.decode()
    assert "Nothing that reaches them may be kept before." in page


def test_a_number_that_was_taken_back_is_not_let_in_again(cy, ada_here):
    header = HEADER + ";Einwilligung am"
    take(text(ERIKA + "ja;02.10.2026", header=header), cy)
    customer = Customer.objects.get()
    customer.consents.get().withdraw(by=cy)
    assert customer.consents.get().is_withdrawn
    again = ERIKA.replace("Erika", "Erica").replace("erika@", "erica@") + "ja;02.10.2026"
    upload = take(text(again, header=header), cy)
    assert told(upload.job)["held_back"] == 1
    other = Customer.objects.get(first_name="Erica")
    assert (other.phone, other.consents.count(), other.email) == ("", 0, "erica@example.net")


# How a file is written is shown, and can be changed


def test_how_a_file_is_written_is_changed_by_hand(cy, ada_here, as_):
    header = "First Name,City,Created Date,Lead Owner Email,Description"
    rows = ["Anna,Kiel,03/04/2026,ada@example.org,a", "Berta,Kiel,04/05/2026,ada@example.org,b"]
    upload = Upload.bring(file_of(text(*rows, header=header)), by=cy)
    assert (upload.kind, upload.dates) == ("leads", "mdy")
    how = {"kind": "leads", "encoding": "utf-8", "delimiter": ",", "dates": "dmy", "decimal": "."}
    page = as_(cy).post(f"/imports/{upload.pk}/reading/", how, follow=True).content.decode()
    assert "30.11.2026: day, month, year" in page
    upload.refresh_from_db()
    upload.arrange(upload.mapping, by=cy)
    Job.objects.work(seconds=60)
    upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=60)
    days = sorted(lead.created_at.date().isoformat() for lead in Lead.objects.all())
    assert days == ["2026-04-02", "2026-05-03"]  # midnight in Berlin


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2026-10-01"], "ymd"),
        (["2026-10-01T05:30:39Z"], "ymd"),
        (["01.10.2026"], "dmy"),
        (["13/10/2026", "03/04/2026"], "dmy"),
        (["10/13/2026", "03/04/2026"], "mdy"),
        (["03/04/2026"], "mdy"),
        (["1.2.26 14:05"], "dmy"),
        ([""], "ymd"),
    ],
)
def test_the_order_of_days_is_told_by_what_stands_in_the_file(cy, days, order):
    rows = [f"Anna;{day};ada@example.org;x" for day in days]
    assert Upload.bring(file_of(text(*rows, header="Vorname;Datum;Botschafter;Notiz")), by=cy).dates == order


@pytest.mark.parametrize(("encoding", "what"), [("utf-8", "no encoding fits"), ("utf-16", "nor this")])
def test_an_encoding_that_does_not_fit_is_a_sentence_and_changes_nothing(cy, as_, encoding, what):
    upload = Upload.bring(file_of(text(ERIKA.replace("Muster", "Größe")).encode("cp1252")), by=cy)
    how = {"kind": "leads", "encoding": encoding, "delimiter": ";", "dates": "dmy", "decimal": ","}
    answer = as_(cy).post(f"/imports/{upload.pk}/reading/", how)
    assert answer.status_code == 409
    assert "This is no text that can be read" in answer.content.decode()
    upload.refresh_from_db()
    assert upload.encoding == "cp1252"


def test_nonsense_is_no_way_of_reading(cy, as_):
    upload = Upload.bring(file_of(text(ERIKA)), by=cy)
    assert (
        as_(cy).post(f"/imports/{upload.pk}/reading/", {"kind": "cats", "encoding": "rot13"}).status_code
        == 409
    )


# Who


def test_a_coordinator_brings_leads_of_their_scope_alone(today):
    make_ambassador("Near", email="near@example.org", unit="T-HR")
    make_ambassador("Far", email="far@example.org", unit="T-IT")
    cora = make_coordinator("Cora", unit="T-HR", scope_kind="unit", scope_value="T-HR").person
    rows = [ERIKA.replace("ada@", f"{who}@").replace("Erika", who) for who in ("near", "far")]
    upload = take(text(*rows, ERIKA.replace("ada@example.org", "")), cora)
    assert [reason for _line, reason in said(upload.job)] == [
        "it lies outside your scope",
        "it names nobody who looks after it; say who, or ask a coordinator of the network",
    ]
    assert told(upload.job)["taken"] == 1


def test_rows_that_name_nobody_go_to_whom_one_says(cy, ada_here, as_):
    upload = Upload.bring(file_of(text(ERIKA.replace("ada@example.org", ""))), by=cy)
    places = {name: str(place) for name, place in upload.mapping.items()}
    answer = as_(cy).post(f"/imports/{upload.pk}/columns/", places | {"taker": "nobody@example.org"})
    assert "Nobody who is active in your scope" in answer.context["form"].errors["taker"][0]
    as_(cy).post(f"/imports/{upload.pk}/columns/", places | {"taker": "Ada@example.org"})
    Job.objects.work(seconds=60)
    upload.refresh_from_db()
    upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=60)
    assert Lead.objects.get().owner == ada_here


def test_nobody_else_sees_a_file_of_leads_an_admin_included(ada, cy, max, noor, hanne, client):
    upload = bring(text(ERIKA), cy)
    for person, wanted in ((cy, 200), (hanne, 404), (ada, 403), (max, 403), (noor, 403)):
        sign_in(client, person)
        assert client.get(upload.get_absolute_url()).status_code == wanted, person


def test_an_admin_brings_leads_too(hanne, ada_here):
    assert told(take(text(ERIKA), hanne).job)["taken"] == 1


# What a file may be


def workbook(*rows):
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_is_the_same_file_in_other_clothes(cy, ada_here):
    from datetime import datetime

    take(text(ERIKA), cy)
    cells = [*ERIKA.split(";")]
    cells[7] = datetime(2026, 10, 1)
    upload = take(workbook(HEADER.split(";"), cells, ["=1+1", "Formel", *[None] * 9]), cy, name="leads.xlsx")
    assert upload.is_workbook
    assert told(upload.job) == {"known": 1, "taken": 1, "unreachable": 1, "queued": 1}
    assert Customer.objects.get(last_name="Formel").first_name == "=1+1"


def test_a_workbook_that_is_a_bomb_is_refused(cy, settings):
    import zipfile

    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * (70 * 2**20))
    with pytest.raises(Refusal, match="too large when it is unpacked"):
        Upload.bring(file_of(kept.getvalue(), "bomb.xlsx"), by=cy)
    assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 and so on", "This is a PDF and no table."),
        (b"PK\x03\x04" + bytes(range(256)) * 40, "This can't be read as an Excel workbook."),
        (bytes(range(256)) * 100, "This is no text that can be read."),
    ],
)
def test_what_only_calls_itself_a_workbook_is_refused(cy, content, sentence):
    with pytest.raises(Refusal) as refused:
        Upload.bring(file_of(content, "leads.xlsx"), by=cy)
    assert str(refused.value).startswith(sentence)


def test_two_columns_of_one_name_are_told_apart_and_ragged_rows_are_rejected(cy, ada_here, as_):
    header = "Vorname;Ort;Ort;Datum;Botschafter"
    rows = [
        "Anna;Kiel;Bonn;01.10.2026;ada@example.org",
        "Berta;Kiel",
        "Carla;Kiel;Bonn;01.10.2026;ada@example.org;zu viel",
    ]
    upload = bring(text(*rows, header=header), cy)
    page = as_(cy).get(f"/imports/{upload.pk}/columns/").content.decode()
    assert "Ort, column 2 (Kiel)" in page
    assert "Ort, column 3 (Bonn)" in page
    assert told(upload.trial)["taken"] == 1
    assert [reason for _line, reason in said(upload.trial)] == [
        "it has another number of cells than the first line"
    ] * 2


@pytest.mark.parametrize(
    ("year", "sentence"), [(1901, "the year 1901 can't be right"), (2999, "the year 2999 can't be right")]
)
def test_years_that_cannot_be_are_rejected(cy, ada_here, year, sentence):
    upload = bring(text(ERIKA.replace("2026", str(year))), cy)
    assert said(upload.trial) == [(2, sentence)]


def test_a_stopped_taking_goes_on_and_doubles_nobody(cy, ada_here):
    rows = [ERIKA.replace("Erika", f"Erika{number}") for number in range(2500)]
    upload = bring(text(*rows), cy)
    upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=0.2)
    upload.refresh_from_db()
    if upload.job.is_unended:
        upload.job.cancel(by=cy)
        upload.refresh_from_db()
        upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=600)
    upload.refresh_from_db()
    assert (upload.state, Lead.objects.count()) == ("done", 2500)
