"""A term ends at midnight where its holder lives: no job runs, every place that asks for a role says the same."""

from datetime import date

import pytest

from ambassadors.models import Person, Role
from leads.models import Lead
from ledger.models import Letter
from tests.cast import make_ambassador, sign_in
from tests.leads.hands import make_lead

# the last day is 30 June; the moments in UTC at which it is over
MIDNIGHTS = {
    "Pacific/Auckland": "2026-06-30 12:00:00+00:00",
    "Europe/Berlin": "2026-06-30 22:00:00+00:00",
    "America/Los_Angeles": "2026-07-01 07:00:00+00:00",
}
BEGINS, UNTIL = date(2026, 1, 1), date(2026, 7, 1)


@pytest.fixture
def three(db):
    """A coordinator of the network in each of three zones, {zone: Person}."""
    people = {zone: make_ambassador(time_zone=zone).person for zone in MIDNIGHTS}
    for person in people.values():
        Role.grant(person, "coordinator", by=None, valid_from=BEGINS, valid_until=UNTIL)
    return people


def fresh(person):
    return Person.objects.get(pk=person.pk)


def shift(moment, seconds):
    from datetime import datetime, timedelta

    return datetime.fromisoformat(moment) + timedelta(seconds=seconds)


@pytest.mark.parametrize("zone", MIDNIGHTS)
def test_every_place_that_asks_agrees_a_second_before_and_at_midnight(three, client, zone, time_machine):
    person, lead = three[zone], make_lead(make_ambassador("Eve", region="DE-BE").person)
    letter = Letter.write("x", recipient=lead.owner.person, dedup_key="x")
    for seconds, holds in [(-1, True), (0, False)]:
        time_machine.move_to(shift(MIDNIGHTS[zone], seconds), tick=False)
        said = {
            "has_role": fresh(person).has_role("coordinator"),
            "roles_now": bool(fresh(person).roles_now),
            "holding": person in Person.objects.holding("coordinator"),
            "current": person.roles.current().exists(),
            "over": not person.roles.over().exists(),
            "everything": fresh(person).coordinates_everything,
            "leads": lead in Lead.objects.visible_to(fresh(person)),
            "letters": letter in Letter.objects.visible_to(fresh(person)),
            "the door": sign_in(client, person).get("/stories/moderation/").status_code == 200,
            "the shell": "/stories/moderation/" in client.get("/me/").content.decode(),
        }
        assert said == dict.fromkeys(said, holds), seconds


def test_at_one_moment_it_is_over_for_one_and_not_for_the_other(three, time_machine):
    held = []
    for moment in MIDNIGHTS.values():
        time_machine.move_to(moment, tick=False)
        holders = Person.objects.holding("coordinator")
        held.append([zone for zone, person in three.items() if person in holders])
    assert held == [["Europe/Berlin", "America/Los_Angeles"], ["America/Los_Angeles"], []]


def test_a_term_begins_at_their_midnight_too(db, time_machine):
    kiwi = make_ambassador(time_zone="Pacific/Auckland").person
    yankee = make_ambassador(time_zone="America/Los_Angeles").person
    for person in (kiwi, yankee):
        Role.grant(person, "manager", by=None, valid_from=date(2026, 1, 1))
    begun = []
    for moment in ("2025-12-31 10:59:59+00:00", "2025-12-31 11:00:00+00:00", "2026-01-01 08:00:00+00:00"):
        time_machine.move_to(moment, tick=False)
        begun.append(([fresh(kiwi).is_manager, fresh(yankee).is_manager], Role.objects.coming().count()))
    assert begun == [([False, False], 2), ([True, False], 1), ([True, True], 0)]


def test_a_role_given_without_a_first_day_begins_on_the_persons_own_day(db, time_machine):
    time_machine.move_to("2026-06-30 12:00:00+00:00", tick=False)
    kiwi = make_ambassador(time_zone="Pacific/Auckland").person
    assert Role.grant(kiwi, "manager", by=None).valid_from == date(2026, 7, 1)
    assert fresh(kiwi).is_manager


def test_every_role_is_in_one_of_three_lists(three, time_machine):
    for moment in ("2025-12-31 12:00:00+00:00", *MIDNIGHTS.values()):
        time_machine.move_to(moment, tick=False)
        lists = [set(rows) for rows in (Role.objects.coming(), Role.objects.current(), Role.objects.over())]
        assert sum(map(len, lists)) == len(set.union(*lists)) == 3
