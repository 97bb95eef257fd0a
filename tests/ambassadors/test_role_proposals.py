from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Person, Role, RoleProposal
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from tests.cast import give_role, make_official
from tests.racing import at_once


@pytest.fixture
def ida(db, hanne):
    """A second admin."""
    return make_official("Ida", "admin", email="ida@example.org")


def fresh(person):
    return Person.objects.get(pk=person.pk)


def propose(person, name="auditor", *, by, **term):
    return RoleProposal.propose(person, name, by=by, **term)


@pytest.mark.parametrize("name", ["admin", "auditor"])
@pytest.mark.parametrize("second", ["ida", "noor"])
def test_a_second_person_makes_it_count(request, hanne, ida, noor, ada, name, second):
    second = request.getfixturevalue(second)
    proposal = propose(ada, name, by=hanne)
    assert not fresh(ada).has_role(name)
    role = proposal.confirm(by=second)
    assert fresh(ada).has_role(name)
    assert (role.granted_by, role.confirmed_by) == (hanne, second)
    assert [event.verb for event in Event.objects.about(proposal)] == ["confirmed", "proposed"]
    assert [(event.verb, event.actor) for event in Event.objects.about(role)] == [("granted", second)]


def test_neither_who_proposed_nor_who_gets_it_is_the_second_person(hanne, noor, ada, cy, max):
    give_role(ada, "auditor")
    proposal = propose(ada, "admin", by=hanne)
    for nobody in (hanne, fresh(ada), cy, max):
        for act in (proposal.confirm, proposal.decline):
            with pytest.raises(Refusal, match="A second person has to answer"):
                act(by=nobody)
    assert RoleProposal.objects.open().count() == 1
    assert not fresh(ada).is_admin


@pytest.mark.parametrize("second", ["hanne", "ada"])
def test_the_database_holds_that_too(request, hanne, ada, second):
    proposal = propose(ada, by=hanne)
    how = {"confirmed_by": request.getfixturevalue(second), "confirmed_at": timezone.now()}
    with pytest.raises(IntegrityError, match="confirmed_by_a_second_person"), transaction.atomic():
        RoleProposal.objects.numbered(proposal.pk).update(**how)


def test_nobody_proposes_themselves(hanne):
    with pytest.raises(Refusal, match="holds the role already"):
        propose(hanne, "admin", by=hanne)
    with pytest.raises(Refusal, match="Nobody proposes themselves"):
        propose(hanne, "auditor", by=hanne)
    assert not RoleProposal.objects.exists()


@pytest.mark.parametrize("who", ["ada", "cy", "max", "noor", "dee"])
def test_only_an_admin_proposes(request, hanne, bo, who):
    with pytest.raises(Refusal, match="Only an admin"):
        propose(bo, by=request.getfixturevalue(who))


def test_one_proposal_of_a_role_at_a_time(hanne, ida, ada):
    propose(ada, by=hanne)
    with pytest.raises(Refusal, match="proposed already"):
        propose(ada, by=ida)
    assert RoleProposal.objects.count() == 1


def test_after_a_fortnight_nobody_can_confirm_it_and_it_can_be_proposed_anew(hanne, noor, ada, time_machine):
    proposal = propose(ada, by=hanne)
    time_machine.move_to(timezone.now() + timedelta(days=14, minutes=1))
    with pytest.raises(Refusal, match="too old"):
        proposal.confirm(by=noor)
    assert RoleProposal.objects.get().state == "expired"
    again = propose(ada, by=hanne)
    again.confirm(by=noor)
    assert fresh(ada).is_auditor
    assert [each.state for each in RoleProposal.objects.newest_first()] == ["confirmed", "expired"]


def test_a_no_and_a_withdrawal_end_it(hanne, noor, ada, bo):
    refused, taken_back = propose(ada, by=hanne), propose(bo, by=hanne)
    refused.decline(by=noor)
    with pytest.raises(Refusal, match="Only whoever proposed"):
        taken_back.withdraw(by=noor)
    taken_back.withdraw(by=hanne)
    for proposal in (refused, taken_back):
        with pytest.raises(Refusal, match="answered already"):
            proposal.confirm(by=noor)
    assert [refused.state, taken_back.state] == ["declined", "withdrawn"]
    assert not Role.objects.named("auditor").exclude(person=noor).exists()


def test_what_an_admin_proposed_lapses_with_their_role(hanne, ida, noor, ada):
    proposal = propose(ada, by=hanne)
    hanne.roles.get().end(by=ida)
    with pytest.raises(Refusal, match="no admin any more"):
        RoleProposal.objects.get().confirm(by=noor)
    assert RoleProposal.objects.get().is_open and proposal.is_open
    assert not fresh(ada).is_auditor


def test_the_term_that_was_proposed_is_the_term_that_is_given(hanne, noor, ada):
    first, until = ada.today() + timedelta(days=30), ada.today() + timedelta(days=60)
    role = propose(ada, by=hanne, valid_from=first, valid_until=until).confirm(by=noor)
    assert (role.valid_from, role.valid_until) == (first, until)


def test_a_first_day_that_has_passed_while_it_waited_is_the_day_of_the_yes(hanne, noor, ada, time_machine):
    time_machine.move_to("2026-11-01 12:00+01:00", tick=False)
    proposal = propose(ada, by=hanne)
    time_machine.move_to("2026-11-05 12:00+01:00", tick=False)
    assert proposal.confirm(by=noor).valid_from == date(2026, 11, 5)


def test_a_term_that_was_over_before_the_yes_is_given_to_nobody(hanne, noor, ada, time_machine):
    time_machine.move_to("2026-11-01 12:00+01:00", tick=False)
    proposal = propose(ada, by=hanne, valid_until=date(2026, 11, 3))
    time_machine.move_to("2026-11-05 12:00+01:00", tick=False)
    with pytest.raises(Refusal, match="ends before it begins"):
        proposal.confirm(by=noor)
    assert not ada.roles.exists() and RoleProposal.objects.get().is_open


def test_a_term_that_ends_before_it_begins_is_not_proposed(hanne, ada):
    with pytest.raises(Refusal, match="ends before it begins"):
        propose(ada, by=hanne, valid_from=date(2030, 1, 2), valid_until=date(2030, 1, 2))
    assert not RoleProposal.objects.exists()


def test_whom_it_concerns_and_who_proposed_get_a_letter(hanne, noor, ada):
    proposal = propose(ada, by=hanne)
    assert not Letter.objects.exclude(recipient=noor).of_kind("proposal_answered").exists()
    role = proposal.confirm(by=noor)
    letters = Letter.objects.filter(kind__in=["role_granted", "proposal_answered"])
    told = {(letter.kind, letter.recipient, str(*letter.data.values())) for letter in letters}
    assert {("role_granted", ada, str(role.pk)), ("proposal_answered", hanne, str(proposal.pk))} <= told


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_give_one_role():
    hanne, noor = make_official("Hanne", "admin"), make_official("Noor", "auditor")
    ida, ada = make_official("Ida", "admin"), make_official("Ada", "manager")
    proposal = propose(ada, by=hanne)
    seconds = [noor, ida, noor, ida]
    outcomes = at_once(
        *[lambda by=by: RoleProposal.objects.get(pk=proposal.pk).confirm(by=by) for by in seconds]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refusal", "Refusal", "Refusal", "Role"]
    assert ada.roles.named("auditor").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_yes_a_no_and_a_withdrawal_at_once_are_one_answer():
    hanne, noor, ada = (
        make_official("Hanne", "admin"),
        make_official("Noor", "auditor"),
        make_official("Ada", "manager"),
    )
    ida = make_official("Ida", "admin")
    proposal = propose(ada, "admin", by=hanne)
    yes, no, back = (RoleProposal.objects.get(pk=proposal.pk) for _ in range(3))
    outcomes = at_once(
        lambda: yes.confirm(by=noor), lambda: no.decline(by=ida), lambda: back.withdraw(by=hanne)
    )
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 2
    state = RoleProposal.objects.get(pk=proposal.pk).state
    assert state in ("confirmed", "declined", "withdrawn")
    assert fresh(ada).is_admin == (state == "confirmed")


# Pages -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hanne", 200),
        ("noor", 200),
        ("ida", 200),
        ("max", 403),
        ("cy", 403),
        ("ada", 403),
        ("bo", 403),
        ("dee", 403),
    ],
)
def test_only_those_who_could_be_the_second_person_open_a_proposal(
    as_, request, ida, hanne, ada, who, status
):
    proposal = propose(ada, by=hanne)
    answer = as_(request.getfixturevalue(who)).get(proposal.get_absolute_url())
    assert answer.status_code == status
    assert ("Ada Brandt as Auditor" in answer.content.decode()) == (status == 200)


def test_the_page_offers_each_of_them_what_they_can_do(as_, hanne, noor, ada):
    proposal = propose(ada, by=hanne)
    offered = {}
    for who in (hanne, noor):
        page = as_(who).get(proposal.get_absolute_url()).content.decode()
        offered[who.first_name] = [
            act for act in ("confirmation", "refusal", "withdrawal") if f"/{act}/" in page
        ]
    assert offered == {"Hanne": ["withdrawal"], "Noor": ["confirmation", "refusal"]}


def test_it_goes_through_the_pages_from_proposal_to_role(as_, hanne, noor, ada):
    assert (
        as_(hanne).post("/roles/new/", {"person": ada.pk, "name": "auditor", "scope_kind": "network"}).url
        == "/roles/"
    )
    proposal = RoleProposal.objects.get()
    assert "Ada Brandt as Auditor?" in as_(noor).get("/roles/log/").content.decode()
    assert as_(noor).post(f"{proposal.get_absolute_url()}confirmation/").url == proposal.get_absolute_url()
    assert fresh(ada).is_auditor
    again = as_(noor).post(f"{proposal.get_absolute_url()}confirmation/")
    assert (again.status_code, "answered already" in again.content.decode()) == (409, True)


@pytest.mark.parametrize("act", ["confirmation", "refusal", "withdrawal"])
@pytest.mark.parametrize("who", ["ada", "bo", "cy", "max", "dee"])
def test_others_answer_nothing(as_, request, hanne, noor, bo, act, who):
    proposal = propose(bo, by=hanne)
    assert as_(request.getfixturevalue(who)).post(f"{proposal.get_absolute_url()}{act}/").status_code == 403
    assert RoleProposal.objects.get().is_open
