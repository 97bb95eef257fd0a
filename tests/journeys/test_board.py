"""The board by mouse and by keyboard, in a real browser: what may go goes, what may not says why and stays."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.models import Lead
from tests.journeys.conftest import PHONE
from tests.leads.hands import make_customer, make_lead

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BOARD = reverse("leads:board")


@pytest.fixture
def lead(ada):
    make_lead(ada, customer=make_customer("Herr Brandt")).move("contacted", by=ada)
    return make_lead(ada, customer=make_customer("Frau Quittenbaum"))


def column(page, state):
    return page.locator(f'[data-state="{state}"]')


def card(page):
    return page.locator("[data-may]").filter(has_text="Frau Quittenbaum")


def carry(page, what, where):
    """As a hand does it: press, move in steps, let go."""
    start, end = what.bounding_box(), where.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 80, steps=12)
    page.mouse.move(end["x"] + end["width"] / 2 + 3, end["y"] + 82)
    page.mouse.up()


def test_a_card_is_carried_to_another_column_by_mouse(window, ada, lead):
    page = window(ada)
    page.goto(BOARD)
    carry(page, card(page), column(page, "offered"))
    expect(column(page, "offered")).to_contain_text("Frau Quittenbaum")
    expect(page.get_by_text("Frau Quittenbaum, Zwickau: offer is out.")).to_be_visible()
    assert Lead.objects.get(pk=lead.pk).state == "offered"
    assert page.mishaps == []


def test_it_is_carried_by_its_name_too_which_is_a_link(window, ada, lead):
    page = window(ada)
    page.goto(BOARD)
    carry(page, card(page).locator(".rowlink"), column(page, "lost"))
    expect(column(page, "lost")).to_contain_text("Frau Quittenbaum")
    assert Lead.objects.get(pk=lead.pk).state == "lost"


def test_where_it_may_not_go_it_stays_and_the_board_says_why(window, ada, lead):
    lead.move("lost", by=ada)
    page = window(ada)
    page.goto(BOARD)
    carry(page, card(page), column(page, "won"))
    said = page.locator("[data-board-said]")
    expect(said).to_have_text(
        "“Frau Quittenbaum” stays where it was. From “lost” a lead can only go to: contacted."
    )
    expect(column(page, "lost")).to_contain_text("Frau Quittenbaum")
    assert Lead.objects.get(pk=lead.pk).state == "lost"
    carry(page, card(page), column(page, "contacted"))
    expect(column(page, "contacted")).to_contain_text("Frau Quittenbaum")
    assert page.mishaps == []


def test_put_down_where_it_was_or_beside_the_board_nothing_is_said(window, ada, lead):
    page = window(ada)
    page.goto(BOARD)
    for where in (column(page, "new"), page.locator("h1")):
        carry(page, card(page), where)
        expect(page.locator("[data-held]")).to_have_count(0)
        expect(page.locator("[data-board-said]")).to_be_empty()
    assert Lead.objects.get(pk=lead.pk).state == "new"


def test_a_card_is_moved_by_the_keyboard(window, ada, lead):
    page = window(ada)
    page.goto(BOARD)
    card(page).get_by_role("link").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("button", name="We spoke again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(column(page, "contacted")).to_contain_text("Frau Quittenbaum")
    assert Lead.objects.get(pk=lead.pk).state == "contacted"


def test_on_a_phone_its_buttons_move_it(window, ada, lead):
    page = window(ada, viewport=PHONE, has_touch=True)
    page.goto(BOARD)
    card(page).locator("summary").tap()
    card(page).get_by_role("button", name="Won").tap()
    expect(column(page, "won")).to_contain_text("Frau Quittenbaum")
    assert Lead.objects.get(pk=lead.pk).state == "won"
