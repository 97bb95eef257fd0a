import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import connection

from ambassadors.imports import people
from ambassadors.models import Affiliation, Ambassador, HrRecord, Person, Role
from ledger.models import Event, Letter
from tests.cast import make_ambassador, make_person, make_unit
from tests.importing import PEOPLE, UNITS, csv_file, said_by, this_database

pytestmark = pytest.mark.django_db

COLUMNS = people.COLUMNS
ANNA = ("P1", "Anna", "Arndt", "anna@example.org", "T-HR", "Kiel", "DE-SH", "2020-01-01", "", "de")


@pytest.fixture
def today():
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def hr():
    return make_unit("T-HR")


def rows_of(*changes):
    """Rows like Anna's, each with other cells: {column: text}."""
    plain = dict(zip(COLUMNS, ANNA, strict=True))
    return [[{**plain, **change}[column] for column in COLUMNS] for change in changes]


def numbered(count):
    return rows_of(*({"personnel_no": f"P{n}", "email": f"p{n}@example.org"} for n in range(count)))


def test_the_whole_export_is_taken_as_its_readme_promises(today):
    table, rejected = said_by("import_ambassadors", PEOPLE, UNITS)
    assert table == {
        "invited": 302,
        "alumni, gone already": 19,
        "alumni since the last import": 0,
        "taken": 321,
        "known already, unchanged": 0,
        "not taken": 5,
    }
    name = PEOPLE.name
    assert rejected == [
        f"{name}, line 322 not taken: this person stands further up in the file already.",
        f"{name}, line 323 not taken: this person stands further up in the file already.",
        f"{name}, line 324 not taken: there is no e-mail address.",
        f"{name}, line 325 not taken: the unit “T-GIBTSNICHT” is unknown.",
        f"{name}, line 326 not taken: there is no day “31.02.2020”.",
    ]
    assert Ambassador.objects.invited().count() == 302
    assert Ambassador.objects.alumni().count() == 19


def test_a_second_run_changes_nothing(today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    before = _everything()
    table, rejected = said_by("import_ambassadors", UNITS, PEOPLE)
    assert (table["taken"], table["known already, unchanged"], table["not taken"]) == (0, 321, 5)
    assert len(rejected) == 5
    assert _everything() == before


def _everything():
    tables = (Person, Ambassador, HrRecord, Affiliation, Event)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_nobody_is_mailed_and_nobody_can_sign_in(today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    assert (Letter.objects.count(), mail.outbox, Role.objects.count()) == (0, [], 0)
    assert not any(person.has_usable_password() for person in Person.objects.all())


def test_no_superior_is_kept_anywhere(today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%vorgesetzte%"])
            assert cursor.fetchone() == (0,), table


def test_a_name_that_is_a_formula_is_text(today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    person = Person.objects.get(email="formel@example.org")
    assert (person.first_name, person.last_name) == ('=HYPERLINK("http://example.org")', "Formel")
    assert person.ambassador.handle == "hyperlinkhttpexampleorg-formel"


def test_everything_a_row_says_is_kept(hr, tmp_path, today):
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, ANNA))
    anna = Ambassador.objects.get()
    facts = (anna.state, anna.handle, anna.city, anna.region, anna.folded, anna.person.language, anna.unit)
    assert facts == ("invited", "anna-arndt", "Kiel", "DE-SH", "anna arndt kiel", "de", hr)
    record = anna.hr_record
    assert (record.personnel_no, record.entry_date, record.exit_date) == ("P1", date(2020, 1, 1), None)
    assert [event.verb for event in Event.objects.about(anna)] == ["imported"]
    assert Event.objects.chain_holds(anna)


def test_a_language_we_do_not_speak_is_kept_and_the_site_answers_in_its_own(hr, tmp_path):
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, *rows_of({"language": "tr"})))
    person = Person.objects.get()
    assert (person.language, person.reads) == ("tr", "en")


def test_who_leaves_in_the_future_is_invited_and_an_alumnus_at_the_import_after_it(hr, tmp_path):
    file = csv_file(tmp_path, "hr.csv", COLUMNS, *rows_of({"exit_date": "2026-11-30"}))
    with time_machine.travel("2026-11-30 22:00:00+00:00"):
        table, _rejected = said_by("import_ambassadors", file)
        assert (table["invited"], table["alumni, gone already"]) == (1, 0)
        assert Ambassador.objects.get().unit_on() == hr
    with time_machine.travel("2026-12-01 10:00:00+00:00"):
        table, _rejected = said_by("import_ambassadors", file)
        assert (table["alumni since the last import"], table["known already, unchanged"]) == (1, 1)
        assert said_by("import_ambassadors", file)[0]["alumni since the last import"] == 0
        anna = Ambassador.objects.get()
    assert (anna.state, anna.unit_on(date(2026, 12, 1)), anna.unit_on(date(2026, 11, 30))) == (
        "alumnus",
        None,
        hr,
    )
    assert [event.verb for event in Event.objects.about(anna)] == ["left", "imported"]


def test_people_of_one_name_get_handles_of_their_own(hr, tmp_path):
    make_ambassador("Anna", "Arndt", email="first@example.org")
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, *numbered(3)))
    handles = {"anna-arndt", "anna-arndt-2", "anna-arndt-3", "anna-arndt-4"}
    assert {ambassador.handle for ambassador in Ambassador.objects.all()} == handles


def test_somebody_who_can_sign_in_already_keeps_the_login(hr, tmp_path):
    hanne = make_person("Hanne", email="anna@example.org")
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, ANNA))
    assert Ambassador.objects.get().person == hanne
    assert Person.objects.get().has_usable_password()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "anna@"}, "“anna@” is no e-mail address"),
        ({"email": "a" * 260 + "@example.org"}, "email is longer than 254 characters"),
        ({"personnel_no": ""}, "there is no personnel number"),
        ({"first_name": "", "last_name": ""}, "there is no name"),
        ({"first_name": "A" * 81}, "first_name is longer than 80 characters"),
        ({"city": "Kiel\x1b[31m"}, "city: This has to fit on one line, without hidden characters."),
        ({"unit_code": "\x1b[2J"}, "the unit “·[2J” is unknown"),
        ({"entry_date": "2020-02-30"}, "there is no day “2020-02-30”"),
        ({"exit_date": "2019-12-31"}, "the exit date is before the entry date"),
    ],
)
def test_a_row_that_is_not_in_order_is_told_and_the_others_are_taken(hr, tmp_path, change, reason):
    file = csv_file(tmp_path, "hr.csv", COLUMNS, *rows_of(change), *numbered(1))
    table, rejected = said_by("import_ambassadors", file)
    assert (table["taken"], rejected) == (
        1,
        [f"hr.csv, line 2 not taken: {reason.rstrip('.')}{'.' * (1 + reason.endswith('.'))}"],
    )


def test_a_row_that_has_lost_a_cell_is_told(hr, tmp_path):
    file = csv_file(tmp_path, "hr.csv", COLUMNS, ANNA[:-1], *numbered(1))
    assert said_by("import_ambassadors", file)[1] == [
        "hr.csv, line 2 not taken: it has another number of cells than the first line."
    ]


def test_a_number_and_an_address_that_belong_to_different_people_are_told(hr, tmp_path):
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, *numbered(2)))
    crossed = rows_of(
        {"personnel_no": "P0", "email": "new@example.org"}, {"personnel_no": "P7", "email": "p1@example.org"}
    )
    table, rejected = said_by("import_ambassadors", csv_file(tmp_path, "hr2.csv", COLUMNS, *crossed))
    assert rejected == [
        "hr2.csv, line 2 not taken: the personnel number P0 belongs to another address.",
        "hr2.csv, line 3 not taken: this address belongs to somebody else in the network.",
    ]
    assert (table["taken"], Ambassador.objects.count()) == (0, 2)


def test_more_people_cost_queries_by_the_thousand(hr, tmp_path, django_assert_max_num_queries):
    file = csv_file(tmp_path, "hr.csv", COLUMNS, *numbered(2500))
    with django_assert_max_num_queries(3 * 14 + 8):
        said_by("import_ambassadors", file)
    assert Ambassador.objects.count() == 2500


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_loses_nothing_and_a_second_run_finishes(tmp_path):
    make_unit("T-HR")
    file = csv_file(tmp_path, "hr.csv", COLUMNS, *numbered(20_000))
    environment = {**os.environ, "DATABASE_URL": this_database()}
    running = subprocess.Popen(
        [sys.executable, "manage.py", "import_ambassadors", file], env=environment, stdout=subprocess.DEVNULL
    )
    while not Ambassador.objects.exists():
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    taken = Ambassador.objects.count()
    assert 0 < taken < 20_000
    assert taken % 1000 == 0
    table, _rejected = said_by("import_ambassadors", file)
    assert (table["known already, unchanged"], table["taken"]) == (taken, 20_000 - taken)
    assert (Person.objects.count(), HrRecord.objects.count(), Event.objects.of_verb("imported").count()) == (
        20_000,
    ) * 3
