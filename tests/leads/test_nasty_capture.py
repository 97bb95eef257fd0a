"""Whatever is typed into a field of the capture or of a gathering: kept as it was typed, or told; never half, never an error."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.forms.encounter import EncounterForm
from leads.forms.gathering import GatheringForm
from leads.forms.person import PersonForm
from leads.models import Case, Consent, Counterpart, Customer, Encounter, Gathering, Lead
from tests.leads.test_gatherings import a_fair
from tests.leads.test_pages import CAPTURE

FULL, SHORT = 200, 6
NASTY = [
    "", " ", "\x00", "a\x00b", "\n", "\r\n", "\u2028", "\u202e", "\ufeff", "\ufffe", "x" * 5000, "🤷🏽‍♀️" * 60, "é" * 1001, "-1", "0", "9" * 400, "1e309", "NaN", "0x10",
    "' OR 1=1 --", '"; DROP TABLE leads_lead; --', "%s%s%n", "{{7*7}}", "${7*7}", "../../etc/passwd", "<b>x</b>", "=1+1", "+49", "@x", "[]", "{}", "null", "true",
    "1901-01-01", "2999-12-31", "0001-01-01", "9999-12-31T23:59", "2026-02-30", "2026-11-27T25:61", "24:00", "٣", "²", "Ⅻ", "i̇", "ﬁ", "\U0010ffff", "a" * 255 + "@b.c",
]  # fmt: skip
values = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    st.text(st.characters(exclude_categories=["Cs"], max_codepoint=127), max_size=60),
    st.integers().map(str),
    st.datetimes().map(str),
    st.uuids().map(str),
)
PEOPLE = [f"people-0-{name}" for name in PersonForm.base_fields]
CAPTURED = [*EncounterForm.base_fields, *PEOPLE, "people-TOTAL_FORMS", "slips_seen", "leave_out"]
NOUNS = [Encounter, Counterpart, Customer, Lead, Case, Consent]
patient = {
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    "deadline": None,
}


def fields_of_gathering():
    return list(GatheringForm.base_fields)


def sizes():
    return [noun.objects.count() for noun in NOUNS]


def try_capture(client, field, value):
    before = sizes()
    answer = client.post(reverse("leads:encounter_new"), {**CAPTURE, field: value, "slips_seen": "1"})
    assert answer.status_code in (200, 302, 409)
    if answer.status_code != 302:
        assert before == sizes()
    elif field == "sentence":
        kept = Encounter.objects.get(pk=answer["Location"].split("/")[-2])
        assert kept.sentence.split() == value.split()
    assert before[0] <= sizes()[0] <= before[0] + 1


def try_gathering(client, field, value):
    before = Gathering.objects.count()
    answer = client.post(reverse("leads:gathering_new"), {**a_fair(), field: value})
    assert answer.status_code in (200, 302, 409)
    assert Gathering.objects.count() - before <= (answer.status_code == 302)


def tried(times, act, client, field):
    @settings(max_examples=times, **patient)
    @given(values)
    def each(value):
        act(client, field, value)

    each()


@pytest.mark.parametrize("field", CAPTURED)
def test_a_few_nasty_values_for_each_field_of_the_capture(as_, ada, field):
    tried(SHORT, try_capture, as_(ada), field)


@pytest.mark.parametrize("field", fields_of_gathering())
def test_a_few_nasty_values_for_each_field_of_a_gathering(as_, cy, field):
    tried(SHORT, try_gathering, as_(cy), field)


@pytest.mark.long
@pytest.mark.parametrize("field", CAPTURED)
def test_two_hundred_nasty_values_for_each_field_of_the_capture(as_, ada, field):
    tried(FULL, try_capture, as_(ada), field)


@pytest.mark.long
@pytest.mark.parametrize("field", fields_of_gathering())
def test_two_hundred_nasty_values_for_each_field_of_a_gathering(as_, cy, field):
    tried(FULL, try_gathering, as_(cy), field)
