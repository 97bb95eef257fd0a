from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Person, Role
from ledger.models import Event
from ledger.refusal import Refusal
from tests.cast import give_role, make_ambassador, make_official, make_unit

NAMES = {"ambassador", "coordinator", "manager", "auditor", "admin"}


def fresh(person):
    return Person.objects.get(pk=person.pk)


def test_everybody_has_the_roles_of_the_cast_and_no_other(ada, cy, max, noor, hanne):
    held = {
        who.first_name: {name for name in NAMES if who.has_role(name)} for who in (ada, cy, max, noor, hanne)
    }
    assert held == {
        "Ada": {"ambassador"},
        "Cy": {"ambassador", "coordinator"},
        "Max": {"manager"},
        "Noor": {"auditor"},
        "Hanne": {"admin"},
    }


def test_a_term_ends_at_midnight_where_the_person_lives(ada, time_machine):
    Role.grant(ada, "coordinator", by=None, valid_from=date(2026, 1, 1), valid_until=date(2026, 7, 1))
    for moment, holds in [
        ("2025-12-31 22:59:59+00:00", False),
        ("2025-12-31 23:00:00+00:00", True),
        ("2026-06-30 21:59:59+00:00", True),
        ("2026-06-30 22:00:00+00:00", False),
    ]:
        time_machine.move_to(moment, tick=False)
        assert fresh(ada).is_coordinator is holds, moment


def test_who_was_deactivated_has_no_role(cy):
    cy.is_active = False
    assert not any(cy.has_role(name) for name in NAMES)


@pytest.mark.parametrize("state", ["invited", "alumnus"])
def test_only_an_active_ambassador_is_one(db, state):
    assert not make_ambassador(state=state).person.has_role("ambassador")


@pytest.mark.parametrize(("first", "second"), [("manager", "coordinator"), ("coordinator", "manager")])
def test_manager_and_coordinator_exclude_each_other(ada, first, second):
    give_role(ada, first)
    with pytest.raises(Refusal, match="exclude each other"):
        Role.grant(ada, second, by=None)
    assert [role.name for role in ada.roles.all()] == [first]


def test_the_database_excludes_them_too(ada):
    give_role(ada, "manager")
    with pytest.raises(IntegrityError, match="manager_and_coordinator"), transaction.atomic():
        Role.objects.create(person=ada, name="coordinator", valid_from=date(2025, 1, 1))


def test_one_after_the_other_is_fine(ada):
    Role.grant(ada, "manager", by=None, valid_from=date(2024, 1, 1), valid_until=date(2025, 1, 1))
    Role.grant(ada, "coordinator", by=None, valid_from=date(2025, 1, 1))
    assert (fresh(ada).is_manager, fresh(ada).is_coordinator) == (False, True)


def test_the_same_role_is_held_once_but_two_scopes_are_two_roles(ada):
    give_role(ada, "coordinator", scope_kind="region", scope_value="DE-SN")
    give_role(ada, "coordinator", scope_kind="region", scope_value="DE-BE")
    with pytest.raises(Refusal, match="already"):
        give_role(ada, "coordinator", scope_kind="region", scope_value="DE-BE")


@pytest.mark.parametrize(
    "fields",
    [
        {"scope_kind": "region"},
        {"scope_kind": "network", "scope_value": "DE-SN"},
        {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 1, 1)},
    ],
)
def test_a_role_that_makes_no_sense_is_refused_with_a_sentence(ada, fields):
    with pytest.raises(Refusal, match="look at its dates and its scope"):
        Role.grant(ada, "coordinator", by=None, **fields)


def test_a_grant_is_an_event(ada, hanne):
    role = Role.grant(ada, "coordinator", by=hanne)
    (event,) = Event.objects.about(role)
    assert (event.verb, event.actor, event.data) == (
        "granted",
        hanne,
        {"role": "coordinator", "scope": "network"},
    )


def tree():
    company = make_unit("T")
    make_unit("T-DE", parent=company)
    make_unit("T-DE-S", parent=make_unit("T-DE"))
    make_unit("T-MOB", parent=company)


@pytest.mark.parametrize(
    ("kind", "value", "covered"),
    [
        ("network", "", {("T-DE-S", "DE-SN"), ("T-MOB", "DE-BE"), ("", "")}),
        ("region", "DE-SN", {("T-DE-S", "DE-SN")}),
        ("unit", "T-DE", {("T-DE-S", "DE-SN")}),
        ("unit", "T", {("T-DE-S", "DE-SN"), ("T-MOB", "DE-BE")}),
        ("unit", "NOWHERE", set()),
    ],
)
def test_a_scope_covers_its_land_or_its_unit_and_all_below(ada, kind, value, covered):
    tree()
    role = give_role(ada, "coordinator", scope_kind=kind, scope_value=value)
    places = [("T-DE-S", "DE-SN"), ("T-MOB", "DE-BE"), ("", "")]
    assert {place for place in places if role.covers(*place)} == covered


@pytest.mark.parametrize(
    ("kind", "value"), [("network", ""), ("region", "DE-SN"), ("unit", "T-DE"), ("unit", "NOWHERE")]
)
def test_the_condition_on_rows_says_the_same_as_the_question(ada, kind, value):
    tree()
    role = give_role(ada, "coordinator", scope_kind=kind, scope_value=value)
    for unit, region in [("T-DE-S", "DE-SN"), ("T-MOB", "DE-BE"), ("", "")]:
        Event.objects.create(
            verb="x", subject_type="x", subject_key=unit or "-", unit=unit, region=region, digest="x"
        )
    rows = Event.objects.of_verb("x")
    assert {event.pk for event in rows.filter(role.condition("unit", "region"))} == {
        event.pk for event in rows if role.covers(event.unit, event.region)
    }


def test_holders_are_found_by_role_and_day(ada, cy, hanne):
    assert list(Person.objects.holding("coordinator")) == [cy]
    assert set(Person.objects.holding("coordinator", "admin")) == {cy, hanne}
    assert not Person.objects.holding("coordinator", on=timezone.localdate() - timedelta(days=9999)).exists()


def test_the_console_grants_the_first_roles(ada, capsys):
    call_command("grant_role", "Ada@example.org", "auditor")
    assert fresh(ada).is_auditor
    assert capsys.readouterr().out == "Ada Brandt is auditor now.\n"


def test_the_console_grants_a_scope(ada):
    call_command("grant_role", "ada@example.org", "coordinator", scope="region:DE-SN")
    (role,) = ada.roles.all()
    assert (role.scope_kind, role.scope_value) == ("region", "DE-SN")


def test_the_console_says_why_not(db):
    make_official("Max", "manager", email="max@example.org")
    with pytest.raises(CommandError, match="Nobody with the address"):
        call_command("grant_role", "nobody@example.org", "admin")
    with pytest.raises(CommandError, match="exclude each other"):
        call_command("grant_role", "max@example.org", "coordinator")
