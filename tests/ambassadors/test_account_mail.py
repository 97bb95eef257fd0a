"""The mails of signing in say what to do in the reader's language, and thank nobody for using anything."""

import pytest
from django.core import mail
from django.urls import reverse

pytestmark = pytest.mark.django_db


def mailed(client, address, route, language):
    client.post(reverse(route), {"email": address}, headers={"accept-language": language})
    (message,) = mail.outbox
    return message.subject, message.body


def test_the_code_comes_in_german_for_a_german_browser(client, ada):
    subject, body = mailed(client, ada.email, "account_request_login_code", "de")
    assert subject == "Dein Code für die Anmeldung"
    assert body.startswith(
        "Tippe diesen Code auf der Seite ein, die auf ihn wartet. Er gilt ein paar Minuten.\n\n"
    )
    foot = "\n\nWerkstolz\nImpressum: http://localhost/imprint/\nDatenschutz: http://localhost/privacy/"
    assert body.endswith(foot)


def test_the_way_to_a_new_password_comes_in_english_too(client, ada):
    subject, body = mailed(client, ada.email, "account_reset_password", "en")
    assert subject == "A new password"
    assert "/accounts/password/reset/key/" in body


def test_an_unknown_address_reads_where_to_ask(client):
    subject, body = mailed(client, "nobody@example.org", "account_reset_password", "en")
    assert subject == "This address is not known here"
    assert "signup" not in body
