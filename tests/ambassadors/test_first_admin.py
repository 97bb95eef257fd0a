from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from ambassadors.models import FirstAdmin, Person
from ledger.refusal import Refusal
from tests.racing import at_once

HANNE = {
    "email": "Hanne@Example.org",
    "password": "a tie and a rucksack",
    "first_name": "Hanne",
    "last_name": "Voss",
}


def printed(capsys):
    call_command("first_admin_link")
    return capsys.readouterr().out.strip()


def test_the_link_makes_the_first_admin_once(db, client, capsys):
    url = printed(capsys)
    assert url.startswith("http://localhost/first-admin/")
    assert client.get(url).status_code == 200
    assert client.post(url, HANNE).url == "/setup/"
    hanne = Person.objects.get(email="hanne@example.org")
    assert hanne.is_admin and hanne.check_password(HANNE["password"])
    assert client.get(url).status_code == 404
    assert client.post(url, HANNE | {"email": "eve@example.org"}).status_code == 404
    assert Person.objects.count() == 1


def test_an_old_link_opens_nothing(db, client, capsys, time_machine):
    url = printed(capsys)
    time_machine.move_to(timezone.now() + timedelta(hours=73))
    assert client.get(url).status_code == 404


def test_a_guessed_link_opens_nothing(db, client):
    assert client.get("/first-admin/guessed/").status_code == 404


def test_a_weak_password_is_refused_and_the_link_stays_good(db, client, capsys):
    url = printed(capsys)
    for password in ("short", "password1234", "hanne@example.org"):
        assert client.post(url, HANNE | {"password": password}).status_code == 200
    assert not Person.objects.exists()
    assert client.post(url, HANNE).status_code == 302


def test_a_network_with_an_admin_gives_no_link_and_takes_none(hanne, capsys):
    token = FirstAdmin.invite()
    assert printed(capsys).startswith("There is an admin already.")
    with pytest.raises(Refusal):
        FirstAdmin.accept(token, **HANNE)
    assert Person.objects.count() == 1


def test_the_token_itself_is_kept_nowhere(db):
    token = FirstAdmin.invite()
    assert token not in str(FirstAdmin.objects.values().get())


@pytest.mark.django_db(transaction=True)
def test_two_who_use_the_link_at_once_make_one_admin():
    token = FirstAdmin.invite()
    ways = [
        lambda name=name: FirstAdmin.accept(token, **HANNE | {"email": f"{name}@example.org"})
        for name in "abcd"
    ]
    outcomes = at_once(*ways)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Person",
        "Refusal",
        "Refusal",
        "Refusal",
    ]
    assert Person.objects.holding("admin").count() == 1
