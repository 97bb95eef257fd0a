"""No script that somebody types comes alive on a page: every payload at every place where it is shown, in a real browser."""

import pytest
from django.urls import reverse

from leads import capture
from leads.models import Gathering
from tests.access.payloads import INTRUDERS, PAYLOADS
from tests.journeys.conftest import PHONE
from tests.leads.hands import make_gathering

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HANDFUL = [PAYLOADS[0], PAYLOADS[8], PAYLOADS[43], PAYLOADS[-7]]


def everything_says(payload, ada, cy):
    """The addresses of pages on which this payload stands in every free text of an encounter and what came of it."""
    line = " ".join(payload.split())
    person = {
        "outcomes": ["offer", "helped"], "nickname": line[:80], "city": line[:80], "former_provider": line[:80],
        "tried": line, "what_helped": payload,
    }  # fmt: skip
    encounter, people = capture.log(
        ada.ambassador, by=ada, client_id=None, people=[person],
        encounter={"sentence": payload, "place": line, "occasion": "fair"},
    )  # fmt: skip
    customer = people[0].customer
    lead, case = customer.leads.get(), customer.cases.get()
    pages = [encounter, lead, case, customer]
    yield from (page.get_absolute_url() for page in pages)
    yield from (reverse(f"leads:{name}") for name in ("index", "cases", "encounter_new"))
    yield reverse("leads:lead_edit", args=[lead.pk])
    yield reverse("leads:case_edit", args=[case.pk])
    make_gathering(by=cy, name=line[:80], place=line)


def look_for_intruders(page, address, payload):
    page.goto(address)
    assert page.evaluate("window.__xss") is None, f"{payload} came alive at {address}"
    assert page.locator(INTRUDERS).count() == 0, f"{payload} became part of {address}"


def try_out(window, ada, cy, payload):
    phone, desk = window(ada, viewport=PHONE), window(cy)
    for address in everything_says(payload, ada, cy):
        look_for_intruders(phone, address, payload)
    for address in (
        reverse("leads:gatherings"),
        Gathering.objects.get().get_absolute_url(),
        reverse("leads:encounter_new"),
    ):
        look_for_intruders(desk, address, payload)
    phone.goto(reverse("leads:encounter_new"))
    phone.get_by_label("One sentence").fill(f"{payload} 0176 04069001 katholisch")
    phone.locator("[data-slips=id_sentence] q").first.wait_for()
    assert phone.evaluate("window.__xss") is None
    assert phone.mishaps == desk.mishaps == [], "the content security policy had to step in"


@pytest.mark.parametrize("payload", HANDFUL)
def test_a_handful_of_scripts_stays_text(window, ada, cy, payload):
    try_out(window, ada, cy, payload)


@pytest.mark.long
@pytest.mark.parametrize("payload", PAYLOADS)
def test_sixty_scripts_stay_text(window, ada, cy, payload):
    try_out(window, ada, cy, payload)


def test_there_are_sixty_of_them_and_they_would_be_seen(window, ada):
    """Put into a page as markup, most come alive or are found: the look is not blind."""
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 60
    page = window(ada)
    page.goto(reverse("leads:index"))
    found = 0
    for payload in PAYLOADS:
        page.evaluate("html => { document.querySelector('main').innerHTML = html }", payload)
        found += page.locator(INTRUDERS).count() > 0
    assert found > 30
