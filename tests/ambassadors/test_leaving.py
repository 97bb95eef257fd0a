"""Leaving is one click; what hangs on somebody goes on without them, whatever dies on the way."""

import pytest
from django.db import connection

from ambassadors import leaving
from ambassadors.models import Ambassador, Deputy, Leaving, Role
from leads.models import CallBack, Case, FollowUp, Lead
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from stories.models import Story
from tests import cast
from tests.leads import hands as leads
from tests.racing import at_once
from tests.stories import hands as stories
from tests.trophies import hands as trophies
from trophies.models import Custody, HandOff


def stands_in(deputy, ambassador):
    row = Deputy.ask(ambassador.ambassador, deputy.ambassador, by=ambassador)
    row.agree(by=deputy)
    return deputy.ambassador


def leave(person, **how):
    row = person.ambassador.leave(by=person, **how)
    assert row.carry_on()
    return Leaving.objects.get(pk=row.pk)


@pytest.fixture
def network(ada, bo, cy):
    """What hangs on Ada: an open lead with a call, a lost lead, a case, a solved case with its question, stories, trophies."""
    lead = leads.make_lead(ada)
    leads.make_follow_up(lead)
    done = leads.make_lead(ada)
    done.move("lost", by=ada)
    leads.make_case(ada)
    leads.make_case(ada).solve(by=ada, what_helped="A restart.")
    stories.publish(ada, by=cy)
    stories.hand_in(ada, kind="help")
    trophy = trophies.make_trophy(ada)
    coming = trophies.offer(trophies.make_trophy(bo, slug="second-cup"), ada, by=cy)
    return {"lead": lead, "done": done, "trophy": trophy, "coming": coming}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_who_leaves_is_out_at_once_and_every_room_has_done_its_part(ada, network):
    row = leave(ada)
    assert (row.is_finished, set(row.done), row.last_error) == (True, set(leaving.names()), "")
    assert (fresh(ada.ambassador).state, fresh(ada).role_names) == ("alumnus", {"alumnus"})
    assert Event.objects.about(ada.ambassador).first().verb == "left"


def test_without_a_deputy_leads_wait_in_the_queue_and_calls_end(ada, cy, network):
    leave(ada)
    assert list(Lead.objects.in_queue()) == [network["lead"]]
    assert {(one.ended_why, one.is_open) for one in FollowUp.objects.all()} == {("left", False)}
    assert fresh(network["done"]).owner == ada.ambassador, "what is over stays in its history"
    assert [str(case.owner) for case in Case.objects.open()] == ["Cy Peters"]
    assert Letter.objects.of_kind("handed_over").get().recipient == cy


def test_a_deputy_who_agreed_takes_everything_over(ada, bo, network):
    leave(ada, deputy=stands_in(bo, ada))
    assert fresh(network["lead"]).owner == bo.ambassador
    assert {one.owner for one in FollowUp.objects.open()} == {bo.ambassador}
    assert FollowUp.objects.open().count() == 2
    assert {case.owner for case in Case.objects.open()} == {bo.ambassador}
    assert Letter.objects.of_kind("handed_over").get().recipient == bo
    assert not Deputy.objects.open().exists()


def asked_back(ada):
    return CallBack.ask(leads.make_customer(), owner=ada.ambassador, by=ada, phone=leads.NUMBER)


def test_calls_that_customers_asked_for_go_to_the_deputy_in_the_time_that_is_left(ada, bo):
    asked = asked_back(ada)
    leave(ada, deputy=stands_in(bo, ada))
    row = fresh(asked)
    assert (row.owner, row.phone, row.expires_at) == (bo.ambassador, leads.NUMBER, asked.expires_at)
    assert row.unit_code == bo.ambassador.unit_code
    assert Event.objects.about(row).first().verb == "handed_over"


def test_without_a_deputy_they_end_and_their_numbers_are_erased(ada):
    asked = asked_back(ada)
    assert "Calls customers asked for" in [one.title for one in leaving.told(ada.ambassador)]
    leave(ada)
    row = fresh(asked)
    assert (row.phone, row.is_open, row.done_at) == ("", False, None)
    assert [event.verb for event in Event.objects.about(row)] == ["ended", "asked"]
    with pytest.raises(Refusal):
        row.complete(by=ada, answer="spoken")


def test_who_hasnt_agreed_is_no_deputy(ada, bo, dee):
    Deputy.ask(ada.ambassador, bo.ambassador, by=ada)
    for somebody in (bo, dee):
        with pytest.raises(Refusal, match="hasn't agreed"):
            ada.ambassador.leave(by=ada, deputy=somebody.ambassador)
    assert fresh(ada.ambassador).is_active
    assert not Leaving.objects.exists()


def test_a_deputy_who_left_in_the_meantime_gets_nothing(ada, bo, cy, network):
    row = ada.ambassador.leave(by=ada, deputy=stands_in(bo, ada))
    leave(bo)
    row.carry_on()
    assert list(Lead.objects.in_queue()) == [network["lead"]]
    assert not FollowUp.objects.open().exists()


def test_a_kept_trophy_is_asked_back_and_one_on_its_way_stays(ada, bo, cy, network):
    leave(ada)
    custody = Custody.objects.current().kept_by(ada.ambassador).get()
    assert custody.is_asked_back
    assert {letter.recipient for letter in Letter.objects.of_kind("trophy_asked_back")} == {ada, cy}
    assert fresh(network["coming"]).cancelled_by == ada
    assert not HandOff.objects.open().exists()


def test_an_alumnus_gives_the_trophy_back(ada, bo, cy, network):
    leave(ada)
    trophies.offer(network["trophy"], bo, by=cy).confirm(by=bo)
    assert fresh(network["trophy"]).keeper == bo.ambassador


def test_a_trophy_on_its_way_from_somebody_goes_on(ada, bo, cy, network):
    hand_off = trophies.offer(network["trophy"], bo, by=cy)
    leave(ada)
    fresh(hand_off).confirm(by=bo)
    assert fresh(network["trophy"]).keeper == bo.ambassador


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ({"stories_as": "name"}, True),
        ({"stories_as": "pseudonym"}, False),
        ({"stays_as": "gone", "stories_as": "name"}, False),
    ],
)
def test_stories_stay_under_the_name_or_without_it(ada, network, how, named):
    leave(ada, **how)
    story = Story.objects.published().get()
    assert (story.teller == ada.ambassador) is named
    assert not Story.objects.submitted().exists()


def test_a_coordinators_term_ends(cy, bo):
    leave(cy)
    assert fresh(cy).role_names == {"alumnus"}


def test_who_goes_altogether_cannot_sign_in_any_more(ada, client):
    cast.sign_in(client, ada)
    leave(ada, stays_as="gone")
    assert not fresh(ada).is_active
    assert client.get("/").status_code == 302
    client.post("/accounts/login/", {"login": ada.email, "password": cast.PASSWORD})
    assert client.get("/").status_code == 302


def test_an_official_cannot_go_altogether(hanne, db):
    ambassador = Ambassador.begin_for(hanne)
    ambassador.join(by=hanne)
    with pytest.raises(Refusal, match="role"):
        ambassador.leave(by=hanne, stays_as="gone")
    assert fresh(hanne).is_admin


def test_nobody_leaves_twice(ada):
    leave(ada)
    with pytest.raises(Refusal, match="already"):
        ada.ambassador.leave(by=ada)
    assert Leaving.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_leaving(ada):
    outcomes = at_once(*[lambda: fresh(ada.ambassador).leave(by=ada) for _ in range(4)])
    assert sorted(type(one).__name__ for one in outcomes) == ["Leaving", "Refusal", "Refusal", "Refusal"]


def test_it_may_be_done_twice(ada, network):
    row = leave(ada)
    before = Event.objects.count(), Letter.objects.count()
    assert row.carry_on() is False
    Leaving.objects.filter(pk=row.pk).update(finished_at=None, done=[])
    assert fresh(row).carry_on()
    assert (Event.objects.count(), Letter.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_do_it_once(ada, network):
    row = ada.ambassador.leave(by=ada)
    at_once(*[lambda: Leaving.objects.carry_on() for _ in range(4)])
    Leaving.objects.carry_on()
    assert fresh(row).is_finished
    assert Event.objects.about(network["lead"]).of_verb("queued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_bad_row_stops_neither_the_others_nor_the_next(ada, bo, network):
    """The database itself refuses this one lead."""
    other = leads.make_lead(ada)
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE leads_lead ADD CONSTRAINT stuck CHECK (owner_id IS NOT NULL OR id <> '{network['lead'].pk}')"
        )
    first, second = ada.ambassador.leave(by=ada), bo.ambassador.leave(by=bo)
    Leaving.objects.carry_on()
    assert fresh(second).is_finished
    assert list(Lead.objects.in_queue()) == [other]
    assert "leads" not in fresh(first).done and "stories" in fresh(first).done
    assert "Error" in fresh(first).last_error
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE leads_lead DROP CONSTRAINT stuck")
    Leaving.objects.update(due_at=fresh(first).created_at)
    Leaving.objects.carry_on()
    assert fresh(first).is_finished
    assert set(Lead.objects.in_queue()) == {other, network["lead"]}


def test_coming_back_restores_everything_but_the_leads(ada, bo, network):
    leave(ada, stays_as="fan", stories_as="pseudonym", deputy=stands_in(bo, ada))
    handle = ada.ambassador.handle
    fresh(ada.ambassador).join(by=ada)
    back = fresh(ada.ambassador)
    assert (back.is_active, back.left_at, back.handle) == (True, None, handle)
    assert Story.objects.published().get().teller == back
    assert not Custody.objects.current().kept_by(back).get().is_asked_back
    assert fresh(network["lead"]).owner == bo.ambassador


def test_coming_back_stops_what_isnt_done_yet(ada, network):
    row = ada.ambassador.leave(by=ada)
    fresh(ada.ambassador).join(by=ada)
    assert Leaving.objects.carry_on() == 0
    assert fresh(network["lead"]).owner == ada.ambassador
    assert fresh(row).stopped_at


def test_whoever_leaves_without_a_click_leaves_the_same_way(ada, network):
    row = leaving.begin(ada.ambassador, by=None, stays_as="alumnus")
    Leaving.objects.carry_on()
    assert fresh(row).is_finished
    assert list(Lead.objects.in_queue()) == [network["lead"]]


def test_a_term_as_a_coordinator_that_would_begin_later_never_does(ada):
    Role.grant(ada, "coordinator", by=None, valid_from=ada.today() + cast.DAY)
    leave(ada)
    assert not ada.roles.coming().exists()


def test_whoever_will_hold_a_role_cannot_go_altogether_before(ada):
    Role.grant(ada, "manager", by=None, valid_from=ada.today() + cast.DAY)
    with pytest.raises(Refusal, match="role"):
        fresh(ada).ambassador.leave(by=ada, stays_as="gone")
