"""What slips in is told while somebody types, by the same patterns as on the server, and goes with one tap."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ledger import slips
from tests.journeys.conftest import PHONE
from tests.ledger.slip_words import INNOCENT, TOLD
from tests.ledger.test_slips import NONE, SLIPS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TEXT = "\n".join([*(text for text, *_rest in [*SLIPS, *TOLD]), *NONE, *INNOCENT])


def told_in(page):
    return page.locator("[data-slips=id_sentence] .slips__told")


def test_the_browser_finds_what_the_server_finds(window, ada):
    page = window(ada, viewport=PHONE)
    page.goto(reverse("leads:encounter_new"))
    page.get_by_label("One sentence").fill(TEXT)
    found = slips.found(TEXT)
    lines = told_in(page).locator("li")
    expect(lines).to_have_count(len(found))
    assert lines.all_inner_texts() == [f"{slip.text} {slip.told}" for slip in found]
    told_in(page).get_by_role("button", name="Take it out").click()
    expect(page.get_by_label("One sentence")).to_have_value(slips.without(TEXT))
    expect(told_in(page)).to_be_hidden()
    assert page.mishaps == []


def test_it_is_told_gently_and_never_in_the_way(window, ada):
    page = window(ada, viewport=PHONE, language="de")
    page.goto(reverse("leads:encounter_new"))
    page.locator(".chip", has_text="Messe").click()
    page.locator(".tile", has_text="Will ein Angebot").click()
    page.locator("#id_sentence").fill("Sie ist katholisch und will Glasfaser.")
    expect(told_in(page)).to_contain_text(
        "katholisch Das erzählt vom Glauben. Davon bewahren wir nichts auf."
    )
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("katholisch").wait_for()
    assert "/encounters/new/" not in page.url
    assert page.mishaps == []


def test_it_works_for_somebody_added_later_and_for_a_lead(window, ada):
    page = window(ada, viewport=PHONE)
    page.goto(reverse("leads:encounter_new"))
    page.get_by_role("button", name="Somebody else was there").click()
    second = page.locator("[data-people-one]")
    second.locator("summary").click()
    page.locator("#id_people-1-nickname").fill("0176 04069001")
    expect(page.locator("[data-slips='id_people-1-nickname'] .slips__told")).to_contain_text("phone number")
