"""A file of leads that names somebody who is erased is thrown away with them; files that name others stay."""

import pytest

from ambassadors.models import Upload
from leads.imports.naming import Named
from leads.models import Customer
from ledger import nightly
from ledger.models import Event, JobNote
from tests.ambassadors.uploading import bring, take
from tests.leads import hands

pytestmark = pytest.mark.django_db
HEADER = "Vorname;Nachname;Firma;E-Mail;Telefon;Ort;Datum;Botschafter;Bemerkung"
OTHERS = "Karla;Kolumna;;karla@example.net;0171 2223334;Aue;32.13.2026;;Nimmt Glasfaser."


@pytest.fixture(autouse=True)
def _folders_of_this_test_alone(settings, tmp_path):
    settings.ERASURES_FILE, settings.MEDIA_ROOT = tmp_path / "erasures.log", tmp_path / "media"


@pytest.fixture
def erika(ada):
    return hands.make_customer(
        first_name="Erika",
        last_name="Müller",
        company="Ringbau",
        email="erika@example.net",
        phone=hands.NUMBER,
    )


def text(*rows):
    return "\r\n".join([HEADER, *rows]) + "\r\n"


NAMING = {
    "name": "Erika;Müller;;;;Aue;;;",
    "name in another spelling": "ERIKA;Mueller;;;;Aue;;;",
    "firm": ";;Ringbau;;;Aue;;;",
    "address": ";;;Erika@Example.net;;Aue;;;",
    "number": ";;;;030 / 230 125-999;Aue;;;",
    "in a note": ";;;;;Aue;;;Die Schwester von Erika Müller",
}


@pytest.mark.parametrize("row", NAMING.values(), ids=NAMING)
def test_a_line_that_names_them_is_noticed(erika, row):
    assert Named([erika]).stand_in(row)


@pytest.mark.parametrize(
    "row", [OTHERS, "Erika;Muster;;;;Aue;;;", ";;;e@example.net;030 230125998;;;;", "", ";;;;;;;;"]
)
def test_a_line_about_others_is_not(erika, row):
    assert not Named([erika]).stand_in(row)


def test_the_lead_that_was_imported_is_found_by_its_number(ada):
    customer = hands.make_lead(ada, external_id="00Q4711").customer
    assert Named([customer]).stand_in("00q4711;;;;;;;;") and not Named([customer]).stand_in("00q4712;;;;;;;;")


def test_who_has_nothing_of_that_is_in_no_file(ada):
    assert not Named([hands.make_customer()]).stand_in("Frau;M.;;;;Zwickau;;;")


@pytest.mark.parametrize("bring_in", [bring, take])
def test_the_file_goes_with_them_and_what_was_said_of_its_lines(
    cy, erika, bring_in, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload = bring_in(text(OTHERS.replace("Karla;Kolumna", "Erika;Müller"), OTHERS), cy)
        other = bring_in(text(OTHERS), cy)
    assert JobNote.objects.exists() and upload.file
    with django_capture_on_commit_callbacks(execute=True):
        erika.erase(by=cy)
    upload.refresh_from_db()
    (lying,) = (settings.MEDIA_ROOT / "imports").iterdir()
    assert (upload.file, lying.stem) == ("", Upload.objects.get(pk=other.pk).file)
    assert {note.job_id for note in JobNote.objects.all()} <= {other.trial_id, other.job_id}
    assert Event.objects.about(upload).of_verb("discarded").count() == 1


def test_a_note_that_quotes_them_goes_also_where_the_file_is_gone(cy, erika):
    upload = take(text(OTHERS.replace("32.13.2026", "Erika Müller")), cy)
    Upload.objects.filter(pk=upload.pk).update(file="")
    assert "Erika" in JobNote.objects.of_jobs([upload.job_id]).get().text
    erika.erase(by=cy)
    assert not JobNote.objects.exists()


def test_a_file_that_cannot_be_read_goes(cy, erika):
    upload = bring(text(OTHERS), cy)
    Upload.objects.filter(pk=upload.pk).update(encoding="utf-99")
    erika.erase(by=cy)
    assert Upload.objects.get(pk=upload.pk).file == ""


def test_the_night_throws_it_away_too(cy, erika):
    upload = bring(text(OTHERS.replace("Karla;Kolumna", "Erika;Müller")), cy)
    Customer.objects.update(created_at=erika.created_at - 15 * hands.DAY)
    nightly.sweep(
        now=nightly.timezone.datetime(2030, 1, 15, 2, 30, tzinfo=nightly.timezone.get_default_timezone())
    )
    assert (Customer.objects.count(), Upload.objects.get(pk=upload.pk).file) == (0, "")
