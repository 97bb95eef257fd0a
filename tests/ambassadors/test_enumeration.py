"""Nobody learns from an answer, its shape or its time who has a login here."""

import time
from statistics import median

import pytest
from django.core import mail

from ambassadors import account_mail
from ambassadors.models import Person
from tests.cast import make_ambassador, make_person
from tests.post_office import free_port

LOGIN, CODE, RESET = "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"
DOORS = {
    "signing in": (LOGIN, "login", {"password": "not-the-password"}),
    "a code": (CODE, "email", {}),
    "a new password": (RESET, "email", {}),
}
KNOWN = {"ada": "ada@example.org", "nopass": "nopass@example.org", "gone": "gone@example.org"}
LIMIT = 0.010  # seconds


@pytest.fixture
def people(db, settings):
    """Somebody with a password, somebody who was imported and has none, somebody deactivated; hashes as in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    make_ambassador("Ada", email=KNOWN["ada"])
    imported = make_person(email=KNOWN["nopass"])
    imported.set_unusable_password()
    imported.save(update_fields=["password"])
    make_ambassador("Gone", email=KNOWN["gone"])
    Person.objects.with_email(KNOWN["gone"]).update(is_active=False)


def took(client, door, address):
    url, field, more = DOORS[door]
    client.cookies.clear()
    began = time.process_time()
    answer = client.post(url, {field: address, **more})
    return time.process_time() - began, answer


def difference(client, door, known, *, pairs):
    """The median, over pairs in turn, of how much longer the known address takes (seconds)."""
    found = []
    took(client, door, known), took(client, door, "warm@example.org")
    for n in range(pairs):
        found.append(took(client, door, known)[0] - took(client, door, f"eve{n}@example.org")[0])
        mail.outbox.clear()
    return median(found)


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("door", DOORS)
def test_the_work_is_the_same(people, client, door, known):
    """In time of the processor, which other programs on the machine don't move; mail leaves after the answer."""
    assert abs(difference(client, door, KNOWN[known], pairs=7)) < LIMIT


@pytest.mark.long
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("door", DOORS)
def test_the_work_is_the_same_over_many(people, client, door, known):
    assert abs(difference(client, door, KNOWN[known], pairs=200)) < LIMIT


@pytest.mark.parametrize("door", ["a code", "a new password"])
def test_a_mail_server_that_is_down_tells_nothing_and_stops_nobody(people, client, door, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    answers = [took(client, door, address)[1] for address in (*KNOWN.values(), "eve@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, answers[0].url)}


def test_mail_leaves_after_the_answer(people, rf):
    request, order = rf.get("/"), []

    class Mail:
        def send(self):
            order.append("mail")

    def view(request):
        from django.http import HttpResponse

        account_mail.post(request, Mail())
        order.append("answer")
        return HttpResponse("ok")

    answer = account_mail.AfterwardsMiddleware(view)(request)
    assert order == ["answer"]
    answer.close()
    assert order == ["answer", "mail"]
