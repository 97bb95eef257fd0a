"""Days of 23 and 25 hours, a leap day and other zones: nine stays nine, a day has one letter, an outage ends with one."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.calendar import Wall, later, wall_at, working_days_after
from leads.models import FollowUp
from leads.models.due import due_at, working_morning
from ledger.models import Letter
from tests.leads.hands import in_days, make_follow_up, make_lead

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Summer time by an hour, by half an hour in the south, other days across the sea, and none at all
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
TURNS = [
    date(2026, 10, 25),  # Berlin: 25 hours
    date(2027, 3, 28),  # Berlin: 23 hours
    date(2026, 11, 1),  # New York: 25
    date(2027, 3, 14),  # New York: 23
    date(2026, 10, 4),  # Lord Howe: 23.5
    date(2027, 4, 4),  # Lord Howe: 24.5
    date(2028, 2, 29),
]
near = st.builds(lambda turn, days: turn + days * DAY, st.sampled_from(TURNS), st.integers(-8, 8))
zones = st.sampled_from(ZONES)
spans = st.sampled_from([{"days": 3}, {"weeks": 3}, {"months": 3}, {"days": 1}, {"months": 12}])
with_rows = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def exists(wall):
    return wall_at(wall.instant, wall.tz) == wall


class Somebody:
    """Who lives in a zone; all that a working morning asks of an ambassador."""

    region = "DE-SN"

    def __init__(self, tz):
        self.person, self.time_zone = self, tz


@given(near, zones, spans)
def test_every_step_of_a_chain_is_at_nine_on_a_day_people_work(day, tz, span):
    wall = working_morning(later(day, **span), Somebody(tz))
    local = due_at(wall)["due_at"].astimezone(ZoneInfo(tz))
    assert (local.date(), local.time()) == (wall.day, time(9))
    assert local.weekday() < 5 and wall.day >= later(day, **span)


@given(near, zones, st.times(min_value=time(0), max_value=time(23, 59)))
def test_the_days_in_a_row_have_the_same_hour_once_each(day, tz, hour):
    hour = hour.replace(second=0, microsecond=0)
    walls = [Wall(day + n * DAY, hour, tz) for n in range(5)]
    moments = [wall.instant for wall in walls]
    assert moments == sorted(set(moments))
    for wall in walls:
        shown = wall_at(wall.instant, tz)
        assert shown.day == wall.day and (shown.hour == hour or not exists(wall))


@given(near, zones, zones, st.times())
def test_there_and_back_again_is_the_same_moment(day, here, there, hour):
    hour = hour.replace(second=0, microsecond=0)
    first, between = Wall(day, hour, here), Wall(day, hour, there)
    again = Wall(between.day, between.hour, here)
    assert again.instant == first.instant


@given(near, st.integers(1, 4))
def test_the_next_try_never_lies_before_its_day(day, number):
    assert working_days_after(day, number, "DE-SN") >= day + number * DAY


@pytest.mark.django_db
@pytest.mark.parametrize("turn", TURNS[:4])
@pytest.mark.parametrize("tz", ZONES)
def test_a_day_has_one_letter_however_long_it_is(ada, tz, turn):
    ada.live_in(tz)
    lead = make_lead(ada)
    start = Wall(turn, time(0), tz).instant
    hours = [start + n * HOUR for n in range(26)]
    same_day = [hour for hour in hours if wall_at(hour, tz).day == turn]
    assert len(same_day) in (23, 24, 25)
    for hour in same_day:
        FollowUp.objects.only_this(make_follow_up(lead)).update(remind_at=start - 400 * DAY)
        with time_machine.travel(hour, tick=False):
            FollowUp.objects.of_owner(ada.ambassador).remind_owner()
    assert Letter.objects.of_kind("follow_ups_due").count() == 1


@pytest.mark.django_db
def test_after_ten_days_without_a_sweep_there_is_one_letter_and_not_thirty(ada, bo):
    for who in (ada, bo):
        lead = make_lead(who)
        for hours in range(30):
            make_follow_up(lead, due_in=-hours * 8 * HOUR)
    for _ in range(3):
        FollowUp.objects.due().remind()
    letters = Letter.objects.of_kind("follow_ups_due")
    assert sorted(letter.recipient.pk for letter in letters) == sorted([ada.pk, bo.pk])
    assert FollowUp.objects.open().count() == 60 and not FollowUp.objects.to_remind().exists()


@pytest.mark.django_db
@with_rows
@given(st.integers(1, 300), st.integers(0, 23), zones, zones)
def test_who_moves_keeps_the_hour_of_what_is_promised(ada, days, hour, here, there):
    ada.live_in(here)
    lead = make_lead(ada)
    wall = in_days(days, hour)._replace(tz=here)
    follow_up = FollowUp.plan(lead=lead, by=ada, wall=wall, purpose="service", rule="by_hand",
        occurrence=FollowUp.objects.of_lead(lead).next_occurrence())  # fmt: skip
    ada.live_in(there)
    follow_up.refresh_from_db()
    expected = Wall(wall.day, wall.hour, there)
    assert (follow_up.tz, follow_up.wall_date, follow_up.wall_time) == (there, wall.day, wall.hour)
    assert follow_up.due_at == follow_up.remind_at == expected.instant


@pytest.mark.django_db
def test_what_was_told_stays_told_and_what_is_answered_stays_as_it_is(ada, bo):
    told, done, others = (make_follow_up(make_lead(who), due_in=-3 * DAY) for who in (ada, ada, bo))
    FollowUp.objects.due().remind()
    done.complete(by=ada, answer="not_needed")
    ada.live_in("America/New_York")
    found = [FollowUp.objects.get(pk=one.pk) for one in (told, done, others)]
    assert [(one.tz, one.remind_at) for one in found] == [
        ("America/New_York", None),
        ("Europe/Berlin", None),
        ("Europe/Berlin", None),
    ]
    assert Letter.objects.of_kind("follow_ups_due").count() == 2
