"""Whatever somebody writes into an address that says where to go next: it leads nowhere but here."""

from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.cast import PASSWORD

EVIL = "evil.example"
FORMS = [
    f"https://{EVIL}", f"http://{EVIL}/", f"//{EVIL}", f"///{EVIL}", f"////{EVIL}", f"/\\{EVIL}", f"\\/{EVIL}",
    f"\\\\{EVIL}", f"/\t/{EVIL}", f"\t//{EVIL}", f"/\n/{EVIL}", f"\r\n//{EVIL}", f" //{EVIL}", f"/ /{EVIL}",
    f"https:{EVIL}", f"https:/{EVIL}", f"https:///{EVIL}", f"https:\\\\{EVIL}", f"HTTPS://{EVIL}", f"hTtP://{EVIL}",
    f"//testserver@{EVIL}", f"https://testserver@{EVIL}", f"https://testserver:80@{EVIL}", f"//testserver.{EVIL}",
    f"//{EVIL}#testserver", f"//{EVIL}?testserver", f"//{EVIL}/testserver", f"//{EVIL}:443", f"//[::ffff:1.2.3.4]/{EVIL}",
    "//1249763844", f"//{EVIL}%00", f"%2f%2f{EVIL}", f"/%09/{EVIL}", f"/%5c{EVIL}", f"%68ttps://{EVIL}",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>",
    f"ftp://{EVIL}", f"//{EVIL}\u3002com", f"/\u2028/{EVIL}", f"\x00//{EVIL}", f"//\u2044{EVIL}", "http://[", "//[]",
]  # fmt: skip


def leads_away(answer):
    """Where the answer sends a browser, when that is another host; browsers drop tabs and newlines and turn \\ into /."""
    to = answer.get("Location", "")
    seen = "".join(letter for letter in to if letter not in "\t\r\n").strip("\x00 ").replace("\\", "/")
    target = urlsplit(urljoin("http://testserver/somewhere/", seen))
    return to if target.scheme not in ("http", "https") or target.netloc != "testserver" else ""


def test_there_are_forty_forms_and_more():
    assert len(set(FORMS)) >= 40


def through_the_language(client, ada, where):
    return client.post("/language/", {"language": "en", "next": where})


def through_the_sign_in(client, ada, where):
    return client.post(
        f"/accounts/login/?next={quote(where)}", {"login": ada.email, "password": PASSWORD, "next": where}
    )


def through_a_sign_in_of_somebody_signed_in(client, ada, where):
    client.force_login(ada)
    return client.get(f"/accounts/login/?next={quote(where)}")


def through_the_sign_out(client, ada, where):
    client.force_login(ada)
    return client.post(f"/accounts/logout/?next={quote(where)}", {"next": where})


def through_the_code(client, ada, where):
    return client.post(f"/accounts/login/code/?next={quote(where)}", {"email": ada.email, "next": where})


def through_a_reauthentication(client, ada, where):
    client.force_login(ada)
    return client.post(
        f"/accounts/reauthenticate/?next={quote(where)}", {"password": PASSWORD, "next": where}
    )


def through_the_page_one_came_from(client, ada, where):
    client.force_login(ada)
    return client.post("/me/portrait/", headers={"Referer": where.encode("ascii", "replace").decode()})


def through_the_admin(client, ada, where):
    return client.get(f"/admin/login/?next={quote(where)}", follow=False)


def through_a_path(client, ada, where):
    return client.get(f"/{quote(where, safe='/')}")


DOORS = [
    through_the_language, through_the_sign_in, through_a_sign_in_of_somebody_signed_in, through_the_sign_out, through_the_code,
    through_a_reauthentication, through_the_page_one_came_from, through_the_admin, through_a_path,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_form_stays_on_this_host(client, ada, door):
    led = {}
    for where in FORMS:
        client.logout()
        answer = door(client, ada, where)
        assert answer.status_code < 500, where
        led[where] = leads_away(answer)
    assert {where: to for where, to in led.items() if to} == {}


def test_where_somebody_wanted_on_this_host_is_kept(client, ada):
    assert through_the_language(client, ada, "/stories/?kind=help").url == "/stories/?kind=help"
    assert through_the_sign_in(client, ada, "/stories/?kind=help").url == "/stories/?kind=help"


def test_the_watch_itself_sees_who_is_led_away():
    evil = (f"https://{EVIL}", f"//{EVIL}", f"/\\{EVIL}", f"/\t/{EVIL}")
    assert all(leads_away({"Location": where}) for where in evil) and not leads_away(
        {"Location": "/stories/"}
    )
