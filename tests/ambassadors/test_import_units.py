from datetime import date

import pytest

from ambassadors.models import Unit, UnitSpan
from tests.importing import UNITS, csv_file, said_by

pytestmark = pytest.mark.django_db

COLUMNS = ("unit_code", "name", "parent_code", "valid_from", "valid_until")


def test_the_units_of_the_company_are_taken_with_their_tree():
    table, rejected = said_by("import_ambassadors", UNITS)
    assert (table["taken"], rejected, Unit.objects.count()) == (18, [], 18)
    depths = {code: depth for depth, code, _name in Unit.objects.tree()}
    assert (depths["T-DE"], depths["T-DE-V"], depths["T-DE-V-SHOP"], len(depths)) == (0, 1, 2, 18)


def test_a_second_run_changes_nothing():
    said_by("import_ambassadors", UNITS)
    before = list(UnitSpan.objects.order_by("pk").values())
    table, _rejected = said_by("import_ambassadors", UNITS)
    assert (table["taken"], table["known already, unchanged"]) == (0, 18)
    assert list(UnitSpan.objects.order_by("pk").values()) == before


def test_a_parent_may_stand_below_its_children(tmp_path):
    rows = ("T-A", "Child", "T-Z", "", ""), ("T-Z", "Parent", "", "", "")
    said_by("import_ambassadors", csv_file(tmp_path, "units.csv", COLUMNS, *rows))
    assert [row[:2] for row in Unit.objects.tree()] == [(0, "T-Z"), (1, "T-A")]


def test_a_unit_gets_its_next_name_from_the_day_it_holds(tmp_path):
    old, new = ("T-A", "Old", "", "1980-01-01", "2027-01-01"), ("T-A", "New", "", "2027-01-01", "")
    said_by("import_ambassadors", csv_file(tmp_path, "units.csv", COLUMNS, old))
    table, _rejected = said_by("import_ambassadors", csv_file(tmp_path, "later.csv", COLUMNS, old, new))
    unit = Unit.objects.get()
    assert (table["taken"], table["known already, unchanged"]) == (1, 1)
    assert (unit.name_on(date(2026, 12, 31)), unit.name_on(date(2027, 1, 1))) == ("Old", "New")


def test_a_unit_that_can_not_be_is_told(tmp_path):
    rows = [
        ("T-A", "A", "", "", ""),
        ("", "No code", "", "", ""),
        ("T-B", "B", "T-GONE", "", ""),
        ("T-C", "C", "T-D", "", ""),
        ("T-D", "D", "T-C", "", ""),
        ("T-E", "E", "", "2020-01-01", "2019-01-01"),
        ("T-A", "Another A", "", "2000-01-01", ""),
    ]
    table, rejected = said_by("import_ambassadors", csv_file(tmp_path, "units.csv", COLUMNS, *rows))
    assert rejected == [
        "units.csv, line 3 not taken: there is no unit code.",
        "units.csv, line 7 not taken: it ends before it begins.",
        "units.csv, line 4 not taken: the unit above it, “T-GONE”, is unknown.",
        "units.csv, line 5 not taken: the unit above it, “T-D”, is unknown.",
        "units.csv, line 6 not taken: the unit above it, “T-C”, is unknown.",
        "units.csv, line 8 not taken: the unit T-A has another name in these days.",
    ]
    assert (table["taken"], [unit.code for unit in Unit.objects.all()]) == (1, ["T-A"])
