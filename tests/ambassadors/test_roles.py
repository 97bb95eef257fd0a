from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ambassadors.models import Person, Role, RoleProposal
from ledger.models import Event
from ledger.refusal import Refusal
from tests.cast import give_role, make_ambassador, make_official, make_unit
from tests.racing import at_once

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
    with pytest.raises(Refusal, match=r"look at its days and its scope|ends before it begins"):
        Role.grant(ada, "coordinator", by=None, **fields)
    assert not ada.roles.exists()


def test_a_grant_is_an_event(ada, hanne):
    role = Role.grant(ada, "coordinator", by=hanne)
    (event,) = Event.objects.about(role)
    assert (event.verb, event.actor, event.data) == (
        "granted",
        hanne,
        {"role": "coordinator", "scope": "network", "person": ada.pk},
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


def test_the_console_grants_a_term(ada, capsys, time_machine):
    time_machine.move_to("2026-11-27 12:00+01:00")
    call_command("grant_role", "ada@example.org", "manager", first_day="2026-12-01", last_day="2027-11-30")
    (role,) = ada.roles.all()
    assert (role.valid_from, role.valid_until) == (date(2026, 12, 1), date(2027, 12, 1))
    assert capsys.readouterr().out == "Ada Brandt is manager from 2026-12-01.\n"


@pytest.mark.parametrize(
    ("email", "role", "said", "sentence"),
    [
        ("nobody@example.org", "admin", {}, "Nobody with the address"),
        ("max@example.org", "coordinator", {}, "exclude each other"),
        ("max@example.org", "manager", {}, "holds the role already"),
        ("max@example.org", "coordinator", {"scope": "unit:NOWHERE"}, "No unit has the code NOWHERE"),
        ("max@example.org", "coordinator", {"scope": "region:XX"}, "No land has the code XX"),
        ("max@example.org", "coordinator", {"scope": "galaxy:1"}, "No scope is called galaxy"),
        ("max@example.org", "auditor", {"scope": "region:DE-SN"}, "Only a coordinator has a part"),
        ("max@example.org", "auditor", {"first_day": "tomorrow"}, "tomorrow is no day"),
        ("max@example.org", "auditor", {"first_day": "2026-02-01", "last_day": "2026-01-01"}, "ends before it begins"),
    ],
)  # fmt: skip
def test_the_console_says_why_not(max, email, role, said, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("grant_role", email, role, **said)
    assert [held.name for held in max.roles.all()] == ["manager"]


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_the_console_names_the_first_and_refuses_the_second(ada, bo, role):
    call_command("grant_role", "ada@example.org", role)
    with pytest.raises(CommandError, match=f"There is an {role} already.*http://localhost/roles/"):
        call_command("grant_role", "bo@example.org", role)
    assert [fresh(ada).has_role(role), fresh(bo).has_role(role)] == [True, False]


def test_the_database_refuses_the_consoles_second_admin_too(hanne, ada):
    with pytest.raises(Refusal, match="the console names only the first"):
        Role.grant(ada, "admin", by=None)
    assert not ada.roles.exists()


def test_where_the_only_admin_can_not_sign_in_any_more_the_console_names_a_first_one_again(hanne, ada):
    hanne.is_active = False
    hanne.save(update_fields=["is_active"])
    call_command("grant_role", "ada@example.org", "admin")
    assert fresh(ada).is_admin
    assert hanne.roles.get().is_over


def test_one_admin_alone_names_no_admin_and_no_auditor(hanne, ada):
    for name in ("admin", "auditor"):
        with pytest.raises(Refusal, match="named by two people"):
            Role.grant(ada, name, by=hanne)
    assert not ada.roles.exists()


@pytest.mark.parametrize(
    "pair", [("hanne", "hanne"), ("hanne", None), (None, "hanne"), ("ada", "hanne"), ("hanne", "ada")]
)
def test_the_database_wants_two_people_and_neither_of_them_is_who_gets_it(hanne, noor, ada, pair):
    granted_by, confirmed_by = ({"hanne": hanne, "ada": ada, None: None}[name] for name in pair)
    with pytest.raises(IntegrityError, match="need_two_people"), transaction.atomic():
        Role.objects.create(
            person=ada,
            name="auditor",
            granted_by=granted_by,
            confirmed_by=confirmed_by,
            valid_from=date(2026, 1, 1),
        )


@pytest.mark.parametrize("name", ["manager", "auditor", "admin"])
def test_only_a_coordinator_has_a_part_of_the_network(ada, name):
    with pytest.raises(Refusal, match="Only a coordinator"):
        Role.grant(ada, name, by=None, scope_kind="region", scope_value="DE-SN")


@pytest.mark.parametrize(("first", "second"), [("manager", "coordinator"), ("coordinator", "manager")])
def test_terms_that_touch_are_fine_and_terms_that_overlap_by_a_day_are_not(ada, first, second):
    Role.grant(ada, first, by=None, valid_from=date(2026, 1, 1), valid_until=date(2026, 7, 1))
    with pytest.raises(Refusal, match="exclude each other"):
        Role.grant(ada, second, by=None, valid_from=date(2026, 6, 30))
    Role.grant(ada, second, by=None, valid_from=date(2026, 7, 1))
    assert sorted(role.name for role in ada.roles.all()) == ["coordinator", "manager"]


@pytest.mark.django_db(transaction=True)
def test_who_gives_manager_and_coordinator_at_once_gives_one_of_them():
    ada = make_ambassador("Ada").person
    outcomes = at_once(
        *[lambda name=name: Role.grant(ada, name, by=None) for name in ("manager", "coordinator") * 2]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refusal", "Refusal", "Refusal", "Role"]
    assert ada.roles.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_consoles_at_once_name_one_first_admin():
    people = [make_ambassador().person for _ in range(4)]
    outcomes = at_once(*[lambda person=person: Role.grant(person, "admin", by=None) for person in people])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refusal", "Refusal", "Refusal", "Role"]
    assert Person.objects.holding("admin").count() == 1


# Ending ------------------------------------------------------------------------------------------
def test_a_role_that_is_ended_is_over_at_once(cy, hanne):
    role = cy.roles.get()
    role.end(by=hanne)
    assert not fresh(cy).is_coordinator
    (ended, granted) = Event.objects.about(role)
    assert (ended.verb, ended.actor, granted.verb) == ("ended", hanne, "granted")


def test_a_role_ends_after_its_last_day(cy, hanne, time_machine):
    time_machine.move_to("2026-11-27 12:00+01:00", tick=False)
    cy.roles.get().end(by=hanne, last_day=date(2026, 11, 30))
    held = []
    for moment in ("2026-11-30 23:59:59+01:00", "2026-12-01 00:00:00+01:00"):
        time_machine.move_to(moment, tick=False)
        held.append(fresh(cy).is_coordinator)
    assert held == [True, False]


def test_a_last_day_that_is_over_or_later_than_the_term_changes_nothing(cy, hanne):
    role = cy.roles.get()
    with pytest.raises(Refusal, match="That day is over"):
        role.end(by=hanne, last_day=cy.today() - timedelta(days=1))
    role.end(by=hanne, last_day=cy.today() + timedelta(days=3))
    with pytest.raises(Refusal, match="ends by then already"):
        role.end(by=hanne, last_day=cy.today() + timedelta(days=9))
    assert cy.roles.get().last_day == cy.today() + timedelta(days=3)


def test_a_role_that_has_not_begun_is_taken_away_before_it_does(ada, hanne):
    tomorrow = ada.today() + timedelta(days=1)
    role = Role.grant(ada, "coordinator", by=hanne, valid_from=tomorrow)
    assert role.is_coming
    role.end(by=hanne)
    assert (role.is_over, role.never_began) == (True, True)
    assert not ada.roles.current(tomorrow).exists()
    Role.grant(ada, "manager", by=hanne, valid_from=tomorrow)  # and it excludes nothing any more


def test_the_last_admin_and_the_last_auditor_stay(hanne, noor):
    for role, sentence in [(hanne.roles.get(), "last admin"), (noor.roles.get(), "last auditor")]:
        with pytest.raises(Refusal, match=sentence):
            role.end(by=hanne)
    assert (fresh(hanne).is_admin, fresh(noor).is_auditor) == (True, True)


def test_the_last_auditor_may_lay_it_down_and_the_last_admin_may_not(hanne, noor):
    noor.roles.get().end(by=noor)
    assert not fresh(noor).is_auditor
    with pytest.raises(Refusal, match="last admin"):
        hanne.roles.get().end(by=hanne)


def test_an_admin_whose_own_term_ends_sooner_is_no_reason_to_let_the_other_go(hanne, ada):
    give_role(ada, "admin")
    hanne.roles.get().end(by=ada, last_day=hanne.today() + timedelta(days=3))
    with pytest.raises(Refusal, match="last admin"):
        ada.roles.get().end(by=hanne, last_day=ada.today() + timedelta(days=3))
    with pytest.raises(Refusal, match="last day"):
        ada.roles.get().end(by=hanne, last_day=ada.today() + timedelta(days=2))


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_end_each_other_at_once_leave_one():
    one, other = make_official("One", "admin"), make_official("Other", "admin")
    outcomes = at_once(lambda: one.roles.get().end(by=other), lambda: other.roles.get().end(by=one))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Refusal"]
    assert Person.objects.holding("admin").count() == 1


def test_of_several_admins_one_stays_who_has_no_last_day(hanne, noor, ada):
    RoleProposal.propose(ada, "admin", by=hanne, valid_until=ada.today() + timedelta(days=30)).confirm(
        by=noor
    )
    with pytest.raises(Refusal, match="last day"):
        hanne.roles.get().end(by=hanne)
    with pytest.raises(Refusal, match="last day"):
        hanne.roles.get().end(by=hanne, last_day=hanne.today() + timedelta(days=7))
    assert hanne.roles.get().valid_until is None


def test_whose_login_is_closed_gets_no_role(hanne, noor, ada):
    proposal = RoleProposal.propose(ada, "admin", by=hanne)
    ada.ambassador.leave(by=ada, stays_as="gone").carry_on()
    with pytest.raises(Refusal, match="sign in"):
        RoleProposal.objects.get(pk=proposal.pk).confirm(by=noor)
    assert not ada.roles.exists()


def test_several_admins_from_before_the_rule_stay_and_the_console_adds_none(hanne, ada, bo, cy):
    rule = import_module("ambassadors.migrations.0008_the_console_names_the_first_alone")
    with connection.schema_editor() as schema_editor:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rule.allow(None, schema_editor)
        for person in (ada, bo):
            Role.grant(person, "admin", by=None)
        rule.exclude(None, schema_editor)
    assert {person.pk for person in Person.objects.holding("admin")} == {hanne.pk, ada.pk, bo.pk}
    with pytest.raises(Refusal, match="console"):
        Role.grant(cy, "admin", by=None)
