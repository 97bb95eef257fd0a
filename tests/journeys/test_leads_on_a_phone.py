"""The list of leads on a phone: the first lead is in sight, and every choice above it within reach."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.models import SavedView
from tests.journeys.conftest import PHONE
from tests.leads.hands import make_lead

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LIST = reverse("leads:index")
IN_SIGHT = 320  # of 844 pixels; the first lead's own name stands above this


@pytest.fixture
def leads(ada):
    SavedView.keep(ada, name="Price in the way", query="obstacle=price")
    return [make_lead(ada, obstacle="price") for _number in range(3)]


def top_of_first(page):
    return page.locator("tbody .rowlink").first.bounding_box()["y"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_lead_is_in_sight(window, ada, leads, language):
    page = window(ada, viewport=PHONE, has_touch=True, language=language)
    page.goto(LIST)
    expect(page.locator("tbody .rowlink").first).to_be_in_viewport()
    assert top_of_first(page) <= IN_SIGHT
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_choice_is_reached_by_the_keyboard_and_comes_into_sight(window, ada, leads):
    page = window(ada, viewport=PHONE)
    page.goto(LIST)
    last = page.get_by_role("navigation", name="Which leads").get_by_role("link").last
    expect(last).not_to_be_in_viewport(ratio=1)
    last.focus()
    expect(last).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?state=without-consent")
    expect(page.locator("[aria-current=true]", has_text="Without consent")).to_be_in_viewport(ratio=0.9)


def test_filters_in_force_wait_behind_one_word_with_their_number(window, ada, leads):
    page = window(ada, viewport=PHONE)
    page.goto(f"{LIST}?obstacle=price&relation=stranger")
    summary = page.locator("summary", has_text="Filter (2)")
    expect(summary).to_be_visible()
    expect(page.get_by_label("What stands in the way")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What stands in the way")).to_be_visible()
    page.get_by_role("link", name="Somebody I didn't know take away").click()
    expect(page.locator("summary", has_text="Filter (1)")).to_be_visible()
    assert page.mishaps == []
