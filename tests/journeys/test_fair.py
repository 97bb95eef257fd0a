"""The scenario fair, up to the conversion: an older lady, a magenta rucksack, no address, a spoken yes; logged in 30 seconds."""

from time import monotonic

import pytest

from leads.models import Consent, ConsentWording, Customer, Encounter, FollowUp, Lead
from ledger.models import Event
from tests.journeys.conftest import PHONE
from tests.journeys.people import Hand
from tests.leads.hands import make_gathering

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SENTENCE = "Older lady tapped my rucksack: wants to leave her provider."
MOST_TOUCHES, MOST_SECONDS = 12, 30


@pytest.fixture
def fair(cy, hanne):
    """A coordinator has prepared the fair, and the words to read aloud are at their second version."""
    for language in ("en", "de"):
        ConsentWording.reword("advertising", language, "May we get in touch {by}?", by=hanne)
    return make_gathering(by=cy, name="Autumn fair", place="Zwickau")


def test_from_the_rucksack_to_the_conversion(window, fair, ada, capsys):
    phone = window(ada, viewport=PHONE, has_touch=True)
    touches, seconds = log_the_lady(phone)
    with capsys.disabled():
        print(f"\nfair: {touches} taps and keys besides the sentence, {seconds:.1f} s at human speed")
    lead = Lead.objects.get()
    nothing_of_hers_is_kept(lead.customer)
    the_consent_says_its_words(lead.customer)
    win_her_back(phone, lead)
    assert (touches <= MOST_TOUCHES, seconds <= MOST_SECONDS) == (True, True)
    assert phone.mishaps == []


def log_the_lady(page):
    """(taps and keys besides the sentence, seconds) from the page of today until it is kept."""
    hand = Hand(page)
    page.goto("/")
    began = monotonic()
    hand.tap(page.locator(".bar").get_by_role("link", name="Log an encounter"))
    hand.tap(page.locator(".chip", has_text="Autumn fair"))
    hand.tap(page.locator(".chip", has_text="Rucksack"))
    hand.tap(page.locator(".tile", has_text="Wants an offer"))
    hand.type(page.get_by_label("One sentence"), SENTENCE)
    hand.tap(page.locator(".chip", has_text="also later"))
    assert (
        "wording 2: “May we get in touch by phone?”" in page.locator(".met__aloud--advertising").inner_text()
    )
    hand.tap(page.get_by_role("button", name="Keep it"))
    page.get_by_text("Kept.").wait_for()
    return hand.touches, monotonic() - began


def nothing_of_hers_is_kept(customer):
    """No name, no number, no address: a full lead all the same."""
    kept = [customer.first_name, customer.last_name, customer.nickname, customer.phone, customer.email,
            customer.street, customer.zip_code, customer.city]  # fmt: skip
    assert kept == [""] * 8
    met = Encounter.objects.get()
    assert (met.opener, met.occasion, met.place, met.sentence, met.outcomes) == (
        "rucksack", "fair", "Autumn fair, Zwickau", SENTENCE, ["offer"],
    )  # fmt: skip


def the_consent_says_its_words(customer):
    consent = Consent.objects.get()
    assert (consent.customer, consent.channel, consent.purpose, consent.manner, consent.place) == (
        customer, "phone", "advertising", "spoken", "Autumn fair, Zwickau",
    )  # fmt: skip
    assert (consent.wording.version, consent.wording.language, consent.is_in_force) == (2, "en", True)


def win_her_back(page, lead):
    page.goto(lead.get_absolute_url())
    page.get_by_role("button", name="Won", exact=True).tap()
    page.get_by_text("We remind you to ask").wait_for()
    lead.refresh_from_db()
    assert (lead.is_won, Customer.objects.count()) == (True, 1)
    assert [one.rule for one in FollowUp.objects.soonest_first()] == ["3d", "3w", "3m"]
    assert Event.objects.chain_holds(lead)
