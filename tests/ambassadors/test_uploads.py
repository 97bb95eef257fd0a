"""A file is brought in the browser: what it may be, who may bring it, and the steps from the file to the result."""

import csv
import io
import os
import socket
import time

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from ambassadors.imports import guessing
from ambassadors.models import Ambassador, Upload
from ledger.models import Event, Job
from tests.ambassadors.uploading import ANNA, COLUMNS, bring, counts, file_of, said, take, text_of
from tests.cast import make_coordinator, make_unit, sign_in
from tests.importing import PEOPLE

pytestmark = pytest.mark.django_db
IMPORTS = "/imports/"
GERMAN = (
    "Personalnummer",
    "Vorname",
    "Nachname",
    "E-Mail",
    "Einheit",
    "Standort",
    "Bundesland",
    "Eintritt",
    "Austritt",
    "Geburtsdatum",
)


@pytest.fixture
def hr():
    return make_unit("T-HR")


def send(client, content, name="hr.csv"):
    return client.post(IMPORTS, {"file": file_of(content, name)})


def refusal(client, content, name="hr.csv"):
    """The sentence under the field; nothing is kept."""
    answer = send(client, content, name)
    assert (answer.status_code, Upload.objects.count()) == (200, 0)
    return answer.context["form"].errors["file"][0]


# From the file to the result


def test_a_file_goes_from_its_columns_to_its_result(cy, hr, as_):
    client = as_(cy)
    answer = client.post(IMPORTS, {"file": file_of(text_of(ANNA, {"email": "no"}))}, follow=True)
    upload = Upload.objects.get()
    assert answer.redirect_chain[-1][0] == f"/imports/{upload.pk}/columns/"
    places = {name: str(place) for place, name in enumerate(COLUMNS)}
    page = client.post(f"/imports/{upload.pk}/columns/", places, follow=True).content.decode()
    assert "The first rows, as they would be taken" in page
    assert "“no” is no e-mail address" in page
    Job.objects.work(seconds=600)
    page = client.get(f"/imports/{upload.pk}/").content.decode()
    assert "Take the file" in page
    assert Ambassador.objects.with_email("anna@example.org").count() == 0
    client.post(f"/imports/{upload.pk}/taking/")
    assert "is being taken" in client.get(f"/imports/{upload.pk}/").content.decode()
    Job.objects.work(seconds=600)
    page = client.get(f"/imports/{upload.pk}/").content.decode()
    assert "What came of it" in page
    assert "1 row that wasn&#x27;t taken, as a file" in page or "1 row that wasn't taken, as a file" in page
    assert Ambassador.objects.with_email("anna@example.org").get().state == "invited"
    assert [event.verb for event in Event.objects.about(upload)] == ["taken", "arranged", "brought"]


def test_leavers_are_asked_about_and_only_a_tick_says_yes(cy, hr, as_):
    take(text_of(ANNA), cy)
    upload = bring(text_of({"exit_date": "2026-01-31"}), cy)
    page = as_(cy).get(upload.get_absolute_url()).content.decode()
    assert "1 person leaves the company" in page
    assert "Anna Arndt left on 31.01.2026" in page
    as_(cy).post(f"/imports/{upload.pk}/taking/")
    Job.objects.work(seconds=600)
    assert Ambassador.objects.with_email("anna@example.org").get().state == "invited"
    assert "nobody said yes to that" in as_(cy).get(upload.get_absolute_url()).content.decode()
    upload = bring(text_of({"exit_date": "2026-01-31"}), cy)
    as_(cy).post(f"/imports/{upload.pk}/taking/", {"leavers": "yes"})
    Job.objects.work(seconds=600)
    assert Ambassador.objects.with_email("anna@example.org").get().state == "alumnus"


def test_a_file_sent_twice_is_kept_once(cy, hr, as_):
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    for _ in range(2):
        as_(cy).post(IMPORTS, {"file": file_of(text_of(ANNA)), "client_id": key})
    assert Upload.objects.count() == 1


def test_a_taking_that_was_stopped_goes_on_and_doubles_nobody(cy, hr, as_):
    upload = bring(text_of(ANNA), cy)
    upload.take(leavers=False, by=cy)
    upload.job.cancel(by=cy)
    page = as_(cy).get(upload.get_absolute_url()).content.decode()
    assert "Going on doubles nobody" in page
    as_(cy).post(f"/imports/{upload.pk}/taking/")
    Job.objects.work(seconds=600)
    assert Upload.objects.get().state == "done"
    assert Ambassador.objects.with_email("anna@example.org").count() == 1


def test_a_file_thrown_away_is_gone_with_what_it_was_doing(
    cy, hr, as_, settings, django_capture_on_commit_callbacks
):
    upload = bring(text_of(ANNA), cy)
    upload.take(leavers=False, by=cy)
    with django_capture_on_commit_callbacks(execute=True):
        as_(cy).post(f"/imports/{upload.pk}/discarding/")
    upload.refresh_from_db()
    assert (upload.state, upload.file, upload.job.state) == ("discarded", "", "cancelled")
    assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []
    assert as_(cy).post(f"/imports/{upload.pk}/discarding/").status_code == 409


# Who


def test_only_coordinators_and_admins_bring_files_and_see_their_own(ada, cy, max, noor, hanne, hr, client):
    upload = bring(text_of(ANNA), cy)
    cora = make_coordinator("Cora", unit="T-HR").person
    addresses = [
        IMPORTS,
        upload.get_absolute_url(),
        f"/imports/{upload.pk}/columns/",
        f"/imports/{upload.pk}/rejected.csv",
    ]
    for person, wanted in ((cy, [200] * 4), (hanne, [200] * 4), (ada, [403] * 4), (max, [403] * 4), (noor, [403] * 4), (cora, [200, 404, 404, 404])):  # fmt: skip
        sign_in(client, person)
        assert [client.get(address).status_code for address in addresses] == wanted
    for act in ("trial", "taking", "discarding", "columns"):
        assert client.post(f"/imports/{upload.pk}/{act}/").status_code == 404
    assert Upload.objects.get().state == "preview"


def test_the_list_costs_the_same_for_one_and_for_three(cy, hr, as_, django_assert_max_num_queries):
    client = as_(cy)

    def cost():
        with django_assert_max_num_queries(12) as asked:
            assert client.get(IMPORTS).status_code == 200
        return len(asked)

    bring(text_of(ANNA), cy)
    one = cost()
    bring(text_of(ANNA), cy), bring(text_of(ANNA), cy)
    assert cost() == one


def test_the_preview_costs_the_same_for_one_and_for_twenty_rows(cy, hr, as_, django_assert_max_num_queries):
    client = as_(cy)

    def cost(upload):
        with django_assert_max_num_queries(20) as asked:
            assert client.get(upload.get_absolute_url()).status_code == 200
        return len(asked)

    take(text_of(ANNA), cy)
    many = [{"personnel_no": f"P{n}", "email": f"p{n}@example.org"} for n in range(2, 30)]
    assert cost(bring(text_of(ANNA), cy)) == cost(bring(text_of(ANNA, *many), cy))


# What a file may be


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_delimiter_and_columns_are_guessed(cy, hr, encoding, delimiter):
    row = (
        "P1",
        "Jürgen",
        "Größe",
        "j@example.org",
        "T-HR",
        "Köln",
        "Nordrhein-Westfalen",
        "01.02.2020",
        "",
        "03.04.1980",
    )
    upload = take(text_of(row, columns=GERMAN, delimiter=delimiter).encode(encoding), cy)
    assert upload.delimiter == delimiter
    assert upload.mapping == dict(zip(COLUMNS[:9], range(9), strict=True))
    juergen = Ambassador.objects.with_email("j@example.org").get()
    assert (str(juergen), juergen.city, juergen.region) == ("Jürgen Größe", "Köln", "DE-NW")


def test_a_birthday_is_not_taken(cy, hr):
    row = ("P1", "Anna", "Arndt", "a@example.org", "T-HR", "Kiel", "", "01.02.2020", "", "03.04.1980")
    take(text_of(row, columns=GERMAN), cy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE ANY (%s)',
                [["%1980-04-03%", "%03.04.1980%"]],
            )
            assert cursor.fetchone() == (0,), table


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest of a workbook", "This can't be read as an Excel workbook."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This is an old Excel workbook."),
        (b"%PDF-1.7 and so on", "This is a PDF and no table."),
        (b"\x89PNG\r\n\x1a\n and pixels", "This is a picture and no table."),
        (b"\xff\xd8\xff\xe0 and pixels", "This is a picture and no table."),
        (b"\x1f\x8b packed", "This file is packed."),
        (
            b"personnel_no,email\nP1\0,a@example.org\n",
            "There are characters in this file that no text has (NUL)",
        ),
        (b"personnel_no,email\n\x81\x8d,a@example.org\n", "This is no text that can be read."),
        (b"personnel_no,email,unit_code\n", "This file is empty: there is no row below the first line."),
        (b"\n", "This file is empty"),
        (b'"personnel_no,email\n' + b"x" * 140_000 + b"\nP1\n", "The first line of this file has no end"),
        (
            b",".join(b"c%d" % n for n in range(10_000)) + b"\nP1\n",
            "This file has 10000 columns, and 200 are the most.",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(cy, as_, settings, content, sentence):
    assert refusal(as_(cy), content).startswith(sentence)
    assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []


def test_an_empty_file_and_none_at_all_are_told(cy, as_):
    assert refusal(as_(cy), b"") == "This file is empty. Choose another one."
    answer = as_(cy).post(IMPORTS, {})
    assert answer.context["form"].errors["file"]


def test_a_file_that_is_too_large_is_refused_with_a_sentence(cy, as_, settings):
    settings.IMPORT_MEGABYTES = 1
    assert refusal(as_(cy), b"a,b\n" * 270_000).startswith("This file is larger than 1 MB.")


@pytest.mark.django_db(transaction=True)
def test_a_gigabyte_is_refused_before_it_is_read(live_server):
    host, port = live_server.url.removeprefix("http://").split(":")
    began = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(
            f"POST /imports/ HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            f"Content-Length: {2**30}\r\n\r\n--x\r\n".encode()
        )
        answer = line.recv(65536).decode()
    assert answer.split("\r\n")[0].split(" ")[1] == "413"
    assert time.monotonic() - began < 5


def test_a_large_file_is_read_in_constant_memory(tmp_path):
    import tracemalloc

    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("personnel_no,email,unit_code\n")
        for _ in range(40):
            file.write("P1,somebody@example.org,T-HR\n" * 20_000)
    assert os.path.getsize(path) > 20_000_000
    tracemalloc.start()
    guessed = guessing.guess(path)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (guessed.lines, most < 12_000_000) == (800_001, True)


# Columns


def columns_of(client, upload, **chosen):
    places = {name: str(place) for name, place in upload.mapping.items()} | chosen
    return client.post(f"/imports/{upload.pk}/columns/", places)


def test_a_missing_column_is_asked_for_and_what_was_chosen_stays(cy, hr, as_):
    upload = Upload.bring(file_of(text_of(ANNA)), by=cy)
    answer = columns_of(as_(cy), upload, email="")
    assert answer.context["form"].errors == {
        "email": ["Without this column no row can be taken. Choose the column that holds it."]
    }
    assert answer.context["form"]["city"].value() == "5"
    assert Upload.objects.get().state == "columns"


def test_one_column_is_one_thing(cy, hr, as_):
    upload = Upload.bring(file_of(text_of(ANNA)), by=cy)
    errors = columns_of(as_(cy), upload, city="1").context["form"].errors
    assert errors == {"city": ["This column is “First name” already. Choose another one."]}
    assert "last_name" in columns_of(as_(cy), upload, first_name="", last_name="").context["form"].errors


def test_a_column_that_is_not_there_is_no_choice(cy, hr, as_):
    upload = Upload.bring(file_of(text_of(ANNA)), by=cy)
    assert "city" in columns_of(as_(cy), upload, city="99").context["form"].errors


def test_columns_are_swapped_by_hand(cy, hr):
    upload = Upload.bring(file_of(text_of(ANNA)), by=cy)
    upload = bring(text_of(ANNA), cy, mapping=upload.mapping | {"first_name": 2, "last_name": 1})
    upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=600)
    assert str(Ambassador.objects.with_email("anna@example.org").get()) == "Arndt Anna"


# The rows that were not taken


def test_the_rejected_rows_come_as_a_file_that_can_be_corrected_and_sent_again(cy, hr, as_):
    row = ("P9", "=1+1", "Formel", "no", "T-HR", "@Kiel", "", "", "", "de")
    upload = take(text_of(row, ANNA, delimiter=";"), cy)
    answer = as_(cy).get(reverse("ambassadors:upload_rejected", args=[upload.pk]))
    text = b"".join(answer).decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="not-taken-hr.csv"'
    assert answer["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows == [
        [*COLUMNS, "Reason"],
        ["P9", "'=1+1", "Formel", "no", "T-HR", "'@Kiel", "", "", "", "de", "“no” is no e-mail address"],
    ]
    again = take(text.replace(";no;", ";nine@example.org;"), cy)
    assert counts(again.job) == {"taken": 1, "absent": 1}
    nine = Ambassador.objects.with_email("nine@example.org").get()
    assert (nine.person.first_name, nine.city) == ("=1+1", "@Kiel")


def test_a_reason_is_read_in_the_language_of_its_reader(cy, hanne, hr, as_, settings):
    people = take(text_of(("P9", "Ida", "Igel", "no", "T-HR", "Kiel", "", "", "", "de"), ANNA), cy)
    units = bring("unit_code,name,parent_code\nU-1,One,U-0\n", hanne, name="units.csv")
    english = [note.told for each in (people.job, units.trial) for note in each.notes.all()]
    with translation.override("de"):
        german = [note.told for each in (people.job, units.trial) for note in each.notes.all()]
    client = as_(cy)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    asked = client.get(reverse("ambassadors:upload_rejected", args=[people.pk]))
    assert english == ["“no” is no e-mail address", "the unit above it, “U-0”, is unknown"]
    assert german == ["„no“ ist keine E-Mail-Adresse", "die Einheit darüber, „U-0“, ist nicht bekannt"]
    assert german[0] in b"".join(asked).decode("utf-8-sig")


def test_the_five_rejected_rows_of_the_export_are_in_the_file(cy, as_):
    upload = bring(PEOPLE.read_bytes(), cy)
    answer = as_(cy).get(reverse("ambassadors:upload_rejected", args=[upload.pk]))
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert len(rows) == 1 + len(said(upload.trial)) == 1 + upload.trial.counts["rejected"]
    assert rows[-1][-1].startswith("the unit")
