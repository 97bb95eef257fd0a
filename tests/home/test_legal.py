"""What anybody may read without signing in, before and after somebody filled it in."""

import re

import pytest
from django.urls import reverse

from ambassadors.models import Network
from leads.models import NoticeWording

pytestmark = pytest.mark.django_db
PAGES = ["home:imprint", "home:privacy", "home:accessibility"]
NOTICES = ["home:notice_en", "home:notice_de"]
ANSWERS = {
    "controller_name": "Example & Söhne Ltd",
    "controller_address": "Ribbon Street 1\n53113 Bonn",
    "controller_email": "post@example.org",
    "privacy_name": "Data protection office",
    "privacy_email": "privacy@example.org",
}


def read(client, route, language="en"):
    page = client.get(reverse(route), headers={"accept-language": language})
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("route", [*PAGES, *NOTICES])
def test_a_stranger_reads_a_whole_page_before_anybody_filled_it_in(client, route, language):
    page = read(client, route, language)
    assert "/setup/" not in page and "Not filled in" not in page and "Noch nicht ausgefüllt" not in page
    assert page.count("<h1>") == 1
    assert len(re.sub("<[^>]+>", "", page[page.index("<main") : page.index("</main>")]).split()) > 30


@pytest.mark.parametrize("route", [*PAGES, *NOTICES])
def test_an_admin_is_told_what_is_missing_and_nobody_else_is(as_, hanne, ada, route):
    assert reverse("home:setup_controller") in read(as_(hanne), route)
    assert "/setup/" not in read(as_(ada), route)
    Network.change(by=hanne, **ANSWERS)
    assert reverse("home:setup_controller") not in read(as_(hanne), route)


@pytest.mark.parametrize("route", [*PAGES, *NOTICES])
def test_who_answers_stands_on_each_of_them(client, hanne, route):
    Network.change(by=hanne, **ANSWERS)
    page = read(client, route)
    assert "Example &amp; Söhne Ltd" in page and "53113 Bonn" in page and "mailto:post@example.org" in page


@pytest.mark.parametrize("route", ["home:privacy", *NOTICES])
def test_whom_to_ask_stands_where_it_is_about_data(client, hanne, route):
    Network.change(by=hanne, **ANSWERS)
    assert "mailto:privacy@example.org" in read(client, route)


def test_a_text_of_ones_own_is_plain_and_in_its_language_only(client, hanne):
    text = "Register: HRB 1\n\n<script>alert(1)</script> https://example.org/x"
    Network.change(by=hanne, imprint_de=text, accessibility_en="Our own words.")
    page = read(client, "home:imprint", "de")
    assert "<p>Register: HRB 1</p>" in page and "<script>alert" not in page
    assert 'href="https://example.org/x"' in page
    assert "HRB 1" not in read(client, "home:imprint", "en")
    assert "Our own words." in read(client, "home:accessibility") and "EN 301 549" not in read(
        client, "home:accessibility"
    )
    assert "EN 301 549" in read(client, "home:accessibility", "de")


@pytest.mark.parametrize(
    ("route", "language", "other"), [("home:notice_de", "de", "en"), ("home:notice_en", "en", "de")]
)
def test_the_notice_speaks_its_own_language_whatever_the_browser_wants(client, route, language, other):
    page = client.get(reverse(route), headers={"accept-language": other})
    assert page["Content-Language"] == language and f'<html lang="{language}"' in page.content.decode()


def test_an_old_notice_can_still_be_read(client, hanne):
    NoticeWording.reword("en", "In short.", by=hanne)
    address = reverse("home:notice_en")
    assert "In short." in client.get(address).content.decode()
    assert "Art. 6" in client.get(address, {"version": "1"}).content.decode()
    assert "In short." in client.get(address, {"version": "2"}).content.decode()


@pytest.mark.parametrize("version", ["3", "0", "-1", "x", "²", "99999999999", "1e0"])
def test_a_notice_that_never_was_is_not_found(client, hanne, version):
    NoticeWording.reword("en", "In short.", by=hanne)
    assert client.get(reverse("home:notice_en"), {"version": version}).status_code == 404


def test_every_page_links_to_them(client, as_, ada, hanne):
    for page in (client.get(reverse("account_login")), as_(ada).get("/"), as_(hanne).get("/setup/")):
        assert all(f'href="{reverse(route)}"' in page.content.decode() for route in PAGES)


def test_what_is_kept_is_listed_field_by_field_in_plain_words(client):
    page = read(client, "home:privacy")
    assert "People of the network" in page and "until erased on leaving" in page
