import pytest
from django.core.exceptions import ValidationError

from ledger.text import folded, no_control_characters, one_line

HIDDEN = ["\x00", "\x07", "\x1b[31m", "\x7f", "\u200b", "\u202e", "\u2028", "\u2029", "\ufeff", "\ud800"]


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("validator", [no_control_characters, one_line])
def test_what_nobody_can_see_is_refused(validator, hidden):
    with pytest.raises(ValidationError) as refused:
        validator(f"Frau{hidden}Jäckel")
    assert refused.value.code == "control"


@pytest.mark.parametrize("text", ["", "Frau Jäckel", "👩‍👩‍👧", "Über­stunde", "مرحبا", "a\u00a0b"])
def test_every_script_may_be_typed(text):
    no_control_characters(text)
    one_line(text)


@pytest.mark.parametrize("text", ["two\nlines", "two\r\nlines", "a\ttab"])
def test_a_paragraph_has_lines_and_a_name_has_one(text):
    no_control_characters(text)
    with pytest.raises(ValidationError):
        one_line(text)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("Jäckel", "jaeckel"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("Çelik", "celik"),
        ("  Åse Øre ", "aase oere"),
        ("ı", "i"),
    ],
)
def test_umlauts_and_accents_are_searched_plainly(typed, searched):
    assert folded(typed) == searched
