"""Signing in, in a real browser: with a passkey, with an app that makes codes, and with the company's provider."""

import json
import re
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

from tests import oidc_provider
from tests.ambassadors.second_steps import SET_UP, code_of
from tests.cast import PASSWORD
from tests.journeys.conftest import PHONE
from tests.journeys.test_for_everybody import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def give_device(page):
    """A phone that makes passkeys and whose owner always says yes, through the browser's own test bench."""
    bench = page.context.new_cdp_session(page)
    bench.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return bench.send("WebAuthn.addVirtualAuthenticator", {"options": options}), bench


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/login/")


def type_password(page, person):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def test_a_passkey_is_made_and_opens_the_login_alone(window, ada):
    page = window(ada)
    give_device(page)
    page.goto(f"{SET_UP}webauthn/add/")
    page.locator("input[name=name]").fill("Work phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Emergency codes").wait_for()
    page.goto(f"{SET_UP}webauthn/")
    expect(page.get_by_text("Work phone")).to_be_visible()
    expect(page.get_by_text("opens your login alone")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    expect(page.get_by_text("Ada").first).to_be_visible()
    assert page.mishaps == []


def test_a_passkey_is_the_second_step_after_the_password(window, ada):
    page = window(ada)
    give_device(page)
    page.goto(f"{SET_UP}webauthn/add/")
    page.locator("input[name=passwordless]").uncheck()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Emergency codes").wait_for()
    sign_out(page)
    type_password(page, ada)
    page.get_by_role("heading", name="Now the second step").wait_for()
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    assert page.mishaps == []


def test_a_device_that_says_no_leaves_the_other_ways_open(window, ada):
    page = window()
    page.goto("/accounts/login/")
    device, bench = give_device(page)
    bench.send("WebAuthn.setUserVerified", device | {"isUserVerified": False})
    page.get_by_role("button", name="With a passkey").click()
    page.get_by_text("That didn’t work, or was stopped.").wait_for()
    type_password(page, ada)
    page.wait_for_url(re.compile(r":\d+/$"))


def test_a_manager_on_a_phone_is_led_to_the_app_and_on(window, max, settings):
    settings.MFA_REQUIRED = True
    page = window(viewport=PHONE, language="de")
    type_password(page, max)
    page.get_by_role("heading", name="Noch ein Schritt, bevor es losgeht").wait_for()
    page.goto("/reports/")
    page.get_by_role("link", name="App einrichten").click()
    secret = page.locator("#key").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Einschalten").click()
    codes = page.locator("#codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Herunterladen").click()
    assert codes[0] in download.value.path().read_text()
    page.get_by_role("link", name="Ich habe sie, weiter").click()
    page.wait_for_url("**/reports/")
    sign_out(page)
    type_password(page, max)
    page.locator("input[name=code]").fill(codes[0])
    page.locator("input[name=code]").press("Enter")
    page.wait_for_url(re.compile(r":\d+/$"))
    assert page.mishaps == []


def test_signing_out_everywhere_else(window, ada):
    here, there = window(ada), window(ada, viewport=PHONE)
    here.goto("/me/")
    here.get_by_role("link", name="Where you are signed in").click()
    here.get_by_role("button", name="Sign out everywhere else").click()
    here.get_by_text("session is signed out").wait_for()
    there.goto("/leads/")
    assert "/accounts/login/" in there.url


@pytest.fixture
def company(settings):
    """The company's provider in a process of its own; `company(sub=…)` says who comes next."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.oidc_provider"], stdout=subprocess.PIPE, text=True
    )
    issuer = process.stdout.readline().strip()
    app = {
        "provider_id": "company",
        "name": "Corp Login",
        "client_id": oidc_provider.CLIENT,
        "secret": oidc_provider.SECRET,
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": issuer}}]}
    }

    def comes(**who):
        urllib.request.urlopen(urllib.request.Request(f"{issuer}/next", json.dumps(who).encode())).read()

    yield comes
    process.terminate()
    process.wait(10)


def test_the_companys_sign_in_leads_there_and_back(window, ada, company):
    company(sub="0815", email="ada@example.org", email_verified=True)
    page = window()
    page.goto("/accounts/login/?next=/stories/")
    page.get_by_role("button", name="With Corp Login").click()
    page.wait_for_url("**/stories/")
    page.goto("/accounts/company/link/")
    expect(page.get_by_text("Corp Login opens this login.")).to_be_visible()
    assert page.mishaps == []


def test_a_stranger_of_the_company_reads_how_to_be_invited(window, ada, company):
    company(sub="4711", email="eve@example.org", email_verified=True)
    page = window()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="With Corp Login").click()
    page.get_by_text("Nobody here has the address eve@example.org").wait_for()


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "language": "de"},
        {"color_scheme": "light"},
    ],
)
def test_the_pages_of_the_second_step_are_for_everybody(window, ada, company, look):
    page = window(ada, reduced_motion="reduce", **look)
    give_device(page)
    found = [
        fault
        for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn")
        for fault in faults(page, name, "second step")
    ]
    page.goto(f"{SET_UP}webauthn/add/")
    page.locator("main form[data-passkey] button[type=submit]").click()
    page.locator("#codes").wait_for()
    key = ada.authenticator_set.get(type="webauthn").pk
    shown = ["mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
    shown += [
        ("mfa_edit_webauthn", key),
        ("mfa_remove_webauthn", key),
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    ]
    shown += [
        "account_reauthenticate",
        "ambassadors:sessions",
        "socialaccount_connections",
        "account_login",
        "openid_connect_login",
    ]
    found += [fault for name in shown for fault in faults(page, name, "second step")]
    sign_out(page)
    type_password(page, ada)
    page.wait_for_url("**/authenticate/")
    found += faults(page, "mfa_authenticate", "second step")
    assert found == []
