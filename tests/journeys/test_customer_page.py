"""A customer on their own page, and an ambassador who types somebody a second time, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.models import Consent, Customer, CustomerLink, Objection
from ledger.models import Event
from tests.journeys.conftest import PHONE
from tests.leads import hands

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def customer(ada):
    lead = hands.make_lead(ada, consent="advertising", phone=hands.NUMBER)
    lead.customer.change(by=ada, last_name="Meier")
    return lead.customer


def test_a_scanner_with_a_browser_changes_nothing_and_a_hand_does(window, customer, ada):
    url = reverse("leads:own_page", args=[CustomerLink.issue(customer, by=ada)])
    before = Event.objects.count()
    scanner = window()
    for path in ("", "correction/", "erasure/"):
        scanner.goto(url + path)
        scanner.wait_for_timeout(1500)  # a scanner lets the scripts run
    assert (Event.objects.count(), Consent.objects.get().is_withdrawn) == (before, False)
    lady = window(viewport=PHONE, has_touch=True)
    lady.goto(url)
    lady.get_by_role("switch").click()
    expect(lady.get_by_role("status")).to_have_text("That is taken back. It holds from now on, everywhere.")
    assert Consent.objects.get().is_withdrawn
    lady.get_by_role("button", name="No contact at all").click()
    expect(lady.get_by_role("status")).to_contain_text("Nobody calls you")
    assert Objection.objects.count() == 1
    lady.get_by_role("button", name="Deutsch").click()
    expect(lady.locator("h1")).to_have_text("Was wir über Sie wissen")
    lady.get_by_role("link", name="Alles löschen").click()
    lady.get_by_role("button", name="Ja, alles löschen").click()
    expect(lady.locator("h1")).to_have_text("Alles ist gelöscht")
    assert not Customer.objects.exists()
    assert lady.mishaps == []


def test_who_is_typed_a_second_time_is_noticed_and_nobody_elses_customer(window, customer, ada, dee):
    other = hands.make_lead(dee).customer
    for person, owned, seen in ((ada, hands.make_lead(ada).customer, True), (dee, other, False)):
        page = window(person)
        page.goto(reverse("leads:customer_edit", args=[owned.pk]))
        page.locator("input[name=last_name]").fill("Maier")
        hint = page.locator("[data-likely-here]")
        if seen:
            expect(hint.get_by_role("link", name="Frau M., Zwickau").first).to_be_visible()
            expect(hint).to_contain_text("a name that sounds the same, in the same town")
        else:
            page.wait_for_timeout(1500)
            expect(hint).to_be_empty()
        assert page.mishaps == []


def test_whose_number_it_may_be_is_said_where_a_call_back_is_asked_for(window, customer, ada, dee):
    hands.make_lead(
        ada, customer=hands.make_customer("The lady from the fair"), phone=hands.NUMBER, consent="service"
    )
    for person, owned in ((ada, hands.make_lead(ada).customer), (dee, hands.make_lead(dee).customer)):
        page = window(person)
        page.goto(reverse("leads:call_back_new", args=[owned.pk]))
        with page.expect_response("**/duplicates/likely/"):
            page.get_by_label("Phone number").fill("030 230125-999")
        hint = page.locator("[data-likely-here]")
        if person == ada:
            expect(hint.get_by_role("link", name="The lady from the fair, Zwickau")).to_be_visible()
        else:
            expect(hint).to_be_empty()
        assert page.mishaps == []
