"""The second step: what it asks, of whom, and that nothing leads around it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from ambassadors import keys
from ambassadors.models import FirstAdmin, Role
from ledger.models import Event, Letter
from tests.ambassadors.second_steps import (
    AGAIN,
    APP,
    LOGIN,
    SECRET,
    SET_UP,
    STEP,
    code_of,
    emergency_codes,
    give_app,
    sign_in,
)
from tests.cast import PASSWORD, give_role
from tests.routes import our_routes

OFFICIALS = ["cy", "max", "noor", "hanne"]
RESET, CODE, CONFIRM = "/accounts/password/reset/", "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def asked(settings):
    """As outside the demo: the second step has to be taken."""
    settings.MFA_REQUIRED = True


@pytest.fixture
def whoever(request):
    return request.getfixturevalue(request.param)


def is_in(client):
    return "_auth_user_id" in client.session


# Taking it --------------------------------------------------------------------------------------
def test_the_app_is_set_up_with_the_code_it_shows(ada, client):
    sign_in(client, ada, PASSWORD)
    client.get(APP)
    secret = client.session["mfa.totp.secret"]
    answer = client.post(APP, {"code": code_of(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert {each.type for each in ada.authenticator_set.all()} == {"totp", "recovery_codes"}


def test_a_wrong_code_sets_up_nothing_and_the_key_stays_the_same(ada, client):
    sign_in(client, ada, PASSWORD)
    secret = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": "000000"})
    assert "That was not right" in answer.content.decode()
    assert answer.context["form"].secret == secret
    assert not ada.authenticator_set.exists()


def test_with_the_app_a_password_alone_opens_nothing(ada, client):
    give_app(ada)
    assert sign_in(client, ada, PASSWORD).url == STEP
    assert not is_in(client)
    assert client.get("/").url == f"{LOGIN}?next=/"
    client.post(STEP, {"code": code_of()})
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "12345", "abcdef", "١٢٣٤٥٦"])
def test_a_wrong_code_opens_nothing(ada, client, code):
    give_app(ada)
    sign_in(client, ada, PASSWORD)
    client.post(STEP, {"code": code})
    assert not is_in(client)


def test_a_code_of_the_app_is_good_once(ada, client):
    give_app(ada)
    code = code_of()
    sign_in(client, ada, PASSWORD, code=code)
    client.logout()
    sign_in(client, ada, PASSWORD, code=code)
    assert not is_in(client)
    client.post(STEP, {"code": code_of(periods=1)})
    assert is_in(client)


def test_the_code_with_which_the_app_was_set_up_opens_no_second_session(ada, client):
    sign_in(client, ada, PASSWORD)
    client.get(APP)
    code = code_of(client.session["mfa.totp.secret"])
    client.post(APP, {"code": code})
    client.logout()
    sign_in(client, ada, PASSWORD, code=code)
    assert not is_in(client)


def test_an_emergency_code_is_good_once(ada, client):
    first, second, *_rest = emergency_codes(give_app(ada))
    for code, opens in ((first, True), (first, False), (second, True)):
        client.logout()
        sign_in(client, ada, PASSWORD, code=code)
        assert is_in(client) is opens
    assert len(ada.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()) == 8


def test_nobody_guesses_codes(ada, client):
    give_app(ada)
    sign_in(client, ada, PASSWORD)
    for n in range(5):
        client.post(STEP, {"code": f"00000{n}"})
    answer = client.post(STEP, {"code": code_of()})
    assert not is_in(client)
    assert "too often" in answer.content.decode()


# Nothing leads around it ------------------------------------------------------------------------
def test_a_code_by_mail_does_not_lead_around_it(ada, client):
    give_app(ada)
    client.post(CODE, {"email": ada.email})
    code = re.search(r"^\s*([A-Z0-9]{2,}(?:-[A-Z0-9]+)*)\s*$", mail.outbox[0].body, re.M).group(1)
    assert client.post(CONFIRM, {"code": code}).url == STEP
    assert not is_in(client)


def test_a_new_password_does_not_lead_around_it(ada, client):
    give_app(ada)
    client.post(RESET, {"email": ada.email})
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "another-ribbon-and-trophy"
    client.post(form, {"password1": new, "password2": new})
    assert not is_in(client)
    assert sign_in(client, ada, new).url == STEP
    assert not is_in(client)


def test_the_admin_asks_for_it_too(hanne, client):
    give_app(hanne)
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert (
        client.post("/admin/login/?next=/admin/", {"username": hanne.email, "password": PASSWORD}).status_code
        == 302
    )
    assert client.get("/admin/").status_code == 302
    assert not is_in(client)


# Who has to take it -----------------------------------------------------------------------------
@pytest.mark.parametrize("whoever", OFFICIALS, indirect=True)
def test_with_a_role_one_is_led_to_set_it_up_after_signing_in(asked, whoever, client):
    assert sign_in(client, whoever, PASSWORD).url == "/"
    answer = client.get("/")
    assert answer.url == f"{SET_UP}?next=%2F"
    page = client.get(answer.url).content.decode()
    assert "One more step before you begin" in page
    assert 'class="side' not in page


@pytest.mark.parametrize("whoever", OFFICIALS, indirect=True)
def test_until_then_no_page_and_no_act_is_reached(asked, whoever, as_, settings):
    settings.DEMO = True
    client = as_(whoever)
    open_to_all = {name for name, rule in settings.ACCESS.items() if rule["who"] == "public"}
    unkeyed = [route for route in our_routes() if not route.keys and route.name not in open_to_all]
    assert len(unkeyed) > 20
    for route in unkeyed:
        for call in (client.get, client.post):
            answer = call(reverse(route.name))
            assert (answer.status_code, answer.url.partition("?")[0]) == (302, SET_UP), route.name
    assert client.get("/admin/").url.startswith(SET_UP)
    assert client.get(f"/admin/ambassadors/person/{whoever.pk}/change/").url.startswith(SET_UP)
    assert client.post("/accounts/password/change/", {}).url.startswith(SET_UP)


def test_ambassadors_are_not_asked(asked, ada, as_):
    assert as_(ada).get("/").status_code == 200


def test_where_the_setting_is_off_nobody_is(settings, cy, as_):
    settings.MFA_REQUIRED = False
    assert as_(cy).get("/").status_code == 200


def test_after_setting_it_up_one_goes_on_to_where_one_wanted(asked, cy, client):
    sign_in(client, cy, PASSWORD)
    client.get("/stories/moderation/")
    client.get(APP)
    codes = client.post(APP, {"code": code_of(client.session["mfa.totp.secret"])}).url
    assert 'href="/stories/moderation/"' in client.get(codes).content.decode()
    assert client.get("/stories/moderation/").status_code == 200


def test_who_gains_a_role_is_asked_at_the_next_request(asked, ada, as_):
    client = as_(ada)
    assert client.get("/leads/").status_code == 200
    give_role(ada, "coordinator")
    assert client.get("/leads/").url.startswith(SET_UP)


def test_who_loses_the_role_is_asked_no_more(asked, cy, as_):
    client = as_(cy)
    assert client.get("/").status_code == 302
    Role.objects.all().delete()
    assert client.get("/").status_code == 200


def test_a_session_from_before_has_to_take_it_as_well(asked, cy, client):
    sign_in(client, cy, PASSWORD)
    give_app(cy)  # set up in another browser
    assert client.get("/leads/").url == f"{AGAIN}?next=%2Fleads%2F"
    assert client.get(SET_UP).url.startswith(AGAIN)
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).url.startswith(AGAIN)
    assert client.post(f"{AGAIN}?next=/leads/", {"code": code_of(), "next": "/leads/"}).url == "/leads/"
    assert client.get("/leads/").status_code == 200


def test_who_takes_the_last_one_off_is_asked_again(asked, cy, client):
    give_app(cy)
    sign_in(client, cy, PASSWORD, code=code_of())
    assert client.get("/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/").url.startswith(SET_UP)


def test_emergency_codes_alone_are_no_second_step(asked, cy, client):
    give_app(cy)
    sign_in(client, cy, PASSWORD, code=emergency_codes(cy)[0])
    cy.authenticator_set.get(type="totp").delete()
    assert client.get("/").url.startswith(SET_UP)


def test_scripts_are_told_in_their_own_way(asked, cy, as_):
    client = as_(cy)
    answer = client.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["url"]) == (403, SET_UP)
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, SET_UP)


def test_one_can_always_sign_out(asked, cy, as_):
    client = as_(cy)
    client.post("/accounts/logout/")
    assert not is_in(client)


def test_what_somebody_typed_is_there_after_the_step(asked, cy, client):
    sign_in(client, cy, PASSWORD)
    give_app(cy)
    client.post("/me/profile/", {"city": "Bad Godesberg"})
    client.post(AGAIN, {"code": code_of()})
    assert "Bad Godesberg" in client.get("/me/profile/").content.decode()


def test_the_first_admin_sets_it_up_and_goes_on_to_the_set_up_of_the_network(asked, db, client):
    fields = {"email": "first@example.org", "password": PASSWORD, "first_name": "Hanne", "last_name": "Voss"}
    client.post(reverse("ambassadors:first_admin", args=[FirstAdmin.invite()]), fields)
    assert client.get("/setup/").url == f"{SET_UP}?next=%2Fsetup%2F"
    assert client.get(APP).status_code == 200  # without the password once more
    codes = client.post(APP, {"code": code_of(client.session["mfa.totp.secret"])}).url
    assert 'href="/setup/"' in client.get(codes).content.decode()
    assert client.get("/setup/").status_code == 200


# What is kept -----------------------------------------------------------------------------------
def test_the_key_of_the_app_lies_encrypted(ada):
    give_app(ada)
    kept = ada.authenticator_set.get(type="totp").data["secret"]
    assert SECRET not in kept
    assert keys.SecondFactorAdapter().decrypt(kept) == SECRET


def test_an_older_key_still_reads_it_and_a_lost_one_opens_nothing(ada, client, settings):
    give_app(ada)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 30 + "ew" * 15
    sign_in(client, ada, PASSWORD, code=code_of())
    assert is_in(client)
    client.logout()
    settings.SECRET_KEY_FALLBACKS = []
    sign_in(client, ada, PASSWORD, code=code_of(periods=1))
    assert not is_in(client)


@pytest.mark.parametrize(
    "model",
    ["mfa/authenticator", "usersessions/usersession", "account/emailaddress", "socialaccount/socialaccount"],
)
def test_no_admin_reads_keys_and_whereabouts(hanne, as_, model):
    assert as_(hanne).get(f"/admin/{model}/").status_code == 404


def test_a_change_is_told_by_a_letter_in_the_readers_language(
    ada, client, django_capture_on_commit_callbacks
):
    ada.speak("de")
    sign_in(client, ada, PASSWORD)
    client.get(APP)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(APP, {"code": code_of(client.session["mfa.totp.secret"])})
    mail.outbox.clear()
    Letter.objects.send_due()
    assert [message.subject for message in mail.outbox] == ["Dein Zugang wurde geändert"]
    assert "Zu deinem Zugang gehört jetzt eine App" in mail.outbox[0].body


def test_who_lost_phone_and_codes_is_helped_from_the_console(cy, client):
    give_app(cy)
    sign_in(client, cy, PASSWORD, code=code_of())
    call_command("forget_second_factor", "CY@example.org")
    assert not cy.authenticator_set.exists()
    assert client.get("/").url.startswith(LOGIN)
    assert Event.objects.about(cy).of_verb("second_factor_forgotten").count() == 1
    assert sign_in(client, cy, PASSWORD).url == "/"


def test_nobody_else_sees_or_removes_a_passkey(ada, bo, as_):
    key = Authenticator.objects.create(
        user=ada, type="webauthn", data={"name": "Adas phone", "credential": {}}
    )
    give_app(bo)
    client = as_(bo)
    client.post(AGAIN, {"code": code_of()})
    for act in ("edit", "remove"):
        assert client.get(f"{SET_UP}webauthn/keys/{key.pk}/{act}/").status_code == 404
        assert client.post(f"{SET_UP}webauthn/keys/{key.pk}/{act}/", {"name": "mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk, data__name="Adas phone").exists()
