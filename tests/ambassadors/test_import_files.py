import pytest
from django.core.management import CommandError
from django.db import connections

from ambassadors.imports import alone
from ambassadors.models import Unit
from tests.importing import PEOPLE, UNITS, csv_file, said_by

pytestmark = pytest.mark.django_db

COLUMNS = ("unit_code", "name", "parent_code", "valid_from", "valid_until")
ROW = ("T-A", "Ärzte", "", "", "")


def refusal(*files, command="import_ambassadors"):
    """The one sentence with which the command ends (exit status 1)."""
    with pytest.raises(CommandError) as refused:
        said_by(command, *files)
    assert (refused.value.returncode, "\n" in str(refused.value)) == (1, False)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path, encoding):
    file = csv_file(tmp_path, "units.csv", COLUMNS, ROW, encoding=encoding)
    assert (
        refusal(file) == "units.csv isn't written in UTF-8. In Excel: save as “CSV UTF-8 (comma delimited)”."
    )


def test_a_wrong_letter_at_the_end_of_a_long_file_is_found_before_the_first_row_is_taken(tmp_path):
    file = csv_file(
        tmp_path, "units.csv", COLUMNS, *[(f"T-{n}", "x" * 100, "", "", "") for n in range(20_000)]
    )
    with file.open("ab") as end:
        end.write("T-A,Ärzte,,,\n".encode("cp1252"))
    assert "isn't written in UTF-8" in refusal(file)
    assert Unit.objects.count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"unit_code,name,parent_code,valid_from,valid_until\n", b"unit_code"]
)
def test_an_empty_file_is_refused(tmp_path, content):
    file = tmp_path / "units.csv"
    file.write_bytes(content)
    assert refusal(file) == "units.csv is empty: there is no row in it."


def test_a_missing_column_is_named(tmp_path):
    file = csv_file(tmp_path, "units.csv", COLUMNS[1:], ROW[1:])
    assert refusal(file) == "units.csv lacks the column unit_code. Export it again with all columns."


def test_something_else_is_told_what_it_lacks(tmp_path):
    sentence = refusal(csv_file(tmp_path, "shopping.csv", ("what", "price"), ("milk", "1")))
    assert sentence.startswith("shopping.csv lacks the column personnel_no, first_name")


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    assert refusal(tmp_path / "gone.csv").endswith("gone.csv can't be opened: No such file or directory.")
    assert refusal(tmp_path).endswith("can't be opened: Is a directory.")


def test_one_bad_file_keeps_the_good_ones_from_being_taken(tmp_path):
    refusal(UNITS, tmp_path / "gone.csv")
    assert Unit.objects.count() == 0


def test_a_forgotten_quotation_mark_is_found(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(",".join(COLUMNS) + '\nT-A,A,,,\nT-B,"B,,,\n' + "x,y,,,\n" * 30_000)
    assert refusal(file).startswith("units.csv can't be read from line 3 on: a quotation mark is missing")


def test_a_byte_order_mark_semicolons_and_empty_lines_are_understood(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(
        "\r\n".join([";".join(COLUMNS), "T-A;A;;;", "", ";;;;", "T-B;B;;01.02.2020;"]), encoding="utf-8-sig"
    )
    table, rejected = said_by("import_ambassadors", file)
    assert (table["taken"], rejected) == (2, [])


def test_a_second_import_at_the_same_time_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(alone, "PATIENCE_SECONDS", 0.2)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [alone.LOCK])
            assert refusal(PEOPLE) == "Another import is running. Start this one again when it has ended."
    finally:
        other.close()
