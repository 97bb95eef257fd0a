"""Whatever stands in a cell of a file of leads: the row is taken or told, never half, and no file is an error."""

import re

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.forms.fields import PhoneField
from leads.imports.columns import LEADS
from leads.models import Consent, Customer, Lead
from tests.importing import csv_file, said_by
from tests.leads.test_import_leads import COLUMNS, PLAIN, SPOKEN
from tests.leads.test_nasty_capture import FULL, NASTY, patient, values

pytestmark = pytest.mark.django_db
VALUE = "Monthly Value"
FIELDS = [*COLUMNS, VALUE]
E164 = re.compile(r"\+[1-9]\d{5,14}")
COUNTRIES = """AL AR AT AU BA BE BG BR BY CA CH CL CN CZ DE DK EE EG ES FI FR GB GE GR HR HU ID IE IL IN IS IT JP KE KR
LT LU LV MA MK MX NG NL NO NZ PK PL PT RO RS RU SE SI SK TH TR UA US VN ZA"""
FORMS = [
    phonenumbers.PhoneNumberFormat.E164,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.RFC3966,
]
EXOTIC = [
    "\ufdfa" * 80,
    "㏂" * 80,
    "ß" * 80,
    "\U0001f468\u200d\U0001f469" * 20,
    "İ" * 80,
]  # they grow when they are folded


def sizes():
    return Lead.objects.count(), Customer.objects.count()


def taken_from(folder, rows):
    """What the command counted, and that what it wrote is that; nothing where it refused the whole file."""
    file = csv_file(folder, "nasty.csv", FIELDS, *[[row.get(name, "") for name in FIELDS] for row in rows])
    before = sizes()
    try:
        table, rejected = said_by("import_leads", file)
    except CommandError as sentence:
        assert str(sentence) and sizes() == before
        return {}
    assert sizes() == tuple(number + table["taken"] for number in before)
    assert len(rejected) == table["not taken"]
    return table


def try_cells(folder, field, cells):
    """Each of them once in a row that is in order otherwise, beside a row that has to be taken."""
    mark = f"{field}-{Lead.objects.count()}"
    rows = [
        {**PLAIN, **SPOKEN, VALUE: "39.95", "Lead ID": f"{mark}-{n}", field: cell}
        for n, cell in enumerate(cells)
    ]
    table = taken_from(folder, [*rows, {**PLAIN, "Lead ID": f"{mark}-good", "Email": ""}])
    if table:
        assert table["taken"] >= 1
        assert table["taken"] + table["not taken"] + table["known already, unchanged"] == len(rows) + 1
    phones = {customer.phone for customer in Customer.objects.all()} - {""}
    assert all(E164.fullmatch(phone) for phone in phones)


def tried(times, folder, field):
    @settings(max_examples=times, **patient)
    @given(st.lists(values, min_size=1, max_size=4))
    def each(cells):
        try_cells(folder, field, cells)

    each()


def test_every_column_of_an_import_is_tried():
    assert len(FIELDS) == len(LEADS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_few_nasty_cells_for_each_column(tmp_path, ada, field):
    readable = [cell for cell in NASTY if "\x00" not in cell]
    try_cells(tmp_path, field, [*readable, *EXOTIC])
    tried(2, tmp_path, field)


@pytest.mark.long
@pytest.mark.parametrize("field", FIELDS)
def test_two_hundred_nasty_cells_for_each_column(tmp_path, ada, field):
    tried(FULL, tmp_path, field)


# Telephone numbers of sixty countries


def numbers():
    """[(as it is written, as it is kept)] of a true number of each country, in the ways that say the country."""
    assert len(COUNTRIES.split()) == 60
    found = []
    for country in COUNTRIES.split():
        number = phonenumbers.example_number(country)
        kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        found += [(phonenumbers.format_number(number, form), kept) for form in FORMS]
        found.append((f"00{kept[1:]}", kept))
    return found


def national():
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    return [
        phonenumbers.format_number(phonenumbers.example_number(country), form)
        for country in COUNTRIES.split()
    ]


def test_numbers_of_sixty_countries_are_kept_in_one_way_with_a_consent(tmp_path):
    rows = [
        {**PLAIN, **SPOKEN, "Lead ID": f"L{n}", "Phone": said} for n, (said, _kept) in enumerate(numbers())
    ]
    table = taken_from(tmp_path, rows)
    assert (table["taken"], table["numbers kept with their consent"]) == (240, 240)
    leads = {lead.external_id: lead.customer.phone for lead in Lead.objects.select_related("customer")}
    assert [leads[f"L{n}"] for n in range(240)] == [kept for _said, kept in numbers()]


def test_without_a_consent_none_of_them_is_kept(tmp_path):
    rows = [{**PLAIN, "Lead ID": f"L{n}", "Phone": said} for n, (said, _kept) in enumerate(numbers())]
    table = taken_from(tmp_path, rows)
    assert (table["taken"], table["numbers discarded: no consent"]) == (240, 240)
    assert {customer.phone for customer in Customer.objects.all()} == {""}
    assert Consent.objects.count() == 0


def test_a_number_that_does_not_say_its_country_is_read_as_german_or_discarded(tmp_path):
    rows = [{**PLAIN, **SPOKEN, "Lead ID": f"L{n}", "Phone": said} for n, said in enumerate(national())]
    table = taken_from(tmp_path, rows)
    assert table["numbers kept with their consent"] + table["numbers discarded: no consent"] == 60
    assert all(phone.startswith("+49") for phone in {each.phone for each in Customer.objects.all()} - {""})


def test_a_form_reads_them_in_the_same_way():
    field = PhoneField()
    assert [field.clean(said) for said, _kept in numbers()] == [kept for _said, kept in numbers()]
    for said in national():
        try:
            assert field.clean(said).startswith("+49")
        except ValidationError as error:
            assert "This number can't be right" in error.messages[0]


@given(values)
@settings(max_examples=100, deadline=None)
def test_a_form_keeps_a_number_or_says_why_not(text):
    try:
        kept = PhoneField(required=False).clean(text)
    except ValidationError as error:
        assert error.messages
    else:
        assert kept == "" or E164.fullmatch(kept)
