"""The site as an app: what phones are told, and the worker that stands before every page."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from home.demo import people
from home.views import app
from tests import cast
from tests.access import headers


def test_a_phone_is_told_what_it_can_install(db):
    said = Client().get("/manifest.webmanifest")
    manifest = said.json()
    assert said["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Werkstolz", "/", "/")
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_app_bears_the_name_of_the_network(db):
    from ambassadors.models import Network

    network = Network.now()
    network.name = "Blaues Band"
    network.save()
    assert Client().get("/manifest.webmanifest").json()["name"] == "Blaues Band"


def test_the_worker_stands_at_the_root_and_is_asked_for_anew(db):
    answer = Client().get("/sw.js")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-store"
    assert f'"werkstolz-{app.version()}"' in text and "/static/js/outbox.js" in text
    assert not re.search(r"{{|{%", text)


@pytest.mark.parametrize(
    "address",
    ["/sw.js", "/manifest.webmanifest", "/phone.crt", "/encounters/waiting/", "/encounters/sync/token/"],
)
def test_their_answers_carry_the_headers_of_all(as_, ada, address):
    assert list(headers.faults_of(as_(ada).get(address))) == []


def test_pages_of_nobody_bring_no_worker(as_, ada, max, db):
    assert f'data-owner="{ada.ambassador.pk}"' in as_(ada).get("/").content.decode()
    assert 'data-owner="none"' in as_(max).get("/").content.decode()
    stranger = Client().get("/imprint/").content.decode()
    assert "data-owner" not in stranger and "worker.js" not in stranger and 'rel="manifest"' in stranger


def test_the_certificate_is_handed_out_to_phones_only(settings, tmp_path, db):
    assert Client().get("/phone.crt").status_code == 404
    certificate = tmp_path / "authority.pem"
    certificate.write_text("-----BEGIN CERTIFICATE-----")
    settings.PHONE_CERTIFICATE = str(certificate)
    assert Client().get("/phone.crt").content == b"-----BEGIN CERTIFICATE-----"


def test_the_buttons_of_the_demo_are_off_where_others_reach_it(settings, db):
    settings.DEMO, settings.DEMO_BUTTONS = True, False
    cast.make_person("Ada", email=people.ADA)
    assert "look-around" not in Client().get("/accounts/login/").content.decode()
    assert Client().post("/look-around/ambassador/").status_code == 404
    settings.DEMO_BUTTONS = True
    assert Client().post("/look-around/ambassador/").status_code == 302


def test_the_cast_has_the_password_of_this_start(settings, db):
    ada = cast.make_person("Ada", email=people.ADA)
    settings.DEMO_PASSWORD = "only-on-this-network"
    people.settle_password()
    ada.refresh_from_db()
    assert ada.check_password("only-on-this-network") and not ada.check_password(cast.PASSWORD)
