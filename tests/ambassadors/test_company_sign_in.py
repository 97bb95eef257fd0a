"""Signing in with the company's provider, before a real one on loopback: who comes in, and every answer that lets nobody in."""

import re
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from ambassadors.models import Person
from ledger.models import Letter
from tests import oidc_provider
from tests.ambassadors.second_steps import LOGIN, SET_UP, STEP, code_of, give_app, sign_in
from tests.cast import PASSWORD

START, ANSWER, LINK, UNLINK = (f"/accounts/company/{path}" for path in ("", "answer/", "link/", "link/end/"))
ADA = {"sub": "0815", "email": "ada@example.org", "email_verified": True}


@pytest.fixture(scope="module")
def running():
    with oidc_provider.opened() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    """The company's provider, which the settings name."""
    app = {
        "provider_id": "company",
        "name": "Corp Login",
        "client_id": oidc_provider.CLIENT,
        "secret": oidc_provider.SECRET,
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": running.issuer}}]}
    }
    running.next()
    running.asked.clear()
    return running


def is_in(client):
    return "_auth_user_id" in client.session


def go(client, **fields):
    """To the provider and back; returns where the provider sends the browser."""
    import requests

    page = client.post(START, fields)
    away = page.context["url"]
    return requests.get(away, allow_redirects=False, timeout=5).headers["Location"].partition("testserver")[2]


def come_in(client, **fields):
    return client.get(go(client, **fields))


def told(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def nothing_changed(db):
    """After the test the same people and the same links are there, and no letter or mail."""
    before = set(Person.objects.values_list("pk", "email", "password", "is_active"))
    yield
    assert set(Person.objects.values_list("pk", "email", "password", "is_active")) == before
    assert not SocialAccount.objects.exists()
    assert not Letter.objects.exists()
    assert mail.outbox == []


# Coming in --------------------------------------------------------------------------------------
def test_who_is_known_by_a_confirmed_address_comes_in(provider, ada, client):
    provider.next(
        **ADA,
        claims={"email": "ADA@example.org", "name": "Ada B.", "picture": "https://corp.example/ada.png"},
    )
    assert come_in(client).url == "/"
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert list(SocialAccount.objects.values_list("user", "provider", "uid", "extra_data")) == [
        (ada.pk, "company", "0815", {})
    ]
    assert Letter.objects.get().data == {"what": "account_connected"}
    assert Person.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_from_then_on_the_number_counts_and_not_the_address(provider, ada, bo, client):
    provider.next(**ADA)
    come_in(client)
    client.logout()
    provider.next(**ADA | {"email": "bo@example.org"})
    come_in(client)
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_the_way_there_carries_pkce_state_and_nonce_and_nothing_of_the_address(provider, client, db):
    provider.next(**ADA)
    client.post(f"{START}?scope=offline_access&auth_params=nonce%3Dmine%26prompt%3Dnone")
    go(client)
    (asked,) = provider.asked
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) == 64


def test_the_button_is_there_when_a_provider_is_named(provider, client, db, settings):
    assert "With Corp Login" in client.get(LOGIN).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "With Corp Login" not in client.get(LOGIN).content.decode()


def test_it_leads_back_to_where_somebody_wanted(provider, ada, client):
    provider.next(**ADA)
    assert come_in(client, next="/units/").url == "/units/"


def test_it_leads_to_no_other_host(provider, ada, client):
    provider.next(**ADA)
    assert come_in(client, next="https://evil.example/").url == "/"


def test_the_address_may_come_from_userinfo(provider, ada, client):
    provider.next(sub="0815", userinfo={"email": "ada@example.org", "email_verified": True})
    assert come_in(client).url == "/"


# Nobody comes in --------------------------------------------------------------------------------
NOW = time.time()
WRONG = {
    "another audience": {"claims": {"aud": "another-client"}},
    "several audiences, for another": {"claims": {"aud": ["werkstolz", "another"], "azp": "another"}},
    "another nonce": {"claims": {"nonce": "0" * 64}},
    "no nonce": {"leave_out": ["nonce"]},
    "another issuer in the token": {"claims": {"iss": "https://evil.example"}},
    "another issuer in the discovery": {"issuer": "https://evil.example"},
    "a token that ran out": {"claims": {"exp": int(NOW) - 3600, "iat": int(NOW) - 7200}},
    "a token that never runs out": {"leave_out": ["exp"]},
    "no subject": {"leave_out": ["sub"]},
    "another key": {"sign_with": "another key"},
    "a key nobody knows": {"kid": "two"},
    "no signature": {"sign_with": "none"},
    "a signature with a word": {"sign_with": "HS256"},
    "a token desk that is down": {"down": "token"},
    "keys that are down": {"down": "jwks"},
    "somebody else's userinfo": {
        "leave_out": ["email"],
        "userinfo": {"sub": "4711", "email": "ada@example.org"},
    },
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_answer_we_cannot_trust_lets_nobody_in(provider, ada, client, nothing_changed, wrong):
    way_back = None
    if "issuer" in wrong:
        provider.next(**ADA | wrong)
        answer = client.post(START)
    else:
        provider.next(**ADA)
        way_back = go(client)
        provider.next(**ADA | wrong)
        answer = client.get(way_back)
    assert answer.status_code == 400
    assert "Corp Login gave no answer we can trust" in told(answer)
    assert not is_in(client)


def test_a_provider_that_is_down_is_told(provider, ada, client, nothing_changed, settings):
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"] = {"server_url": "http://127.0.0.1:9"}
    answer = client.post(START)
    assert (answer.status_code, "no answer we can trust" in told(answer)) == (400, True)


@pytest.mark.parametrize("state", ["", "guessed", "x" * 32])
def test_a_state_that_is_not_ours_lets_nobody_in(provider, ada, client, nothing_changed, state):
    provider.next(**ADA, state=state)
    assert come_in(client).status_code == 400
    assert not is_in(client)


def test_the_answer_to_another_browser_lets_nobody_in(provider, ada, client, nothing_changed):
    provider.next(**ADA)
    assert Client().get(go(client)).status_code == 400


def test_an_answer_is_good_once(provider, ada, client):
    provider.next(**ADA)
    way_back = go(client)
    client.get(way_back)
    client.logout()
    assert client.get(way_back).status_code == 400
    assert not is_in(client)


def test_an_answer_out_of_the_blue_lets_nobody_in(provider, client, nothing_changed):
    assert client.get(ANSWER).status_code == 400
    assert client.get(f"{ANSWER}?code=guessed&state=guessed").status_code == 400


def test_who_stops_there_reads_that_nothing_happened(provider, ada, client, nothing_changed):
    provider.next(answer={"error": "access_denied"})
    assert "You stopped on the way" in told(come_in(client))


def test_somebody_unknown_reads_how_to_be_invited_and_is_not_made(provider, ada, client, nothing_changed):
    provider.next(sub="4711", email="eve@example.org", email_verified=True)
    assert "Nobody here has the address eve@example.org" in told(come_in(client))
    assert not is_in(client)


@pytest.mark.parametrize(
    "confirmed", [{"email_verified": False}, {"email_verified": "false"}, {"email_verified": "true"}, {}]
)
def test_an_address_that_is_not_confirmed_lets_nobody_in(provider, ada, client, nothing_changed, confirmed):
    provider.next(sub="0815", email="ada@example.org", **confirmed)
    assert "has not confirmed your e-mail address" in told(come_in(client))
    assert not is_in(client)


def test_somebody_deactivated_stays_out(provider, ada, client, nothing_changed):
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    provider.next(**ADA)
    assert come_in(client).url == "/accounts/inactive/"
    assert not is_in(client)
    Person.objects.filter(pk=ada.pk).update(is_active=True)


def test_somebody_deactivated_later_stays_out_too(provider, ada, client):
    provider.next(**ADA)
    come_in(client)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    other = Client()
    assert come_in(other).url == "/accounts/inactive/"
    assert not is_in(other)


def test_who_got_the_address_of_somebody_linked_does_not_get_the_login(provider, ada, client):
    provider.next(**ADA)
    come_in(client)
    other = Client()
    provider.next(**ADA | {"sub": "0816"})
    assert "knows by another number" in told(come_in(other))
    assert not is_in(other)
    assert SocialAccount.objects.get().uid == "0815"


# The second step --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("counts", "said", "asked"),
    [
        (False, {"amr": ["pwd", "mfa"]}, True),
        (True, {"amr": ["pwd", "mfa"]}, False),
        (True, {"acr": "https://refeds.org/profile/mfa"}, False),
        (True, {"amr": ["pwd"]}, True),
        (True, {"amr": "mfa-ish"}, True),
        (True, {}, True),
    ],
)
def test_the_companys_sign_in_is_a_second_step_only_by_setting_and_word(
    provider, cy, client, settings, counts, said, asked
):
    settings.MFA_REQUIRED, settings.OIDC_COUNTS_AS_MFA = True, counts
    provider.next(sub="1", email=cy.email, email_verified=True, **said)
    come_in(client)
    answer = client.get("/")
    assert (answer.status_code, answer.get("Location", "")) == (
        (302, f"{SET_UP}?next=%2F") if asked else (200, "")
    )


def test_what_counted_yesterday_counts_no_more_when_the_setting_goes(provider, cy, client, settings):
    settings.MFA_REQUIRED = settings.OIDC_COUNTS_AS_MFA = True
    provider.next(sub="1", email=cy.email, email_verified=True, amr=["mfa"])
    come_in(client)
    assert client.get("/").status_code == 200
    settings.OIDC_COUNTS_AS_MFA = False
    assert client.get("/").status_code == 302


def test_who_has_an_app_here_is_asked_for_its_code(provider, ada, client):
    give_app(ada)
    provider.next(**ADA, amr=["mfa"])
    assert come_in(client).url == STEP
    assert not is_in(client)
    client.post(STEP, {"code": code_of()})
    assert is_in(client)


# A provider that is gone ------------------------------------------------------------------------
def test_when_the_provider_is_gone_its_people_sign_in_by_other_means(provider, ada, client, settings):
    provider.next(**ADA)
    come_in(client)
    client.logout()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    for call in (client.get(START), client.post(START), client.get(f"{ANSWER}?code=x&state=y")):
        assert (call.status_code, "no sign-in of the company here any more" in told(call)) == (409, True)
    sign_in(client, ada, PASSWORD)
    assert is_in(client)
    assert "no longer used here" in told(client.get(LINK))
    assert client.get("/me/").status_code == 200
    client.post(UNLINK)
    assert not SocialAccount.objects.exists()


# Linking by hand --------------------------------------------------------------------------------
def test_somebody_whose_address_there_differs_links_by_hand(provider, ada, client):
    sign_in(client, ada, PASSWORD)
    provider.next(sub="0815", email="a.brandt@corp.example", email_verified=True)
    again = come_in(client, process="connect")
    assert again.url == "/accounts/reauthenticate/"
    client.post(again.url, {"password": PASSWORD})
    assert SocialAccount.objects.get().user == ada
    assert "opens this login" in told(client.get(LINK))


def test_nobody_links_a_number_that_is_anothers(provider, ada, bo, client):
    provider.next(**ADA)
    come_in(client)
    other = Client()
    sign_in(other, bo, PASSWORD)
    come_in(other, process="connect")
    other.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert SocialAccount.objects.get().user == ada


def test_undoing_the_link_is_told_by_a_letter(provider, ada, client):
    provider.next(**ADA)
    come_in(client)
    client.post(UNLINK)
    assert not SocialAccount.objects.exists()
    assert [letter.data["what"] for letter in Letter.objects.order_by("created_at")] == [
        "account_connected",
        "account_disconnected",
    ]
