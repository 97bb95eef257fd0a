"""A new network, from the one-time link to Today, in a real browser."""

import pytest
from playwright.sync_api import expect

from ambassadors.models import FirstAdmin, Network, Person
from leads.models import ConsentWording
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The contrast that this browser draws between a button and its word, by WCAG's formula.
CONTRAST = """() => {
  const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
  const light = (colour) => {
    pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const drawn = getComputedStyle(document.querySelector("main button.btn--main"));
  const [dark, bright] = [light(drawn.backgroundColor), light(drawn.color)].sort((one, other) => one - other);
  return (bright + 0.05) / (dark + 0.05);
}"""

# Whether the page shows that hue within five seconds.
TURNED = """async (hue) => {
  const shown = () => getComputedStyle(document.documentElement).getPropertyValue("--brand-hue").trim();
  for (let tries = 0; tries < 100 && shown() !== hue; tries++) await new Promise((wake) => setTimeout(wake, 50));
  return shown() === hue;
}"""


@pytest.fixture
def without_a_second_factor(settings):
    """What asks the first admin for a second factor has journeys of its own."""
    settings.MFA_REQUIRED = False


@pytest.mark.usefixtures("without_a_second_factor")
def test_from_the_link_to_today(window):
    page = window(None, viewport=PHONE)
    become_the_first_admin(page)
    name_it(page)
    say_whose_addresses(page)
    say_who_answers(page)
    word_a_consent_anew(page)
    page.get_by_role("link", name="Later").click()
    page.get_by_role("button", name="I am through").click()
    page.get_by_role("heading", name="A new network, step by step").wait_for()
    page.goto("/imprint/")
    page.get_by_text("Example Ltd").wait_for()
    assert Network.now().is_set_up
    assert page.mishaps == []


def become_the_first_admin(page):
    page.goto(f"/first-admin/{FirstAdmin.invite()}/")
    for label, typed in [("First name", "Hanne"), ("Last name", "Voss"), ("E-mail", "hanne@example.org")]:
        page.get_by_label(label).fill(typed)
    page.get_by_label("Password").fill("a tie and a rucksack")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Begin").click()
    assert Person.objects.get().is_admin


def name_it(page):
    page.get_by_label("Name of the network").fill("Sash")
    expect(page.locator("[data-previewed-name]").first).to_have_text("Sash")
    page.get_by_role("radio", name="Teal").check()
    assert page.evaluate(TURNED, "190")
    page.get_by_role("button", name="Keep it and go on").click()
    page.wait_for_url("**/setup/domains/")
    assert Network.now().look == ("Sash", 190)


def say_whose_addresses(page):
    domains = page.get_by_label("Domains of the company")
    domains.fill("https://example.org")
    page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_text("is more than a domain").first.wait_for()
    expect(domains).to_have_value("https://example.org")
    domains.fill("@Example.org")
    page.get_by_role("button", name="Keep it and go on").click()
    page.wait_for_url("**/setup/controller/")
    assert Network.now().company_domains == ["example.org"]


def say_who_answers(page):
    page.get_by_label("Company").fill("Example Ltd")
    page.get_by_label("Postal address").fill("Ribbon Street 1\n53113 Bonn")
    page.get_by_label("E-mail").first.fill("post@example.org")
    page.get_by_role("button", name="Keep it and go on").click()
    page.wait_for_url("**/setup/wordings/")
    assert Network.now().has_controller


def word_a_consent_anew(page):
    page.locator("[name=service_en]").fill("May we reach you {by}?")
    page.get_by_role("button", name="Keep it and go on").click()
    page.wait_for_url("**/setup/pages/")
    assert ConsentWording.current("phone", "service", "en").text == "May we reach you by phone?"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_browser_draws_every_colour_so_that_it_can_be_read(window, hanne, theme):
    page = window(hanne, color_scheme=theme, reduced_motion="reduce")
    page.goto("/setup/look/")
    drawn = {}
    for hue in range(0, 361, 24):
        page.locator("[name=hue]").fill(str(hue))
        assert page.evaluate(TURNED, str(hue))
        drawn[hue] = page.evaluate(CONTRAST)
    assert {hue: ratio for hue, ratio in drawn.items() if ratio < 4.5} == {}
    assert len(set(drawn.values())) > 10, "the colour does change"
