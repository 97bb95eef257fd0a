"""Joining alone: open to company addresses, confirmed by mail, and it tells nobody who is here."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ambassadors import sessions
from ambassadors.models import Ambassador, HrRecord, Invitation, Network, Person
from tests.cast import DAY, make_ambassador, sign_in

ASK = "/joining/"
INA = {"first_name": "Ina", "last_name": "Neu", "password": "a tie and a rucksack"}


@pytest.fixture
def company(db):
    Network.change(by=None, company_domains=["company.example"])


def asked(client, address="ina@company.example"):
    client.post(ASK, {"email": address})
    return mail.outbox[-1].body.split("http://localhost")[1].split()[0]


def test_without_a_domain_joining_alone_is_closed(client, db):
    assert "by invitation" in client.get(ASK).content.decode()
    assert "by invitation" in client.post(ASK, {"email": "ina@company.example"}).content.decode()
    assert mail.outbox == []


def test_nobody_is_there_before_the_address_is_confirmed(client, company):
    url = asked(client)
    assert not Person.objects.exists()
    assert client.get(url).status_code == 200
    assert not Person.objects.exists()
    assert client.post(url, INA).url == "/"
    ina = Person.objects.get()
    assert (ina.email, ina.ambassador.state, ina.role_names) == (
        "ina@company.example",
        "active",
        {"ambassador"},
    )
    assert client.get("/").context["person"] == ina


def test_the_link_works_once_and_for_a_day(client, company, time_machine):
    url = asked(client)
    client.post(url, INA)
    client.logout()
    assert client.post(url, INA | {"first_name": "Eve"}).status_code == 404
    other = asked(client, "eve@company.example")
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert client.get(other).status_code == 404
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "ina@other.example",
        "ina@sub.company.example",
        "ina@company.example.evil.example",
        "ina@compаny.example",
        "no",
    ],
)
def test_other_addresses_are_told_what_to_do(client, company, address):
    answer = client.post(ASK, {"email": address})
    assert answer.status_code == 200
    assert 'class="field__error"' in answer.content.decode()
    assert (mail.outbox, Ambassador.objects.exists()) == ([], False)


def test_somebody_known_and_somebody_new_see_the_same_page(client, company, ada):
    ada.email = "ada@company.example"
    ada.save()
    pages = [
        client.post(ASK, {"email": f"{name}@company.example"}).content.decode() for name in ("ada", "ina")
    ]
    known, new = (re.sub(r'nonce="[^"]*"|value="[^"]*"|(ada|ina)@', "", page) for page in pages)
    assert known == new
    known, new = mail.outbox
    assert "/accounts/login/" in known.body and "/joining/" in new.body


def test_a_company_that_closed_meanwhile_lets_nobody_in(client, company):
    url = asked(client)
    Network.change(by=None, company_domains=[])
    assert client.post(url, INA).status_code == 409
    assert not Person.objects.exists()


def test_one_mailbox_is_one_login_however_its_domain_is_written(client, company):
    for address in ("ina@\uff43ompany.example", "ina@COMPANY.example", "ina@company\u3002example"):
        client.post(ASK, {"email": address})
    assert {message.to[0] for message in mail.outbox} == {"ina@company.example"}


def test_whoever_joined_alone_sees_the_session(client, company):
    client.post(asked(client), INA)
    ina = Person.objects.get(email="ina@company.example")
    assert len(sessions.open_of(ina, client.session.session_key)) == 1


def test_whoever_left_the_company_is_asked_back_and_comes_not_alone(client, cy):
    alma = make_ambassador("Alma", state="alumnus")
    HrRecord.objects.create(ambassador=alma, personnel_no="7", exit_date=timezone.localdate() - DAY)
    answer = sign_in(client, alma).post("/ambassadors/joining/")
    assert (answer.status_code, "A coordinator can invite you back" in answer.content.decode()) == (409, True)
    client.post(reverse("ambassadors:invitation", args=[Invitation.send(alma, by=cy).token]))
    assert Ambassador.objects.get(pk=alma.pk).state == "active"
