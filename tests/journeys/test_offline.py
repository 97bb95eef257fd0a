"""Without a network, in a real browser: what is typed waits on the device, arrives once, and belongs to who typed it."""

import pytest
from playwright.sync_api import expect

from leads.models import Customer, Encounter, Lead
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SENTENCE = "An older lady tapped on my rucksack."
READY = "() => document.documentElement.dataset.offlineReady === 'yes'"


@pytest.fixture
def phone(window):
    """`phone(ada)` is her phone: signed in, and everything on it that is needed without a network."""

    def of(who):
        page = window(who, viewport=PHONE, service_workers="allow")
        page.wait_for_function(READY)
        return page

    return of


def log(page, sentence=SENTENCE, *, photo=None):
    """Fill the capture form and keep it, as with a thumb."""
    page.goto("/encounters/new/")
    page.get_by_role("radio", name="Fair").check()
    page.get_by_role("radio", name="Rucksack").check()
    page.get_by_role("checkbox", name="Wants an offer").check()
    page.locator("textarea[name=sentence]").fill(sentence)
    if photo:
        page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_role("button", name="Keep it").click()


def log_offline(page, *sentences, **more):
    page.context.set_offline(True)
    for sentence in sentences or [SENTENCE]:
        log(page, sentence, **more)
        expect(page.get_by_role("heading", name="On this device")).to_be_visible()
        expect(page.locator("[data-entries]")).to_contain_text(sentence)


def expect_unsent(page, number):
    expect(page.locator("html")).to_have_attribute("data-unsent-count", str(number))


def counts():
    return Encounter.objects.count(), Lead.objects.count(), Customer.objects.count()


def test_logged_without_a_network_it_arrives_when_there_is_one(phone, ada):
    page = phone(ada)
    log_offline(page)
    expect_unsent(page, 1)
    expect(page.locator("[data-unsent]")).to_have_text("1 entry waits on this device")
    assert counts() == (0, 0, 0)
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert counts() == (1, 1, 1)
    page.locator("[data-sent-list] a").click()
    expect(page.locator("q")).to_have_text(SENTENCE)
