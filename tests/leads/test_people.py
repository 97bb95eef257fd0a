"""Several people of one encounter: each with what came of it, added and left out with and without a script."""

from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse

from leads.forms.people import MOST, People
from leads.models import Case, Consent, ConsentWording, Counterpart, Customer, Encounter, Lead
from tests.leads.test_pages import CAPTURE, said

PAGE = reverse("leads:encounter_new")
TWO = {
    **CAPTURE, "people-TOTAL_FORMS": "2", "people-0-interest": "mobile",
    "people-1-outcomes": ["offer", "helped"], "people-1-interest": "fibre", "people-1-nickname": "The baker",
}  # fmt: skip


def met():
    return [(one.outcomes, one.customer and str(one.customer)) for one in Counterpart.objects.in_order()]


def query(**fields):
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def test_one_form_brings_two_people_two_leads_and_a_case(as_, ada):
    as_(ada).post(PAGE, TWO)
    assert sorted(lead.interest for lead in Encounter.objects.get().leads.all()) == ["fibre", "mobile"]
    assert (Case.objects.count(), Encounter.objects.get().outcomes) == (1, ["offer", "helped"])
    assert met() == [(["offer"], "Somebody without a name"), (["offer", "helped"], "The baker")]


def test_two_people_sent_twice_are_kept_once(as_, ada):
    form = {**TWO, "client_id": str(uuid4())}
    for _twice in range(2):
        as_(ada).post(PAGE, form)
    counts = [noun.objects.count() for noun in (Encounter, Counterpart, Customer, Lead, Case)]
    assert counts == [1, 2, 2, 2, 1]


def test_a_good_talk_is_remembered_without_a_customer(as_, ada):
    client = as_(ada)
    page = client.post(PAGE, {**CAPTURE, "people-0-outcomes": ["customer", "good_word"]})["Location"]
    assert (met(), Customer.objects.count()) == ([(["customer", "good_word"], None)], 0)
    assert "Just a good talk, Already a customer" in said(client.get(page))


def test_somebody_with_a_name_is_a_lead_even_after_a_good_talk(as_, ada):
    as_(ada).post(PAGE, {**CAPTURE, "people-0-outcomes": ["good_word"], "people-0-nickname": "The baker"})
    assert str(Lead.objects.get()) == "The baker"


def test_an_added_person_who_was_left_empty_is_nobody(as_, ada):
    as_(ada).post(
        PAGE,
        {**CAPTURE, "people-TOTAL_FORMS": "2", "people-1-interest": "unknown", "people-1-kind": "person"},
    )
    assert Counterpart.objects.count() == 1


def test_a_person_who_was_begun_has_to_say_what_came_of_it(as_, ada):
    answer = as_(ada).post(PAGE, {**CAPTURE, "people-TOTAL_FORMS": "2", "people-1-nickname": "The baker"})
    assert (Encounter.objects.count(), "#id_people-1-outcomes" in said(answer)) == (0, True)


def test_whoever_was_left_out_in_the_middle_leaves_a_gap(as_, ada):
    form = {name.replace("people-1", "people-2"): value for name, value in TWO.items()}
    as_(ada).post(PAGE, {**form, "people-TOTAL_FORMS": "3"})
    assert [customer for _outcomes, customer in met()] == ["Somebody without a name", "The baker"]


def test_a_button_adds_a_person_without_a_script_and_keeps_nothing(as_, ada):
    page = said(as_(ada).post(PAGE, {**CAPTURE, "add": "1"}))
    assert 'name="people-1-outcomes"' in page and "tapped on my rucksack" in page
    assert 'name="people-TOTAL_FORMS" value="2"' in page
    assert ("flash--bad" in page, Encounter.objects.count()) == (False, 0)


def test_what_was_tapped_and_typed_stays_when_a_person_is_added(as_, ada):
    form = as_(ada).post(PAGE, {**TWO, "add": "1"}).context["form"]
    assert [one["outcomes"].value() for one in form.people] == [["offer"], ["offer", "helped"], None]
    assert [one["interest"].value() for one in form.people] == ["mobile", "fibre", "unknown"]
    assert (form["occasion"].value(), form["opener"].value()) == ("fair", "rucksack")


def test_a_button_leaves_a_person_out_without_a_script(as_, ada):
    form = as_(ada).post(PAGE, {**TWO, "people-TOTAL_FORMS": "3", "people-2-city": "Bonn", "leave_out": "1"})
    people = form.context["form"].people
    assert [(one["interest"].value(), one["city"].value()) for one in people] == [
        ("mobile", None),
        ("unknown", "Bonn"),
    ]


def test_the_page_keeps_its_key_while_people_are_added(as_, ada):
    key = str(uuid4())
    form = as_(ada).post(PAGE, {**CAPTURE, "client_id": key, "add": "1"}).context["form"]
    assert str(form["client_id"].value()) == key


def test_more_than_a_dozen_people_are_another_encounter(as_, ada):
    dozen = {f"people-{number}-outcomes": "offer" for number in range(MOST)}
    page = said(as_(ada).post(PAGE, {**CAPTURE, **dozen, "people-TOTAL_FORMS": str(MOST), "add": "1"}))
    assert f'name="people-{MOST}-' not in page and 'name="add"' not in page


@pytest.mark.parametrize("total", ["", "-1", "0", "1e9", "9" * 60, "NaN", "\x00", "²"])
def test_a_count_that_cannot_be_is_taken_for_what_is_there(as_, ada, total):
    as_(ada).post(PAGE, {**CAPTURE, "people-TOTAL_FORMS": total})
    assert Counterpart.objects.count() == 1


def test_names_that_no_page_of_ours_sends_are_not_looked_at():
    people = People(query(people__99__city="x", people__x__city="y", people__0__city="Bonn"))
    assert [one["city"].value() for one in people] == ["Bonn"]


def test_two_people_survive_an_expired_session(client, as_, ada):
    client.post(PAGE, TWO)
    form = as_(ada).get(PAGE).context["form"]
    assert [one["interest"].value() for one in form.people] == ["mobile", "fibre"]


def test_help_that_worked_is_a_solved_case_with_its_minutes(as_, ada):
    trouble = {
        "people-0-outcomes": ["helped"], "people-0-since_when": "2026-11-01", "people-0-tried": "Hotline: not reached",
        "people-0-what_helped": "Router restarted.", "people-0-minutes": "7",
    }  # fmt: skip
    as_(ada).post(PAGE, {**CAPTURE, **trouble})
    case = Case.objects.get()
    assert (case.state, case.tried, case.what_helped, case.duration.total_seconds()) == (
        "solved", "Hotline: not reached", "Router restarted.", 420,
    )  # fmt: skip
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"), [("minutes", "0"), ("minutes", "601"), ("minutes", "-5"), ("minutes", "x"), ("since_when", "2999-01-01"),
                         ("since_when", "1901-01-01"), ("tried", "x" * 301), ("what_helped", "x" * 2001), ("kind", "party")],
)  # fmt: skip
def test_bad_input_about_a_trouble_is_told(as_, ada, field, value):
    answer = as_(ada).post(PAGE, {**CAPTURE, "people-0-outcomes": ["helped"], f"people-0-{field}": value})
    assert (Encounter.objects.count(), f"#id_people-0-{field}" in said(answer)) == (0, True)


@pytest.fixture
def reworded(hanne):
    """The words to read aloud were changed a moment ago."""
    ConsentWording.reword("advertising", "en", "May we get in touch {by}?", by=hanne)


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ("en service:1 advertising:2", 2), ("en service:1 advertising:1", 1), ("", 1), ("en", 1), ("en advertising:9", 1),
        ("en advertising:²", 1), ("tlh advertising:2", 1), ("en advertising:2:2", 1), (":", 1),
    ],
)  # fmt: skip
def test_the_consent_is_to_the_words_the_page_showed(as_, ada, reworded, told, version):
    """Without them, to those of the minute in which it happened."""
    before = {"happened_at": "2026-01-01T10:00", "people-0-consent": "advertising", "people-0-aloud": told}
    as_(ada).post(PAGE, {**CAPTURE, **before})
    assert Consent.objects.get().wording.version == version


def test_the_page_says_which_words_it_shows(as_, ada, reworded):
    assert 'name="people-0-aloud" value="en service:1 advertising:2"' in said(as_(ada).get(PAGE))
