"""A personnel file knows nothing of a reorganisation yet, or already: people stay where they belong, and sums stay equal."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from ambassadors.models import Affiliation, Ambassador, Reorganisation, Unit, UnitSpan
from leads.models import Encounter
from reports.months import MONTHS, RUNNING
from reports.unit_books import UnitBooks
from reports.unit_census import unit_census
from reports.unit_places import VIEWS
from stories.models import Story
from tests import cast
from tests.ambassadors.reorganising import day_has_come, decided, in_days, merge, part, plan, split
from tests.ambassadors.uploading import ANNA, COLUMNS, counts, said, take, text_of
from tests.importing import PEOPLE, UNITS, csv_file, said_by
from tests.reports import hands as figures
from tests.stories import hands as stories

pytestmark = pytest.mark.django_db
NEW = {"personnel_no": "P2", "email": "bert@example.org"}


@pytest.fixture
def anna(hanne):
    """Anna in T-HOME, by a file; T-HOME and T-MOB will go into T-DE."""
    for code in ("T-HOME", "T-MOB", "T-DE", "T-HR"):
        cast.make_unit(code)
    take(text_of({"unit_code": "T-HOME"}), hanne)
    return Ambassador.objects.get(hr_record__personnel_no="P1")


@pytest.fixture
def planned(anna, hanne):
    return decided(merge(["T-HOME", "T-MOB"], "T-DE", by=hanne), by=hanne)


@pytest.fixture
def merged(planned):
    day_has_come(planned, days=5)
    return planned


def of(number):
    return Ambassador.objects.get(hr_record__personnel_no=number)


def units(number, *days):
    return [(unit := of(number).unit_on(in_days(day))) and unit.code for day in days]


# Merged away


def test_a_file_that_still_names_the_old_unit_moves_nobody_back(anna, hanne, merged):
    upload = take(text_of({"unit_code": "T-HOME"}), hanne)
    assert counts(upload.job) == {"known": 1, "same": 1}
    assert units("P1", -6, 0) == ["T-HOME", "T-DE"]


def test_somebody_new_of_the_old_unit_was_in_it_and_goes_on_in_the_new_one(anna, hanne, merged):
    take(text_of(NEW | {"unit_code": "T-MOB"}), hanne)
    assert units("P2", -6, 0) == ["T-MOB", "T-DE"]
    take(
        text_of({"personnel_no": "P3", "email": "c@example.org", "unit_code": "T-MOB", "entry_date": ""}),
        hanne,
    )
    assert units("P3", -6, 0) == [None, "T-DE"]


def test_the_command_takes_them_along_too(anna, hanne, merged, tmp_path):
    row = ("P2", "Bert", "B", "bert@example.org", "T-MOB", *ANNA[5:])
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, row))
    assert units("P2", -6, 0) == ["T-MOB", "T-DE"]


def test_who_moves_into_the_old_unit_comes_into_its_successor(anna, hanne, merged):
    take(text_of(NEW | {"unit_code": "T-HR"}), hanne)
    upload = take(text_of(NEW | {"unit_code": "T-HOME"}), hanne)
    assert said(upload.job, "moved") == [(2, "Anna Arndt: T-HR → T-DE")]
    assert units("P2", -1, 0) == ["T-HR", "T-DE"]
    again = take(text_of(NEW | {"unit_code": "T-HOME"}), hanne)
    assert counts(again.job) == {"known": 1, "same": 1, "absent": 1}


def test_whoever_is_in_a_part_of_a_unit_that_was_split_stays_there(anna, hanne):
    draft = split("T-HOME", part("T-O", lands=["DE-SN"]), part("T-W", lands=["DE-SH"]), by=hanne)
    day_has_come(decided(draft, by=hanne), days=5)
    assert units("P1", 0) == ["T-W"]
    upload = take(text_of({"unit_code": "T-HOME"}, NEW | {"unit_code": "T-HOME", "region": "DE-SN"}), hanne)
    assert counts(upload.job) == {"taken": 1, "known": 1, "same": 1}
    assert (units("P1", 0), units("P2", 0)) == (["T-W"], ["T-O"])


def test_a_unit_that_ended_without_a_successor_is_a_reason(anna, hanne):
    UnitSpan.objects.of_units(Unit.objects.with_code("T-HR")).update(valid_until=date(2026, 1, 1))
    gone = {"unit_code": "T-HR", "exit_date": "2025-06-30"}
    upload = take(
        text_of(NEW | {"unit_code": "T-HR"}, {"personnel_no": "P3", "email": "c@example.org"} | gone), hanne
    )
    assert said(upload.job) == [(2, "the unit “T-HR” ended on 01.01.2026, and none went on as it")]
    assert of("P3").state == "alumnus"


# Planned


def test_a_unit_that_is_founded_later_is_a_reason_until_then(anna, hanne):
    founded = decided(plan("found", code="T-NEW", name="Neuland", parent="", by=hanne), by=hanne)
    upload = take(text_of(NEW | {"unit_code": "T-NEW"}), hanne)
    assert said(upload.job) == [(2, f"the unit “T-NEW” is not there before {in_days(30):%d.%m.%Y}")]
    day_has_come(founded, days=0)
    assert counts(take(text_of(NEW | {"unit_code": "T-NEW"}), hanne).job) == {"taken": 1, "absent": 1}


@pytest.mark.parametrize(
    ("row", "now", "then"),
    [
        ({"unit_code": "T-HOME"}, "T-HOME", "T-DE"),
        ({"unit_code": "T-MOB"}, "T-MOB", "T-DE"),
        ({"unit_code": "T-DE"}, "T-DE", "T-DE"),
        ({"unit_code": "T-HR"}, "T-HR", "T-HR"),
        ({"unit_code": "T-HOME", "exit": 10}, "T-HOME", None),
        ({"unit_code": "T-HOME", "exit": 29}, "T-HOME", None),
        ({"unit_code": "T-HOME", "exit": 60}, "T-HOME", "T-DE"),
        ({"unit_code": "T-HR", "exit": 29}, "T-HR", None),
    ],
)
def test_a_file_and_a_plan_that_touch_the_same_person_get_along(planned, hanne, row, now, then):
    leaves = in_days(row["exit"]).isoformat() if "exit" in row else ""
    row = {"unit_code": row["unit_code"], "exit_date": leaves}
    for _ in range(2):
        assert take(text_of(row), hanne, leavers=True).state == "done"
    Reorganisation.objects.carry()
    assert units("P1", 0, 30) == [now, then]
    if leaves:
        assert of("P1").unit_on(date.fromisoformat(leaves)) and not units("P1", 61)[0]
        take(text_of(row | {"exit_date": ""}), hanne)
        Reorganisation.objects.carry()
        assert units("P1", 0, 61) == [now, "T-HR" if now == "T-HR" else "T-DE"]
    planned.undo(by=hanne)
    assert units("P1", 0, 61) == [now, now]


def test_who_leaves_before_the_day_is_not_brought_back_by_the_plan(planned, hanne):
    take(text_of({"unit_code": "T-HOME", "exit_date": in_days(-1).isoformat()}), hanne, leavers=True)
    Reorganisation.objects.carry()
    assert (of("P1").state, units("P1", -1, 0, 30)) == ("alumnus", ["T-HOME", None, None])


# The company of the demo


@pytest.fixture
def company(hanne, cy):
    """The demo's own two files, taken in the browser; twenty of each division joined, met somebody and told a story."""
    take(UNITS.read_bytes(), hanne, name="units.csv")
    take(PEOPLE.read_bytes(), hanne)
    found = {}
    for code in ("T-HOME", "T-MOB", "T-DE"):
        people = list(Ambassador.objects.invited().in_units([code], timezone.localdate()).by_name()[:8])
        for number, ambassador in enumerate(people):
            ambassador.join(by=ambassador.person)
            figures.meet_in(ambassador, number % RUNNING, many=1 + number % 3)
        story = stories.publish(people[0].person, by=cy)
        Story.objects.only_this(story).update(created_at=figures.in_month(6))
        found[code] = people
    return found


def sums():
    """{view: (encounters of the network, of all units together)}, as it was then and as it is today."""
    told = {}
    for view in VIEWS:
        books = UnitBooks(view=view, level=1)
        groups = {group for group, _month in books.encounters.places()}
        counted = {group: books.encounters.count(group, range(MONTHS)) for group in groups}
        told[view] = books.encounters.count(None, range(MONTHS)), counted
    return told


def test_two_divisions_of_the_demo_become_one(company, hanne, as_):
    before, day = sums(), timezone.localdate()
    there = set(Affiliation.objects.on(day).values_list("ambassador", flat=True))
    handles = set(Ambassador.objects.values_list("pk", "handle"))
    reorganisation = decided(merge(["T-HOME", "T-MOB"], "T-DE", by=hanne), by=hanne)
    assert Affiliation.objects.on(in_days(30)).of_codes(["T-HOME", "T-MOB"]).count() == 0
    day_has_come(reorganisation)
    assert set(Affiliation.objects.on(day).values_list("ambassador", flat=True)) == there
    assert set(Ambassador.objects.values_list("pk", "handle")) == handles
    assert {one.unit_on(day).code for people in company.values() for one in people} == {"T-DE"}
    assert {code: {one.unit_on(in_days(-2)).code for one in people} for code, people in company.items()} == {
        code: {code} for code in company
    }
    after, met = sums(), Encounter.objects.count()
    assert {total for total, _units in [*before.values(), *after.values()]} == {met}
    assert {sum(counted.values()) for _total, counted in [*before.values(), *after.values()]} == {met}
    assert after["then"] == before["then"]
    assert after["today"][1].get("T-DE") == sum(before["then"][1].get(code, 0) for code in company)
    assert sum(
        people[RUNNING - 1] for people in unit_census(UnitBooks(view="today", level=1).months).values()
    )
    for code, name in (("T-HOME", "Festnetz"), ("T-MOB", "Mobilfunk"), ("T-DE", "Privatkunden")):
        story = Story.objects.of_author(company[code][0]).get()
        assert name in as_(company["T-DE"][1]).get(story.get_absolute_url()).content.decode()


def test_the_same_export_after_the_merger_changes_nothing(company, hanne):
    with time_machine.travel(timezone.now(), tick=False):
        day_has_come(decided(merge(["T-HOME", "T-MOB"], "T-DE", by=hanne), by=hanne))
        before = set(Affiliation.objects.values_list("pk", "unit", "valid_from", "valid_until"))
        upload = take(PEOPLE.read_bytes(), hanne)
    assert counts(upload.job) == {"known": 321, "same": 321, "rejected": 5}
    assert set(Affiliation.objects.values_list("pk", "unit", "valid_from", "valid_until")) == before
