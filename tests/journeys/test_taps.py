"""The one tap from a letter: on a phone without script, and before a scanner that runs every script."""

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from leads import links
from leads.models import Case
from tests.access.calls import sums_of_all_tables
from tests.journeys.conftest import PHONE
from tests.leads import hands

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(ada):
    due = hands.make_follow_up(hands.make_lead(ada, consent="service", phone=hands.NUMBER))
    return reverse("leads:tap", args=[links.token_for(due)])


def sums():
    with connection.cursor() as cursor:
        cursor.execute(sums_of_all_tables())
        return dict(cursor.fetchall())


def test_a_scanner_with_a_browser_changes_nothing(window, link):
    before, scanner = sums(), window()
    scanner.goto(link)
    expect(scanner.get_by_role("button", name="All ok")).to_be_visible()
    scanner.wait_for_timeout(3000)  # a scanner lets the scripts run
    assert (sums(), scanner.context.cookies(), scanner.mishaps) == (before, [], [])


def test_without_script_and_cookies_it_is_answered_taken_back_and_answered_again(window, link):
    phone = window(viewport=PHONE, java_script_enabled=False)
    phone.goto(link)
    phone.get_by_role("button", name="Something is wrong").click()
    expect(phone.locator("h1")).to_have_text("Thank you, that is written down.")
    assert Case.objects.told().count() == 1
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.locator("h1")).to_contain_text("How is")
    assert Case.objects.told().count() == 0
    phone.get_by_role("button", name="All ok").click()
    expect(phone.locator("h1")).to_have_text("Thank you, that is written down.")
    assert phone.context.cookies() == []
