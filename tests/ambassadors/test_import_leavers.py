"""Whom a file says goodbye to leaves as anybody does: at once, or on the day after the last one, without another file."""

from datetime import date

import pytest
import time_machine

from ambassadors.models import Affiliation, Ambassador, Deputy, HrRecord, Leaving
from leads.models import Case, FollowUp, Lead
from ledger import sweeps
from ledger.models import Event, Job
from ledger.refusal import Refusal
from stories.models import Story
from tests import cast
from tests.ambassadors.uploading import ANNA, COLUMNS, bring, counts, take, text_of
from tests.importing import csv_file, said_by
from tests.leads import hands as leads
from tests.stories import hands as stories
from tests.trophies import hands as trophies
from trophies.models import Custody, HandOff

pytestmark = pytest.mark.django_db
NOW, DAY_AFTER = "2026-11-22 10:00:00+00:00", "2026-12-31 23:30:00+00:00"
LEFT, WILL_LEAVE = "2026-11-01", "2026-12-31"


@pytest.fixture
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anna(today, cy, bo):
    """Anna is active and in the personnel file, with a lead, a call, a case, stories and trophies."""
    cast.make_unit("T-HR"), cast.make_unit("T-IT")
    take(text_of(ANNA), cy)
    ambassador = Ambassador.objects.with_email("anna@example.org").get()
    ambassador.join(by=ambassador.person)
    leads.make_follow_up(leads.make_lead(ambassador))
    leads.make_case(ambassador)
    stories.publish(ambassador.person, by=cy)
    stories.hand_in(ambassador.person, kind="help")
    trophies.make_trophy(ambassador.person)
    trophies.offer(trophies.make_trophy(bo, slug="second-cup"), ambassador.person, by=cy)
    return ambassador


def stands_in(deputy, ambassador):
    Deputy.ask(ambassador, deputy.ambassador, by=ambassador.person).agree(by=deputy)


def hang_on(ambassador):
    """What hangs on somebody still."""
    return {
        "leads": Lead.objects.looked_after_by(ambassador.pk).count(),
        "calls": FollowUp.objects.of_owner(ambassador).open().count(),
        "cases": Case.objects.of_owner(ambassador).open().count(),
        "unread": Story.objects.of_author(ambassador).submitted().count(),
        "kept": Custody.objects.current().kept_by(ambassador).not_asked_back().count(),
        "coming": HandOff.objects.open().to(ambassador).count(),
        "deputies": Deputy.objects.with_either(ambassador).open().count(),
    }


NOTHING = dict.fromkeys(("leads", "calls", "cases", "unread", "kept", "coming", "deputies"), 0)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def by_browser(exit_date, by, tmp_path):
    take(text_of({"exit_date": exit_date}), by, leavers=True)


def by_command(exit_date, by, tmp_path):
    said_by("import_ambassadors", csv_file(tmp_path, "hr.csv", COLUMNS, [*ANNA[:8], exit_date, "de"]))


BOTH = pytest.mark.parametrize("brought", [by_browser, by_command])


@BOTH
def test_what_hung_on_a_leaver_goes_on_with_the_deputy_who_agreed(brought, anna, bo, cy, tmp_path):
    stands_in(bo, anna)
    assert 0 not in hang_on(anna).values()
    brought(LEFT, cy, tmp_path)
    assert (fresh(anna).state, fresh(anna).left_at.isoformat()) == ("alumnus", "2026-11-01T23:00:00+00:00")
    sweeps.sweep_once()
    assert hang_on(anna) == NOTHING
    assert (Lead.objects.get().owner, Case.objects.get().owner) == (bo.ambassador, bo.ambassador)
    assert FollowUp.objects.open().get().owner == bo.ambassador
    leaving = Leaving.objects.get()
    assert (leaving.is_finished, leaving.last_error, leaving.begun_by) == (
        True, "", cy if brought is by_browser else None,
    )  # fmt: skip
    assert Event.objects.about(anna).of_verb("left").count() == 1
    assert Event.objects.chain_holds(anna)


@BOTH
def test_without_a_deputy_leads_wait_in_the_queue_and_calls_end(brought, anna, cy, tmp_path):
    brought(LEFT, cy, tmp_path)
    sweeps.sweep_once()
    assert hang_on(anna) == NOTHING
    assert (Lead.objects.in_queue().count(), FollowUp.objects.get().ended_why) == (1, "left")
    assert Case.objects.get().owner == cy.ambassador


def test_a_coordinator_who_left_the_company_coordinates_no_more(anna, cy):
    cast.give_role(anna.person, "coordinator", scope_kind="unit", scope_value="T-HR")
    take(text_of({"exit_date": LEFT}), cy, leavers=True)
    sweeps.sweep_once()
    assert fresh(anna).person.role_names == {"alumnus"}


def test_without_the_tick_nothing_is_taken_from_anybody(anna, cy):
    before = hang_on(anna)
    take(text_of({"exit_date": LEFT}), cy)
    take(text_of({"exit_date": WILL_LEAVE}), cy)
    with time_machine.travel(DAY_AFTER, tick=False):
        sweeps.sweep_once()
    assert (hang_on(anna)["leads"], fresh(anna).state) == (before["leads"], "active")
    assert not Leaving.objects.exists()


def test_who_left_by_themself_is_left_in_peace(anna, cy):
    anna.leave(by=anna.person, stays_as="fan").carry_on()
    assert counts(take(text_of(ANNA), cy).job) == {"known": 1, "same": 1}
    assert counts(take(text_of({"exit_date": LEFT}), cy, leavers=True).job) == {"known": 1, "same": 1}
    sweeps.sweep_once()
    assert (fresh(anna).state, Leaving.objects.count()) == ("fan", 1)


def test_who_came_back_is_not_sent_away_by_the_same_day_again(anna, cy):
    take(text_of({"exit_date": LEFT}), cy, leavers=True)
    sweeps.sweep_once()
    fresh(anna).join(by=anna.person)
    assert counts(take(text_of({"exit_date": LEFT}), cy, leavers=True).job) == {"known": 1, "same": 1}
    sweeps.sweep_once()
    assert fresh(anna).state == "active"


def test_whose_exit_date_is_gone_may_come_back_by_their_own_will(anna, cy):
    take(text_of({"exit_date": LEFT}), cy, leavers=True)
    with pytest.raises(Refusal, match="left the company"):
        HrRecord.refuse_who_left(anna)
    assert counts(take(text_of(ANNA), cy).job) == {"known": 1, "back": 1}
    HrRecord.refuse_who_left(anna)
    assert fresh(anna).state == "alumnus"


def test_who_left_by_themself_before_a_last_day_that_is_gone_again_changes_nothing_else(anna, cy):
    take(text_of({"exit_date": WILL_LEAVE}), cy, leavers=True)
    fresh(anna).leave(by=anna.person)
    assert counts(take(text_of(ANNA), cy).job) == {"known": 1, "back": 1}
    assert (HrRecord.objects.get().exit_date, HrRecord.objects.get().leaves_on) == (None, None)


# A day to come


@BOTH
def test_a_last_day_to_come_is_kept_without_another_file(brought, anna, cy, tmp_path):
    take(text_of({"exit_date": WILL_LEAVE}), cy, leavers=True)
    with time_machine.travel("2026-12-31 22:30:00+00:00", tick=False):
        sweeps.sweep_once()
        assert (fresh(anna).state, hang_on(anna)["leads"]) == ("active", 1)
    with time_machine.travel(DAY_AFTER, tick=False):
        for _ in range(2):
            sweeps.sweep_once()
        assert Leaving.objects.get().carry_on(), "the database's clock doesn't travel"
        assert (fresh(anna).state, hang_on(anna)) == ("alumnus", NOTHING)
        brought(WILL_LEAVE, cy, tmp_path)
    assert (Leaving.objects.count(), Event.objects.about(anna).of_verb("left").count()) == (1, 1)
    assert HrRecord.objects.get().leaves_on is None


def test_somebody_new_whose_last_day_is_known_is_seen_off_on_it(today, hanne):
    cast.make_unit("T-HR")
    take(
        text_of(
            {"exit_date": WILL_LEAVE}, {"personnel_no": "P2", "email": "b@example.org", "exit_date": LEFT}
        ),
        hanne,
    )
    assert sorted(Ambassador.objects.values_list("state", flat=True)) == ["alumnus", "invited"]
    with time_machine.travel(DAY_AFTER, tick=False):
        assert HrRecord.objects.see_off() == 1
        assert HrRecord.objects.see_off() == 0
    assert set(Ambassador.objects.values_list("state", flat=True)) == {"alumnus"}


def test_whose_last_day_is_put_off_leaves_on_the_later_one(anna, cy):
    for day in (WILL_LEAVE, "2027-01-31"):
        take(text_of({"exit_date": day}), cy, leavers=True)
    with time_machine.travel(DAY_AFTER, tick=False):
        assert HrRecord.objects.see_off() == 0
    take(text_of(ANNA), cy)
    with time_machine.travel("2027-02-01 10:00:00+00:00", tick=False):
        assert HrRecord.objects.see_off() == 0
        assert (fresh(anna).state, fresh(anna).unit_on().code) == ("active", "T-HR")


# Many


def test_thousands_who_leave_cost_questions_by_the_thousand(today, hanne, django_assert_max_num_queries):
    cast.make_unit("T-HR")
    people = [(f"P{n}", "A", "B", f"p{n}@example.org", *ANNA[4:]) for n in range(1500)]
    take(text_of(*people), hanne)
    Ambassador.objects.update(state="active", joined_at="2026-01-01T10:00:00Z")
    gone = [(*row[:8], f"2026-{1 + n % 10:02}-{1 + n % 28:02}", "de") for n, row in enumerate(people)]
    upload = bring(text_of(*gone), hanne)
    upload.take(leavers=True, by=hanne)
    with django_assert_max_num_queries(2 * 55 + 15):
        Job.objects.work(seconds=600)
    assert (Leaving.objects.open().count(), Ambassador.objects.alumni().count()) == (1500, 1500)
    assert Affiliation.objects.on(date(2026, 11, 22)).count() == 0
