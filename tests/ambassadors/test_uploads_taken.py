"""What becomes of people and units that are brought in by a file in the browser."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from ambassadors.models import Affiliation, Ambassador, HrRecord, Person, Unit, UnitSpan, Upload
from ledger.models import Event, Job, JobNote, Letter
from ledger.refusal import Refusal
from tests.ambassadors.uploading import ANNA, COLUMNS, bring, counts, report, said, take, text_of
from tests.cast import make_ambassador, make_coordinator, make_unit
from tests.importing import PEOPLE, UNITS, said_by

pytestmark = pytest.mark.django_db
TODAY = "2026-11-22 10:00:00+00:00"


@pytest.fixture
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def units():
    return [make_unit(code) for code in ("T-HR", "T-IT", "T-COM")]


def people_in_rows():
    return {
        table.__name__: table.objects.count() for table in (Person, Ambassador, HrRecord, Affiliation)
    } | {"events": Event.objects.of_verb("imported", "updated", "left").count()}


def everything():
    tables = (Person, Ambassador, HrRecord, Affiliation)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_the_whole_export_gives_what_its_readme_promises(hanne, today):
    assert counts(take(UNITS.read_bytes(), hanne, name="units.csv").job) == {"taken": 18}
    before, letters = set(Person.objects.values_list("pk", flat=True)), Letter.objects.count()
    upload = take(PEOPLE.read_bytes(), hanne)
    assert counts(upload.trial) == counts(upload.job) == {"taken": 321, "alumni": 19, "rejected": 5}
    assert (
        said(upload.job)
        == said(upload.trial)
        == [
            (322, "this person stands further up in the file already"),
            (323, "this person stands further up in the file already"),
            (324, "there is no e-mail address"),
            (325, "the unit “T-GIBTSNICHT” is unknown"),
            (326, "there is no day “31.02.2020”"),
        ]
    )
    assert (Ambassador.objects.invited().count(), Ambassador.objects.alumni().count()) == (302, 19)
    assert (Letter.objects.count(), mail.outbox) == (letters, [])
    fresh = Person.objects.exclude(pk__in=before)
    assert (len(fresh), any(person.has_usable_password() for person in fresh)) == (321, False)
    assert upload.state == "done"


def test_no_superior_is_kept_anywhere(hanne, today):
    take(UNITS.read_bytes(), hanne)
    take(PEOPLE.read_bytes(), hanne)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%vorgesetzte%"])
            assert cursor.fetchone() == (0,), table


def test_the_browser_takes_what_the_command_takes(hanne, today):
    said_by("import_ambassadors", UNITS, PEOPLE)
    upload = take(PEOPLE.read_bytes(), hanne)
    assert counts(upload.job) == {"known": 321, "same": 321, "rejected": 5}


def test_a_second_identical_file_changes_nothing(hanne, today):
    take(UNITS.read_bytes(), hanne)
    take(PEOPLE.read_bytes(), hanne)
    before = everything(), people_in_rows()
    upload = take(PEOPLE.read_bytes(), hanne, leavers=True)
    assert counts(upload.job) == {"known": 321, "same": 321, "rejected": 5}
    assert report(upload).changes_nothing
    assert (everything(), people_in_rows()) == before


def test_a_dry_run_writes_nothing_and_says_what_the_run_then_does(hanne, units):
    before = people_in_rows()
    upload = bring(text_of(ANNA, {"email": "no"}), hanne)
    assert people_in_rows() == before
    assert (counts(upload.trial), upload.state) == ({"taken": 1, "rejected": 1}, "preview")


def test_nothing_is_taken_before_the_dry_run_has_ended(hanne, units):
    upload = Upload.objects.get(pk=bring(text_of(ANNA), hanne).pk)
    upload.try_out(by=hanne)
    with pytest.raises(Refusal, match="hasn't been looked at to its end"):
        upload.take(leavers=False, by=hanne)
    assert not Ambassador.objects.exists()


def test_a_file_is_taken_once(hanne, units):
    upload = take(text_of(ANNA), hanne)
    with pytest.raises(Refusal):
        upload.take(leavers=False, by=hanne)
    assert Ambassador.objects.count() == 1


# A month later


@pytest.fixture
def anna(hanne, units):
    with time_machine.travel("2026-10-22 10:00:00+00:00"):
        take(text_of(ANNA), hanne)
    return Ambassador.objects.get()


def fresh(ambassador):
    return Ambassador.objects.select_related("person", "hr_record").get(pk=ambassador.pk)


def test_who_moved_belongs_to_the_new_unit_from_the_day_on(anna, hanne, today):
    upload = take(text_of({"unit_code": "T-IT"}), hanne)
    assert counts(upload.job) == {"known": 1, "moved": 1}
    assert report(upload).moves == [("T-HR → T-IT", 1)]
    assert said(upload.job, "moved") == [(2, "Anna Arndt: T-HR → T-IT")]
    spans = Affiliation.objects.order_by("valid_from").values_list("unit__code", "valid_from", "valid_until")
    assert list(spans) == [
        ("T-HR", date(2020, 1, 1), date(2026, 11, 22)),
        ("T-IT", date(2026, 11, 22), None),
    ]
    assert [event.verb for event in Event.objects.about(anna)] == ["updated", "imported"]
    assert Event.objects.chain_holds(anna)


def test_who_moves_twice_on_one_day_has_no_empty_day(anna, hanne, today):
    take(text_of({"unit_code": "T-IT"}), hanne)
    take(text_of({"unit_code": "T-COM"}), hanne)
    assert list(Affiliation.objects.order_by("valid_from").values_list("unit__code", flat=True)) == [
        "T-HR",
        "T-COM",
    ]


def test_a_new_name_place_and_language_are_taken(anna, hanne, today):
    upload = take(text_of({"last_name": "Berg", "city": "Bonn", "region": "DE-NW", "language": "tr"}), hanne)
    assert counts(upload.job) == {"known": 1, "renamed": 1, "placed": 1}
    assert said(upload.job, "renamed") == [(2, "Anna Arndt → Anna Berg")]
    now = fresh(anna)
    assert (str(now), now.city, now.region, now.person.language, now.handle) == (
        "Anna Berg",
        "Bonn",
        "DE-NW",
        "tr",
        "anna-arndt",
    )
    assert "berg" in now.folded


def test_what_somebody_wrote_themself_stays_and_is_shown(anna, hanne, today):
    Ambassador.objects.update(city="Leipzig")
    upload = take(text_of({"city": "Bonn"}), hanne)
    assert said(upload.job, "own") == [(2, "Anna Arndt: “Leipzig” stays (the file says “Bonn”)")]
    assert fresh(anna).city == "Leipzig"
    assert counts(take(text_of({"city": "Bonn"}), hanne).job) == {"known": 1, "same": 1}


def test_an_empty_cell_or_a_missing_column_takes_nothing_away(anna, hanne, today):
    take(text_of({"city": "", "language": "", "region": ""}), hanne)
    some = ("personnel_no", "last_name", "email", "unit_code")
    upload = take(text_of({}, columns=some), hanne)
    now = fresh(anna)
    assert (now.city, now.region, now.person.language, now.person.first_name) == (
        "Kiel",
        "DE-SH",
        "de",
        "Anna",
    )
    assert counts(upload.job) == {"known": 1, "same": 1}


def test_leavers_stay_as_they_are_until_somebody_says_yes(anna, hanne, today):
    upload = take(text_of({"exit_date": "2026-11-01"}), hanne)
    assert counts(upload.job) == {"known": 1, "leaves": 1, "unconfirmed": 1}
    assert (fresh(anna).state, fresh(anna).hr_record.exit_date) == ("invited", None)
    upload = take(text_of({"exit_date": "2026-11-01"}), hanne, leavers=True)
    assert said(upload.job, "leaves") == [(2, "Anna Arndt left on 01.11.2026")]
    now = fresh(anna)
    assert (now.state, now.hr_record.exit_date, now.unit_on(date(2026, 11, 22))) == (
        "alumnus",
        date(2026, 11, 1),
        None,
    )
    assert now.unit_on(date(2026, 11, 1)).code == "T-HR"
    assert counts(take(text_of({"exit_date": "2026-11-01"}), hanne, leavers=True).job) == {
        "known": 1,
        "same": 1,
    }


def test_who_will_leave_belongs_to_the_unit_until_then_and_may_stay_after_all(anna, hanne, today):
    assert counts(take(text_of({"exit_date": "2026-12-31"}), hanne, leavers=True).job) == {
        "known": 1,
        "will_leave": 1,
    }
    assert (fresh(anna).state, fresh(anna).unit_on(date(2027, 1, 1))) == ("invited", None)
    assert counts(take(text_of({"exit_date": ""}), hanne).job) == {"known": 1, "stays": 1}
    assert fresh(anna).unit_on(date(2027, 1, 1)).code == "T-HR"


def test_who_is_not_in_the_file_is_told_and_not_taken_for_gone(anna, hanne, today):
    upload = take(text_of({"personnel_no": "P2", "email": "bert@example.org"}), hanne, leavers=True)
    assert counts(upload.job) == {"taken": 1, "absent": 1}
    assert said(upload.job, "absent") == [(1, "Anna Arndt, P1")]
    assert fresh(anna).state == "invited"


def test_a_rejected_row_is_not_taken_for_absent(anna, hanne, today):
    upload = take(text_of({"entry_date": "2020-02-30"}), hanne)
    assert counts(upload.job) == {"rejected": 1}


def test_who_joined_by_themself_gets_the_personnel_number(hanne, units, today):
    ada = make_ambassador("Anna", "Arndt", email="anna@example.org", unit="T-HR", city="Leipzig")
    upload = take(text_of(ANNA), hanne)
    assert counts(upload.job) == {"known": 1, "linked": 1, "own": 1, "placed": 1}
    now = fresh(ada)
    assert (now.hr_record.personnel_no, now.city, now.state) == ("P1", "Leipzig", "active")


def test_an_alumnus_without_exit_date_is_told_and_comes_back_by_their_own_will(anna, hanne, today):
    take(text_of({"exit_date": "2026-11-01"}), hanne, leavers=True)
    assert counts(take(text_of(ANNA), hanne).job) == {"known": 1, "back": 1}
    assert fresh(anna).state == "alumnus"


# Scopes


def test_a_coordinator_brings_in_their_own_scope_only(units):
    cora = make_coordinator("Cora", scope_kind="unit", scope_value="T-HR", unit="T-HR").person
    upload = take(text_of(ANNA, {"personnel_no": "P2", "email": "b@example.org", "unit_code": "T-IT"}), cora)
    assert (counts(upload.job), said(upload.job)) == (
        {"taken": 1, "rejected": 1},
        [(3, "it lies outside your scope")],
    )


def test_a_coordinator_pulls_nobody_out_of_a_foreign_scope(anna, units, today):
    cora = make_coordinator("Cora", scope_kind="unit", scope_value="T-IT", unit="T-IT").person
    upload = take(text_of({"unit_code": "T-IT"}), cora)
    assert (counts(upload.job), fresh(anna).unit.code) == ({"rejected": 1}, "T-HR")


def test_units_belong_to_the_network(units):
    cora = make_coordinator("Cora", scope_kind="unit", scope_value="T-HR", unit="T-HR").person
    spans = UnitSpan.objects.count()
    upload = bring("unit_code,name,parent_code,valid_from,valid_until\nT-X,X,,,\n", cora)
    assert (upload.trial.state, upload.trial.said.split(".")[0]) == (
        "failed",
        "Units belong to the whole network",
    )
    assert UnitSpan.objects.count() == spans


def test_units_are_looked_at_before_they_are_taken(hanne):
    upload = bring(UNITS.read_bytes(), hanne)
    assert (counts(upload.trial), Unit.objects.count()) == ({"taken": 18}, 0)
    upload.take(leavers=False, by=hanne)
    Job.objects.work(seconds=600)
    assert Unit.objects.count() == 18


# Bad cells


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"entry_date": "1901-01-01"}, "the year 1901 can't be right"),
        ({"exit_date": "2999-12-31"}, "the year 2999 can't be right"),
        ({"personnel_no": ""}, "there is no personnel number"),
    ],
)
def test_a_row_that_is_not_in_order_is_told_and_the_others_are_taken(hanne, units, change, reason):
    upload = take(text_of(change, {"personnel_no": "P2", "email": "b@example.org"}), hanne)
    assert (counts(upload.job), said(upload.job)) == ({"taken": 1, "rejected": 1}, [(2, reason)])


def test_words_are_understood_as_codes(hanne, units):
    take(text_of({"region": "Sachsen", "language": "Deutsch", "exit_date": "31.12.9999"}), hanne)
    anna = Ambassador.objects.get()
    assert (anna.region, anna.person.language, anna.hr_record.exit_date) == ("DE-SN", "de", None)


def test_a_quote_that_never_closes_says_which_lines_it_swallows(hanne, units):
    text = text_of(ANNA) + 'P2,"Bert,B,b@example.org,T-HR,,,,,\nP3,C,C,c@example.org,T-HR,,,,,\n'
    upload = take(text, hanne)
    assert said(upload.job) == [(3, "a quotation mark is missing or too many: it swallows the lines 3 to 4")]
    assert counts(upload.job) == {"taken": 1, "rejected": 1}


# Files go


def test_old_files_and_files_nobody_knows_are_thrown_away(hanne, units, settings):
    upload = take(text_of(ANNA), hanne)
    folder = settings.MEDIA_ROOT / "imports"
    assert [path.stem for path in folder.iterdir()] == [upload.file]
    assert oct((folder / f"{upload.file}.csv").stat().st_mode)[-3:] == "600"
    assert Upload.objects.sweep() == 0
    Upload.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert Upload.objects.sweep() == 1
    upload.refresh_from_db()
    assert (upload.file, upload.state) == ("", "done")


def test_notes_name_nobody_for_longer_than_the_file_is_kept(hanne, units):
    take(text_of({"email": "no"}), hanne)
    assert JobNote.objects.count() == 2
    Job.objects.update(ended_at=timezone.now() - timedelta(days=15))
    Job.objects.forget_old()
    assert JobNote.objects.count() == 0


def test_two_files_at_once_wait_for_each_other(hanne, units):
    first, second = (bring(text_of(ANNA), hanne) for _ in range(2))
    first.take(leavers=False, by=hanne), second.take(leavers=False, by=hanne)
    Job.objects.work(seconds=600)
    assert [counts(Upload.objects.get(pk=each.pk).job) for each in (first, second)] == [
        {"taken": 1},
        {"known": 1, "same": 1},
    ]
    assert Ambassador.objects.count() == 1


def test_more_people_cost_questions_by_the_thousand(hanne, units, django_assert_max_num_queries):
    rows: list = [(f"P{n}", "A", "B", f"p{n}@example.org", *ANNA[4:]) for n in range(2500)]
    upload = bring(text_of(*rows), hanne)
    upload.take(leavers=False, by=hanne)
    with django_assert_max_num_queries(3 * 25 + 15):
        Job.objects.work(seconds=600)
    moved = [(*row[:4], "T-IT", *row[5:]) for row in rows]
    upload = bring(text_of(*moved), hanne)
    upload.take(leavers=False, by=hanne)
    with django_assert_max_num_queries(3 * 30 + 15):
        Job.objects.work(seconds=600)
    assert (upload.rows, Affiliation.objects.count(), len(COLUMNS)) == (2500, 5000, 10)
