"""What slips into a free text is told kindly: once, never in the way, and gone with one tap."""

import pytest
from django.urls import reverse

from leads.forms.encounter import EncounterForm
from leads.models import Case, Counterpart, Encounter, Lead
from stories.models import Story
from tests.leads.hands import make_case, make_lead
from tests.leads.test_pages import CAPTURE, said

PAGE = reverse("leads:encounter_new")
SLIPPED = "She is catholic, 0176 04069001, wants fibre."
CLEAN = "She is …, …, wants fibre."
TOLD = "That tells of somebody’s faith."


def form_of(name, ada):
    """(address, fields, the field, what was kept of it) of a form with a free text."""
    lead, case = make_lead(ada), make_case(ada)
    story = {"kind": "help", "title": "A", "text": "B", "language": "en", "client_id": ""}
    return {
        "encounter": (PAGE, CAPTURE, "sentence", lambda: Encounter.objects.values_list("sentence", flat=True)),
        "person": (PAGE, {**CAPTURE, "people-0-outcomes": "helped"}, "people-0-tried", lambda: Case.objects.exclude(pk=case.pk).values_list("tried", flat=True)),
        "lead": (reverse("leads:lead_edit", args=[lead.pk]), {"interest": "tv"}, "note", lambda: Lead.objects.exclude(note="").values_list("note", flat=True)),
        "case": (reverse("leads:solution", args=[case.pk]), {}, "what_helped", lambda: Case.objects.exclude(what_helped="").values_list("what_helped", flat=True)),
        "story": (reverse("stories:new"), story, "text", lambda: Story.objects.values_list("text", flat=True)),
        "follow_up": (reverse("leads:follow_up_new", args=[lead.pk]), {"day": "2027-03-01", "hour": "09:00", "purpose": "service"}, "remark", lambda: lead.follow_ups.values_list("remark", flat=True)),
    }[name]  # fmt: skip


FORMS = ["encounter", "person", "lead", "case", "story", "follow_up"]


@pytest.mark.parametrize("name", FORMS)
def test_without_a_script_the_page_comes_back_once_with_what_was_typed(as_, ada, name):
    address, fields, field, kept = form_of(name, ada)
    page = as_(ada).post(address, {**fields, field: SLIPPED})
    assert (page.status_code, list(kept())) == (200, [])
    assert TOLD in said(page) and "She is catholic, 0176 04069001" in said(page)
    assert "flash--bad" not in said(page)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("answer", "text"), [("slips_seen", SLIPPED), ("slips_out", CLEAN)])
def test_the_next_tap_keeps_it_as_it_is_or_without(as_, ada, name, answer, text):
    address, fields, field, kept = form_of(name, ada)
    as_(ada).post(address, {**fields, field: SLIPPED, answer: "1"})
    assert list(kept()) == [text]


def test_what_no_person_waits_for_is_never_asked_back(ada):
    form = EncounterForm({**CAPTURE, "sentence": SLIPPED}, ambassador=ada.ambassador, asks=False)
    assert form.is_valid() or form.people.forms[0].errors


def test_a_page_with_an_error_tells_the_error_first(as_, ada):
    page = said(as_(ada).post(PAGE, {**CAPTURE, "occasion": "", "sentence": SLIPPED}))
    assert "flash--bad" in page and "flash--warn" not in page and TOLD in page


def test_a_text_without_slips_is_kept_at_once(as_, ada):
    as_(ada).post(PAGE, CAPTURE)
    assert Counterpart.objects.count() == 1


def test_every_watched_field_brings_its_place_for_the_script(as_, ada):
    page = said(as_(ada).get(PAGE))
    assert 'data-slips="id_sentence"' in page and 'data-slips="id_people-0-tried"' in page
    assert "js/slips.js" in page
