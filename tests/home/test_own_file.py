"""My data as a file: everything that is about me, nothing about anybody else, and a field without a line fails."""

import json
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from ambassadors import own_data
from ambassadors.models import Ambassador, Person, Reveal, Role, RoleProposal
from home.own_file import OwnFile
from ledger.models import Event, Look
from tests.access import objects
from tests.access.world import CANARIES, World
from tests.cast import PASSWORD, give_role

URL = "/me/file/"
UNWRITABLE = {
    "time_zone",
    "language",
    "email",
    "handle",
    "tz",
    "unit_code",
    "region",
    "scope_value",
    "found_by",
}
NEVER_REWRITTEN = {"ledger.event", "ledger.look"}


def personal(label):
    return {name for name, line in settings.PRIVACY[label].items() if isinstance(line, dict)}


def labels_with_personal_fields():
    return {label for label in settings.PRIVACY if personal(label)}


def labels_that_point_at_people():
    wanted = {Person, Ambassador}
    return {
        model._meta.label_lower
        for model in apps.get_models()
        if any(
            field.is_relation and field.related_model in wanted for field in model._meta.local_concrete_fields
        )
        and not model._meta.label_lower.startswith("admin.")
    }


def test_every_noun_with_personal_fields_is_in_the_file_or_left_out_for_a_reason():
    shown, left_out = own_data.labels()
    assert labels_with_personal_fields() | labels_that_point_at_people() <= shown | left_out
    assert not shown & left_out


@pytest.mark.parametrize("label", sorted(own_data.labels()[0] & set(settings.PRIVACY)))
def test_every_personal_field_of_a_noun_is_shown_or_withheld_for_a_reason(label):
    assert personal(label) <= set(own_data.fields_of(label)) | own_data.withheld(label)
    assert not set(own_data.fields_of(label)) & own_data.withheld(label)


def test_no_secret_is_ever_shown():
    shown = {(label, field) for label in own_data.labels()[0] for field in own_data.fields_of(label)}
    secret = re.compile(r"password|token|digest|secret|lease|salt")
    assert [each for each in shown if secret.search(each[1])] == []


@pytest.fixture
def world(db):
    """Ada and Bo with one of everything each; the file's fields of both are marked, (file of Ada, marks of both)."""
    world = World()
    for owner in ("ada", "bo"):
        objects.everything_of(owner, world)
        person = world.people[owner]
        Look.record(person, by=world.people["noor"], purpose="reveal")
        reveal = Reveal.objects.get(person=person)
        reveal.agree(by=world.people["hanne"])
    return world


def mark(person, letter):
    """Write a mark of one's own into every word of every row about this person; returns the marks."""
    marks = []
    for label in sorted(own_data.labels()[0] & set(settings.PRIVACY) - NEVER_REWRITTEN):
        for name in own_data.fields_of(label):
            field = apps.get_model(label)._meta.get_field(name)
            if _takes_words(field) and (rows := own_data._rows[label].find(person)):
                word = f"{letter}q{len(marks)}z"
                rows.model.objects.filter(pk__in=[row.pk for row in rows]).update(**{name: word})
                marks.append(word)
    return marks


def _takes_words(field):
    words = isinstance(field, models.CharField | models.TextField) and not field.choices
    return words and field.name not in UNWRITABLE


@pytest.mark.parametrize("way", ["json", "html"])
def test_everything_of_adas_is_in_and_nothing_of_bos(world, way):
    ada, bo = world.people["ada"], world.people["bo"]
    adas, bos = mark(ada, "A"), mark(bo, "B")
    file = getattr(OwnFile(Person.objects.get(pk=ada.pk)), way)()
    assert [word for word in adas if word not in file] == []
    assert len(adas) >= 8
    others = [bo.email, world.people["hanne"].email, "Lindqvist", "Voss", *bos]
    customers = [word for canary in CANARIES.values() for word in canary.values()]
    assert [word for word in others + customers if word in file] == []


def test_every_section_that_ada_has_rows_for_holds_them(world):
    ada = world.people["ada"]
    told = json.loads(OwnFile(ada).json())["data"]
    empty = {label for label, rows in told.items() if not rows}
    assert empty <= {
        *(
            "ambassadors.oldhandle",
            "ambassadors.invitation",
            "ambassadors.deputy",
            "ambassadors.absence",
            "ambassadors.leaving",
        ),
        *("ambassadors.hrrecord", "trophies.handoff", "ledger.job", "leads.gathering"),
        *(
            "account.emailaddress",
            "usersessions.usersession",
            "mfa.authenticator",
            "socialaccount.socialaccount",
        ),
    }
    assert told["ambassadors.person"] == [
        {"email": ada.email, "first_name": "Ada", "last_name": "Brandt", "language": "", "time_zone": "Europe/Berlin", "is_active": True,
         "delete_after": None, "warned_of": None}
    ]  # fmt: skip
    assert {row["name"] for row in told["ambassadors.role"]} == {"Coordinator"}


def test_what_is_only_asked_about_somebody_is_not_told_yet(ada, noor, hanne):
    reveal = Reveal.ask(ada, by=noor, reason="An odd line.")
    assert "An odd line." not in OwnFile(ada).json()
    reveal.agree(by=hanne)
    assert "An odd line." in OwnFile(ada).json()


def test_what_an_admin_proposed_about_others_is_theirs(ada, hanne):
    RoleProposal.propose(ada, "auditor", by=hanne)
    told = [json.loads(OwnFile(who).json())["data"]["ambassadors.roleproposal"] for who in (ada, hanne)]
    assert [len(rows) for rows in told] == [1, 0]


# The page ----------------------------------------------------------------------------------------
def confirmed(client, person):
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("who", ["ada", "cy", "max", "noor", "hanne", "dee"])
def test_everybody_takes_their_own_file(client, request, who):
    person = request.getfixturevalue(who)
    browser = confirmed(client, person)
    assert browser.get(URL).status_code == 200
    answer = browser.post(URL, {"way": "json"})
    assert json.loads(answer.content)["data"]["ambassadors.person"][0]["email"] == person.email
    assert answer["Content-Disposition"].endswith('.json"') and "no-store" in answer["Cache-Control"]
    assert [(event.verb, event.data) for event in Event.objects.by(person).about(person)] == [
        ("took_own_file", {"way": "json"})
    ]


def test_the_file_to_read_needs_nothing_from_elsewhere(client, ada):
    answer = confirmed(client, ada).post(URL, {"way": "html"})
    page = answer.content.decode()
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert re.findall(r'(?:src|href)="(?!data:)[^"]*"|@import|url\(', page) == []
    assert "<style>" in page and "Ada Brandt" in page


def test_without_the_password_once_more_there_is_no_file(as_, ada):
    answer = as_(ada).post(URL, {"way": "json"})
    assert (answer.status_code, answer.url) == (302, "/accounts/reauthenticate/?next=%2Fme%2Ffile%2F")
    assert not Event.objects.by(ada).of_verb("took_own_file").exists()


def test_looking_at_the_page_takes_nothing(as_, ada):
    as_(ada).get(URL)
    assert not Event.objects.by(ada).exists()


@pytest.mark.parametrize("way", ["", "exe", "../../etc", "name"])
def test_an_unknown_way_is_refused(client, ada, way):
    answer = confirmed(client, ada).post(URL, {"way": way})
    assert (answer.status_code, "Choose how you want your file" in answer.content.decode()) == (409, True)
    assert not Event.objects.by(ada).exists()


def test_a_stranger_takes_no_file(client, db):
    assert client.post(URL, {"way": "json"}).status_code == 302
    assert not Event.objects.exists()


def test_a_role_that_was_given_stands_in_it_with_its_scope(ada):
    give_role(ada, "coordinator", scope_kind="region", scope_value="DE-SN")
    (row,) = json.loads(OwnFile(ada).json())["data"]["ambassadors.role"]
    assert (row["name"], row["scope_value"], row["valid_from"]) == ("Coordinator", "DE-SN", "2024-01-01")
    assert Role.objects.count() == 1
