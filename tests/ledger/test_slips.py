"""What slips into a free text: numbers, addresses, and words about what nobody may keep; and what is no slip at all."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import slips
from tests.ledger.slip_words import INNOCENT, TOLD

SLIPS = [
    ("Ruf sie an: 0176 04069001", "phone", "0176 04069001"), ("call +49 (0)30 23012-5999 soon", "phone", "+49 (0)30 23012-5999"),
    ("030/23012599", "phone", "030/23012599"), ("Tel.: 0041 44 668 18 00", "phone", "0041 44 668 18 00"),
    ("DE89 3704 0044 0532 0130 00 is hers", "bank", "DE89 3704 0044 0532 0130 00"), ("iban: gb82west12345698765432", "bank", "gb82west12345698765432"),
    ("4111 1111 1111 1111", "bank", "4111 1111 1111 1111"), ("anna.m@example.org", "email", "anna.m@example.org"),
    ("She lives in Hauptstraße 12a.", "address", "Hauptstraße 12a"), ("Berliner Str. 7", "address", "Berliner Str. 7"),
    ("Am Alten Markt? Lindenweg 3", "address", "Lindenweg 3"), ("221 Baker Street", "address", "221 Baker Street"),
    ("aus 08056 Zwickau", "address", "08056 Zwickau"),
    ("Er ist in der SPD", "politics", "SPD"), ("Die Gruenen? Nein: die Grünen", "politics", "Die Gruenen"),
    ("der Bürgermeisterin", "politics", "Bürgermeisterin"), ("our mayor", "politics", "our mayor"), ("a minister of state", "politics", "minister"),
    ("Gewerkschaftssekretär", "union", "Gewerkschaftssekretär"), ("a trade unionist", "union", "trade unionist"),
    ("sie ist katholisch", "faith", "katholisch"), ("he is Jewish", "faith", "Jewish"), ("geht zur Moschee", "faith", "Moschee"),
    ("nach dem Schlaganfall", "health", "Schlaganfall"), ("she is pregnant", "health", "pregnant"), ("HIV", "health", "HIV"),
    ("hat Migrationshintergrund", "origin", "Migrationshintergrund"), ("a Syrian refugee", "origin", "Syrian"), ("tuerkische Familie", "origin", "tuerkische"),
]  # fmt: skip
NONE = [
    "", "An older lady tapped on my rucksack: she wants to change over.", "Vertrag bis 01.02.2027", "seit 2026-11-27, 14:30 Uhr",
    "100.000 Kilometer, 250 MBit/s und 49,95 €", "Fritzbox 7590, Tarif 2024", "Her name is Christine", "Christian hat gefragt",
    "Die Linke Hand tut weh", "Wir feiern eine Party", "Rechnung 4711", "IMEI fehlt noch", "12345", "Die Straße war gesperrt",
    "DE00 1234 5678 9012 3456 79", "Auf dem Weg 3 Leute getroffen", "Platz genommen, geredet", "Bei Halle 3 am Stand", "Regal 5",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "what"), SLIPS)
def test_what_slips_in_is_found(text, kind, what):
    first = slips.found(text)[0]
    assert (first.kind, first.text) == (kind, what)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_slip_is_left_alone(text):
    assert (slips.found(text), slips.without(text)) == ([], text)


@pytest.mark.parametrize("text", INNOCENT)
def test_an_everyday_sentence_is_left_alone(text):
    assert slips.found(text) == []


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_what_nobody_may_keep_is_told(text, kind):
    assert kind in {slip.kind for slip in slips.found(text)}


def test_the_tables_are_long_enough_to_mean_something():
    assert min(len(INNOCENT), len(TOLD)) >= 60


def test_each_slip_leaves_a_gap_and_the_rest_stays():
    text = "Frau M., 0176 04069001, katholisch, Lindenweg 3, wants fibre."
    assert slips.without(text) == "Frau M., …, …, …, wants fibre."


def test_a_word_behind_a_bank_number_stays():
    assert slips.without("DE89370400440532013000 please") == "… please"


@given(st.text(max_size=400))
def test_taking_out_twice_is_taking_out_once(text):
    once = slips.without(text)
    assert slips.without(once) == once or len(slips.without(once)) <= len(once)
    assert all(text[slip.start : slip.end] == slip.text for slip in slips.found(text))


@pytest.mark.parametrize(
    "text",
    [
        "0" * 20_000,
        "a@" * 10_000,
        "A1 " * 7_000,
        "DE11" + "A" * 9_000,
        "x " * 9_000 + "str. 1",
        "é" * 20_000,
        "1 " * 9_000,
        "0/-( " * 4_000,
    ],
)
def test_no_text_makes_it_think_for_long(text):
    before = process_time()
    slips.found(text)
    assert process_time() - before < 1


def test_every_kind_has_its_sentence_and_its_words():
    assert {slip.kind for text, *_rest in SLIPS for slip in slips.found(text)} == set(slips.KINDS)
