import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse

from ambassadors.models import Person
from ledger.models import MailboxMessage
from tests.cast import PASSWORD, make_ambassador

LOGIN, CODE, CONFIRM = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/confirm/"
RESET = "/accounts/password/reset/"


def signed_in(client):
    return "_auth_user_id" in client.session


def seen(answer):
    """What somebody outside can tell two answers apart by: the status, where it leads and the page without its tokens."""
    page = re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|value="[^"]*@[^"]*"',
        "",
        answer.content.decode(),
    )
    return answer.status_code, answer.get("Location"), page


def test_signing_in_by_password(ada, client):
    answer = client.post(LOGIN, {"login": "Ada@Example.org", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in(client)


def test_a_new_session_begins_with_the_sign_in(ada, client):
    client.get(LOGIN)
    client.session["before"] = 1
    session = client.session
    session.save()
    client.cookies["werkstolz-session"] = before = session.session_key
    client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD})
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
def test_a_sign_in_leads_to_no_other_host(ada, client, where):
    answer = client.post(
        f"{LOGIN}?next={where}", {"login": "ada@example.org", "password": PASSWORD, "next": where}
    )
    assert answer.url == "/"


def test_a_sign_in_leads_back_to_where_somebody_wanted(ada, client):
    wanted = client.get("/units/")
    assert wanted.url == f"{LOGIN}?next=/units/"
    assert (
        client.post(wanted.url, {"login": "ada@example.org", "password": PASSWORD, "next": "/units/"}).url
        == "/units/"
    )


def test_signing_in_by_a_code_that_lands_in_the_mailbox(ada, client, settings):
    settings.EMAIL_BACKEND = "ledger.mailbox.MailboxBackend"
    assert client.post(CODE, {"email": "ada@example.org"}).url == CONFIRM
    (message,) = MailboxMessage.objects.to("ada@example.org")
    code = re.search(r"^\s*([A-Z0-9]{2,}(?:-[A-Z0-9]+)*)\s*$", message.text, re.M).group(1)
    assert client.post(CONFIRM, {"code": code}).url == "/"
    assert signed_in(client)


def test_a_wrong_code_signs_nobody_in(ada, client):
    client.post(CODE, {"email": "ada@example.org"})
    client.post(CONFIRM, {"code": "WRONG1"})
    assert not signed_in(client)


@pytest.mark.parametrize("password", ["wrong", "", PASSWORD.upper(), PASSWORD + "\x00"])
def test_a_wrong_password_signs_nobody_in(ada, client, password):
    assert client.post(LOGIN, {"login": "ada@example.org", "password": password}).status_code == 200
    assert not signed_in(client)


def test_who_was_deactivated_comes_in_no_more(ada, client):
    client.force_login(ada)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get("/").url == f"{LOGIN}?next=/"
    client.cookies.clear()
    client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD})
    assert not signed_in(client)


def test_an_alumnus_still_signs_in(db, client):
    make_ambassador(state="alumnus", email="gone@example.org")
    client.post(LOGIN, {"login": "gone@example.org", "password": PASSWORD})
    assert signed_in(client)


@pytest.mark.parametrize(
    ("url", "field", "more"),
    [(LOGIN, "login", {"password": "not-the-password"}), (CODE, "email", {}), (RESET, "email", {})],
)
def test_nobody_learns_here_who_has_an_account(ada, client, url, field, more):
    known = client.post(url, {field: "ada@example.org", **more})
    client.cookies.clear()
    unknown = client.post(url, {field: "eve@example.org", **more})
    assert seen(known) == seen(unknown)
    pages = []
    if known.status_code == 302:
        for address in ("ada@example.org", "eve@example.org"):
            client.cookies.clear()
            pages.append(seen(client.post(url, {field: address, **more}, follow=True)))
        assert pages[0][0] == pages[1][0] == 200
        assert pages[0][2].replace("ada@example.org", "") == pages[1][2].replace("eve@example.org", "")


def test_the_rate_limit_holds_for_one_account(ada, client):
    for _ in range(5):
        client.post(LOGIN, {"login": "ada@example.org", "password": "wrong"})
    answer = client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD})
    assert not signed_in(client)
    assert answer.status_code in (200, 429)


def test_the_rate_limit_stands_in_the_database_for_all_processes(db, client):
    client.post(LOGIN, {"login": "ada@example.org", "password": "wrong"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] > 0


def test_the_rate_limit_holds_for_one_machine(db, client):
    statuses = [
        client.post(LOGIN, {"login": f"{n}@example.org", "password": "wrong"}).status_code for n in range(40)
    ]
    assert statuses[0] == 200
    assert 429 in statuses


def test_nobody_signs_up_alone(db, client):
    before = Person.objects.count()
    fields = {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/signup/", fields)
    assert page.status_code == 200
    assert Person.objects.count() == before
    assert mail.outbox == []


@pytest.mark.parametrize("role", ["ambassador", "coordinator", "manager", "auditor", "admin"])
def test_the_demo_lets_people_look_around(db, client, settings, role):
    settings.DEMO = True
    make_ambassador("Demo", email=f"{role}@example.org")
    assert client.post(reverse("ambassadors:look_around", args=[role])).url == "/"
    assert signed_in(client)


def test_outside_the_demo_nobody_looks_around(db, client):
    make_ambassador("Demo", email="ambassador@example.org")
    assert client.post(reverse("ambassadors:look_around", args=["ambassador"])).status_code == 404
    assert not signed_in(client)
    assert "look-around" not in client.get(LOGIN).content.decode()


def test_the_demo_signs_in_its_own_people_only(ada, client, settings):
    settings.DEMO = True
    assert client.post(reverse("ambassadors:look_around", args=["ada"])).status_code == 404
    assert client.get(reverse("ambassadors:look_around", args=["ambassador"])).status_code == 405
    assert not signed_in(client)


def test_the_admin_has_no_sign_in_of_its_own(ada, hanne, client):
    assert client.get("/admin/login/").status_code == 302
    assert client.get("/admin/").status_code == 302
    client.force_login(hanne)
    assert client.get("/admin/").status_code == 200


def test_nobody_adds_an_address_and_so_claims_a_colleagues(ada, bo, as_):
    client = as_(ada)
    for address in (bo.email, "new@example.org"):
        client.post("/accounts/email/", {"action_add": "", "email": address})
        client.post("/accounts/email/", {"action_primary": "", "email": address})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert set(EmailAddress.objects.values_list("email", flat=True)) <= {"ada@example.org"}
