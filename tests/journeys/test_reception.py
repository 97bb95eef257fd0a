"""The scenario reception: a magenta tie, ONE encounter, two people, two leads, both won, one story; and no office anywhere."""

import re

import pytest
from playwright.sync_api import expect

from leads.models import Counterpart, Encounter, Lead
from stories.models import Story
from tests.journeys.conftest import PHONE
from tests.leads.hands import make_gathering
from tests.test_forbidden_fields import columns, is_forbidden

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_one_encounter_two_people_and_a_story(window, cy, ada):
    make_gathering(by=cy, name="Summer reception", place="Bonn", occasion="reception")
    phone = window(ada, viewport=PHONE, has_touch=True)
    log_both(phone)
    win_both(phone)
    tell_one_story(phone)
    nobodys_office_is_kept()
    assert phone.mishaps == []


def log_both(page):
    page.goto("/encounters/new/")
    page.locator(".chip", has_text="Summer reception").tap()
    page.locator(".chip", has_text="Tie").tap()
    page.locator(".tile", has_text="Wants an offer").tap()
    page.get_by_label("One sentence").press_sequentially(
        "My tie started it, with the ambassador's attaché and a guest."
    )
    told = page.locator("[data-slips=id_sentence] .slips__told")
    expect(told).to_contain_text("attaché That tells of somebody’s politics or office.")
    told.get_by_role("button", name="Take it out").tap()
    expect(told).to_be_hidden()
    expect(page.get_by_label("One sentence")).to_have_value(
        "My tie started it, with the ambassador's … and a guest."
    )
    page.locator("summary", has_text="Name, town, interest").tap()
    page.locator("#id_people-0-interest .chip", has_text="Mobile").tap()
    page.get_by_role("button", name="Somebody else was there").tap()
    second = page.locator("[data-people-one]")
    second.locator(".tile", has_text="Wants an offer").tap()
    second.locator("summary", has_text="Name, town, interest").tap()
    page.locator("#id_people-1-interest .chip", has_text="Fibre").tap()
    page.get_by_role("button", name="Keep it").tap()
    page.get_by_text("Kept.").wait_for()
    encounter = Encounter.objects.get()
    assert (encounter.opener, encounter.occasion, encounter.gathering.name) == (
        "tie",
        "reception",
        "Summer reception",
    )
    assert sorted(lead.interest for lead in encounter.leads.all()) == ["fibre", "mobile"]
    assert [one.outcomes for one in Counterpart.objects.all()] == [["offer"], ["offer"]]


def win_both(page):
    for lead in Lead.objects.all():
        page.goto(lead.get_absolute_url())
        page.get_by_role("button", name="Won", exact=True).tap()
        page.get_by_text("We remind you to ask").wait_for()
    assert [lead.is_won for lead in Lead.objects.all()] == [True, True]


def tell_one_story(page):
    page.goto(Encounter.objects.get().get_absolute_url())
    page.get_by_role("link", name="Tell the story").tap()
    page.locator("input[name=kind][value=perception]").check()
    page.locator("input[name=title]").fill("The tie at the reception")
    page.locator("textarea[name=text]").fill("Somebody asked what the magenta is about.")
    page.get_by_role("button", name="Hand it in").tap()
    page.get_by_text("Handed in.").wait_for()
    assert [(story.kind, story.state) for story in Story.objects.all()] == [("perception", "submitted")]


def nobodys_office_is_kept():
    """No column could, and what was typed holds none."""
    assert [where for where, said in columns() if is_forbidden(said)] == []
    texts = [
        Encounter.objects.get().sentence,
        *(word for lead in Lead.objects.all() for word in (lead.note, lead.folded)),
    ]
    assert not re.search("attach|minister|diplomat", " ".join(texts))
