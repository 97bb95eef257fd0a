"""Follow-ups: planned, answered, corrected, never lost and never told twice."""

from datetime import date, time, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leads.calendar import Wall, is_working_day, later, next_working_day
from leads.models import Case, ConsentUse, FollowUp, Lead
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from tests.leads.hands import DAY, in_days, make_case, make_consent, make_customer, make_follow_up, make_lead
from tests.racing import at_once

A = FollowUp.Answer


def answered(follow_up, answer, *, by, **how):
    follow_up.complete(by=by, answer=answer, **how)
    follow_up.refresh_from_db()
    return follow_up


# Planned


def test_a_won_lead_is_asked_about_after_three_days_three_weeks_and_three_months(ada):
    lead = make_lead(ada)
    lead.win(by=ada)
    planned = lead.follow_ups.all().soonest_first()
    today = ada.today()
    expected = [later(today, days=3), later(today, weeks=3), later(today, months=3)]
    assert [(f.rule, f.wall_date, f.wall_time, f.tz, f.purpose, f.owner) for f in planned] == [
        (rule, next_working_day(day, "DE-SN"), time(9), "Europe/Berlin", "advertising", ada.ambassador)
        for rule, day in zip(["3d", "3w", "3m"], expected, strict=True)
    ]


@pytest.mark.parametrize(
    ("won", "region", "expected"),
    [
        # three days after is a Saturday; in Saxony the Wednesday after is a holiday too, but Monday isn't
        (date(2026, 11, 18), "DE-SN", [date(2026, 11, 23), date(2026, 12, 9), date(2027, 2, 18)]),
        # three days after Christmas Eve's eve is the second holiday and a Saturday
        (date(2026, 12, 23), "DE-SN", [date(2026, 12, 28), date(2027, 1, 13), date(2027, 3, 23)]),
        # Epiphany is a holiday in Bavaria and not in Saxony
        (date(2027, 1, 3), "DE-BY", [date(2027, 1, 7), date(2027, 1, 25), date(2027, 4, 5)]),
        (date(2027, 1, 3), "DE-SN", [date(2027, 1, 6), date(2027, 1, 25), date(2027, 4, 5)]),
    ],
)
def test_the_chain_keeps_off_weekends_and_the_holidays_of_the_land(ada, won, region, expected):
    ada.ambassador.region = region
    lead = make_lead(ada)
    lead.won_at = Wall(won, time(23, 30), "Europe/Berlin").instant
    FollowUp.plan_chain(lead, by=ada)
    assert [f.wall_date for f in lead.follow_ups.all().soonest_first()] == expected


def test_a_chain_across_the_change_of_clocks_stays_at_nine(ada):
    lead = make_lead(ada)
    lead.won_at = Wall(date(2027, 3, 8), time(15), "Europe/Berlin").instant
    FollowUp.plan_chain(lead, by=ada)
    assert [f.due_at.hour for f in lead.follow_ups.all().soonest_first()] == [
        8,
        7,
        7,
    ]  # Easter Tuesday is summer time


def test_nine_is_nine_where_the_ambassador_lives(ada):
    ada.time_zone = "America/New_York"
    lead = make_lead(ada.ambassador)
    lead.owner.person.time_zone = "America/New_York"
    lead.won_at = Wall(date(2027, 6, 7), time(12), "America/New_York").instant
    FollowUp.plan_chain(lead, by=ada)
    first = lead.follow_ups.all().soonest_first()[0]
    assert (first.tz, first.wall_time, first.due_at.hour) == ("America/New_York", time(9), 13)


def test_a_won_lead_taken_back_ends_its_chain_and_winning_again_plans_a_new_one(ada):
    lead = make_lead(ada)
    lead.win(by=ada)
    by_hand = FollowUp.add(lead, by=ada, wall=in_days(4), purpose="service")
    lead.take_back(by=ada)
    assert list(lead.follow_ups.all().open()) == [by_hand]
    lead.win(by=ada)
    assert [(f.rule, f.occurrence) for f in lead.follow_ups.all().open().chained().soonest_first()] == [
        ("3d", 2),
        ("3w", 2),
        ("3m", 2),
    ]


def test_a_follow_up_by_hand_is_kept_once_however_often_the_form_is_sent(ada):
    lead, form = make_lead(ada), "6f0e3a52-7a43-4f6f-9d06-7d5f2a3f1a10"
    first = FollowUp.add(lead, by=ada, wall=in_days(1), purpose="service", client_id=form)
    again = FollowUp.add(lead, by=ada, wall=in_days(1), purpose="service", client_id=form)
    assert first == again and lead.follow_ups.count() == 1


@pytest.mark.parametrize("days", [-1, 400])
def test_nobody_promises_a_call_for_yesterday_or_for_the_year_after_next(ada, days):
    with pytest.raises(Refusal):
        FollowUp.add(make_lead(ada), by=ada, wall=in_days(days), purpose="service")


def test_a_solved_case_is_asked_about_three_days_later_for_service(ada):
    case = make_case(ada)
    case.solve(by=ada, what_helped="A restart of the router.")
    (follow_up,) = case.follow_ups.all()
    day = next_working_day(later(ada.today(), days=3), "DE-SN")
    assert (follow_up.rule, follow_up.purpose, follow_up.wall_date) == ("case:3d", "service", day)


# Answered


def test_an_answer_is_kept_once_with_who_and_when(ada, bo):
    follow_up = make_follow_up(make_lead(ada))
    same_page = FollowUp.objects.get(pk=follow_up.pk)
    answered(follow_up, A.ALL_OK, by=ada)
    with pytest.raises(Refusal):
        same_page.complete(by=bo, answer=A.NOT_OK)
    follow_up.refresh_from_db()
    assert (follow_up.answer, follow_up.answered_by, follow_up.is_open) == ("all_ok", ada, False)
    assert [e.verb for e in Event.objects.about(follow_up)] == ["answered", "planned"]


def test_not_ok_opens_a_case_for_the_owner(ada):
    follow_up = answered(make_follow_up(make_lead(ada)), A.NOT_OK, by=ada)
    case = Case.objects.get()
    assert (case.opened_from, case.owner, case.lead, case.state) == (
        follow_up,
        ada.ambassador,
        follow_up.lead,
        "open",
    )


def test_not_reached_is_tried_again_two_working_days_later_and_three_times_in_all(ada):
    lead = make_lead(ada)
    first = answered(make_follow_up(lead), A.NOT_REACHED, by=ada)
    second = answered(first.again, A.NOT_REACHED, by=ada)
    third = answered(second.again, A.NOT_REACHED, by=ada)
    assert [f.attempt for f in lead.follow_ups.all().order_by("attempt")] == [1, 2, 3]
    assert not FollowUp.objects.open().exists() and third.tries_left == 0
    assert is_working_day(second.wall_date, "DE-SN") and second.wall_date >= ada.today() + 2 * DAY


def test_not_needed_ends_it_without_anything_following(ada):
    answered(make_follow_up(make_lead(ada)), A.NOT_NEEDED, by=ada)
    assert (FollowUp.objects.open().count(), Case.objects.count()) == (0, 0)


@pytest.mark.parametrize("answer", [A.ALL_OK, A.NOT_OK])
def test_a_call_that_reached_somebody_uses_the_consent(ada, answer):
    follow_up = make_follow_up(make_lead(ada, consent="advertising"), purpose="advertising")
    answered(follow_up, answer, by=ada)
    assert [(use.follow_up, use.by) for use in ConsentUse.objects.all()] == [(follow_up, ada)]


@pytest.mark.parametrize("answer", [A.NOT_REACHED, A.NOT_NEEDED])
def test_a_call_that_reached_nobody_uses_no_consent(ada, answer):
    answered(make_follow_up(make_lead(ada, consent="advertising")), answer, by=ada)
    assert not ConsentUse.objects.exists()


def test_met_in_person_it_is_answered_without_a_consent_and_uses_none(ada):
    follow_up = make_follow_up(make_lead(ada), purpose="advertising")
    with pytest.raises(Refusal):
        follow_up.complete(by=ada, answer=A.ALL_OK)
    with pytest.raises(Refusal):
        follow_up.complete(by=ada, answer=A.ALL_OK, how="called")
    assert answered(follow_up, A.ALL_OK, by=ada, how="met").how == "met"
    assert not ConsentUse.objects.exists()


def test_without_a_fitting_consent_the_call_must_not_be_started(ada):
    follow_up = make_follow_up(make_lead(ada, consent="service"), purpose="advertising")
    assert not follow_up.may_call
    with pytest.raises(Refusal):
        follow_up.call(by=ada)
    assert not ConsentUse.objects.exists()


def test_a_call_is_written_down_once_for_a_follow_up(ada):
    follow_up = make_follow_up(make_lead(ada, consent="service"))
    follow_up.call(by=ada)
    answered(follow_up, A.ALL_OK, by=ada)
    assert ConsentUse.objects.count() == 1


# Corrected and snoozed


def test_a_corrected_not_ok_drops_its_case_and_the_same_case_comes_back_with_it(ada):
    follow_up = answered(make_follow_up(make_lead(ada)), A.NOT_OK, by=ada)
    follow_up.correct(by=ada, answer=A.ALL_OK)
    assert (follow_up.answer, Case.objects.get().state) == ("all_ok", "dropped")
    follow_up.correct(by=ada, answer=A.NOT_OK)
    assert Case.objects.get().state == "open"


def test_a_corrected_not_reached_ends_the_next_attempt_and_revives_it_when_wanted(ada):
    follow_up = answered(make_follow_up(make_lead(ada)), A.NOT_REACHED, by=ada)
    follow_up.correct(by=ada, answer=A.ALL_OK)
    assert follow_up.again.ended_why == "corrected"
    follow_up.correct(by=ada, answer=A.NOT_REACHED)
    assert FollowUp.objects.open().get() == follow_up.again


def test_a_correction_that_would_undo_a_solved_case_is_refused_whole(ada):
    follow_up = answered(make_follow_up(make_lead(ada)), A.NOT_OK, by=ada)
    Case.objects.get().solve(by=ada, what_helped="A new cable.")
    with pytest.raises(Refusal):
        follow_up.correct(by=ada, answer=A.ALL_OK)
    follow_up.refresh_from_db()
    assert follow_up.answer == "not_ok"


def test_an_open_follow_up_has_nothing_to_correct(ada):
    with pytest.raises(Refusal):
        make_follow_up(make_lead(ada)).correct(by=ada, answer=A.ALL_OK)


def test_a_snoozed_follow_up_is_due_at_its_new_wall_time_and_reminds_anew(ada):
    follow_up = make_follow_up(make_lead(ada))
    FollowUp.objects.due().remind()
    follow_up.snooze(in_days(3, hour=17), by=ada)
    follow_up.refresh_from_db()
    assert (follow_up.wall_time, follow_up.remind_at == follow_up.due_at, follow_up.is_due) == (
        time(17),
        True,
        False,
    )


def test_an_answered_follow_up_is_not_snoozed(ada):
    follow_up = answered(make_follow_up(make_lead(ada)), A.ALL_OK, by=ada)
    with pytest.raises(Refusal):
        follow_up.snooze(in_days(2), by=ada)


# Counted


def test_in_time_is_within_seven_days_of_due(ada):
    lead = make_lead(ada)
    early = answered(make_follow_up(lead, due_in=-6 * DAY), A.ALL_OK, by=ada)
    late = answered(make_follow_up(lead, due_in=-8 * DAY), A.ALL_OK, by=ada)
    still_open = make_follow_up(lead, due_in=-9 * DAY)
    assert list(FollowUp.objects.in_time()) == [early]
    assert [f.is_in_time for f in (early, late, still_open)] == [True, False, None]


def test_what_is_due_now_is_listed_oldest_first_and_only_to_its_owner(ada, bo, dee):
    new, old = (make_follow_up(make_lead(ada), due_in=-n * DAY) for n in (1, 2))
    make_follow_up(make_lead(ada), due_in=DAY)
    make_follow_up(make_lead(bo))
    assert list(FollowUp.objects.for_today(ada)) == [old, new]
    assert list(FollowUp.objects.for_today(dee)) == []


def test_a_list_says_of_every_call_whether_it_is_allowed(ada):
    callable_, silent = make_lead(ada, consent="advertising"), make_lead(ada, consent="service")
    for lead in (callable_, silent):
        make_follow_up(lead, purpose="advertising")
    assert {f.lead: f.may_call for f in FollowUp.objects.with_customers()} == {callable_: True, silent: False}


# Reminded


def test_a_due_follow_up_is_reminded_once(ada):
    make_follow_up(make_lead(ada))
    assert [FollowUp.objects.due().remind() for _twice in range(2)] == [1, 0]
    assert Letter.objects.unsent().count() == 1


def test_many_due_follow_ups_are_one_letter_per_ambassador_and_day(ada, bo):
    for lead in [make_lead(ada), make_lead(ada), make_lead(bo)]:
        make_follow_up(lead)
    FollowUp.objects.due().remind()
    assert sorted(letter.dedup_key for letter in Letter.objects.all()) == sorted(
        f"follow-ups:{person.pk}:{person.today()}" for person in (ada, bo)
    )


def test_what_is_not_due_or_answered_or_ended_reminds_nobody(ada):
    make_follow_up(make_lead(ada), due_in=DAY)
    answered(make_follow_up(make_lead(ada)), A.NOT_NEEDED, by=ada)
    make_follow_up(make_lead(ada)).end("test", by=ada)
    assert (FollowUp.objects.due().remind(), Letter.objects.count()) == (0, 0)


def test_what_becomes_due_after_the_letter_of_the_day_left_is_told_the_next_working_morning(ada):
    make_follow_up(make_lead(ada))
    FollowUp.objects.due().remind()
    Letter.objects.update(state="sent", sent_at=timezone.now())
    late = make_follow_up(make_lead(ada), due_in=-timedelta(minutes=1))
    assert FollowUp.objects.due().remind() == 0
    late.refresh_from_db()
    tomorrow = next_working_day(ada.today() + DAY, "DE-SN")
    assert late.remind_at == Wall(tomorrow, time(9), "Europe/Berlin").instant and Letter.objects.count() == 1


def test_what_becomes_due_before_the_letter_of_the_day_leaves_is_told_in_it(ada):
    make_follow_up(make_lead(ada))
    FollowUp.objects.due().remind()
    make_follow_up(make_lead(ada))
    assert FollowUp.objects.due().remind() == 1
    assert (Letter.objects.count(), FollowUp.objects.to_remind().count()) == (1, 0)


def test_one_bad_row_never_stops_the_others(ada, bo):
    for owner in (ada, bo):
        make_follow_up(make_lead(owner))
    type(ada).objects.with_email(ada.email).update(time_zone="Mars/Olympus")
    with pytest.raises(ExceptionGroup):
        FollowUp.objects.due().remind()
    assert [letter.recipient for letter in Letter.objects.all()] == [bo]
    assert FollowUp.objects.due().remind() == 0  # put off for an hour, not tried every fifteen seconds


def test_killed_between_the_letter_and_its_mark_nothing_is_lost_or_doubled(ada, monkeypatch):
    make_follow_up(make_lead(ada))

    class Killed(BaseException):
        pass

    with pytest.raises(Killed), transaction.atomic():
        FollowUp.objects.of_owner(ada.ambassador).remind_owner()
        raise Killed
    assert (Letter.objects.count(), FollowUp.objects.to_remind().count()) == (0, 1)
    FollowUp.objects.due().remind()
    assert (Letter.objects.count(), FollowUp.objects.to_remind().count()) == (1, 0)


def test_somebody_who_left_is_not_written_to(ada):
    make_follow_up(make_lead(ada))
    type(ada).objects.with_email(ada.email).update(is_active=False)
    FollowUp.objects.due().remind()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_five_sweepers_at_once_write_one_letter(ada):
    for _number in range(3):
        make_follow_up(make_lead(ada))
    told = at_once(*[lambda: FollowUp.objects.due().remind()] * 5)
    assert (Letter.objects.count(), FollowUp.objects.to_remind().count()) == (1, 0)
    assert 1 <= sum(told) <= 3  # two sweepers may share the rows of one letter


@pytest.mark.django_db(transaction=True)
def test_of_five_who_answer_at_once_one_does(ada):
    follow_up = make_follow_up(make_lead(ada))
    pages = [FollowUp.objects.get(pk=follow_up.pk) for _number in range(5)]
    came = at_once(*[partial(page.complete, by=ada, answer=A.NOT_OK) for page in pages])
    assert (sum(isinstance(each, Refusal) for each in came), Case.objects.count()) == (4, 1)


# Held by the database


@pytest.mark.parametrize(
    "columns",
    [
        {"answer": "all_ok"},
        {"answered_at": timezone.now()},
        {"ended_why": "somehow"},
        {"ended_at": timezone.now(), "remind_at": None},
        {
            "answered_at": timezone.now(),
            "answer": "all_ok",
            "ended_at": timezone.now(),
            "ended_why": "x",
            "remind_at": None,
        },
        {"answered_at": timezone.now(), "answer": "all_ok"},  # still reminds
        {"attempt": 4},
        {"lead": None},
    ],
)
def test_the_database_refuses_a_follow_up_that_contradicts_itself(ada, columns):
    follow_up = make_follow_up(make_lead(ada))
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.only_this(follow_up).update(**columns)


def test_the_same_step_of_a_lead_is_planned_once(ada):
    lead = make_lead(ada)
    make_follow_up(lead, rule="3d", occurrence=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_follow_up(lead, rule="3d", occurrence=1)


def test_a_handed_lead_takes_its_open_follow_ups_along_and_leaves_the_answered(ada, bo):
    lead = make_lead(ada)
    done = answered(make_follow_up(lead), A.ALL_OK, by=ada)
    waiting = make_follow_up(lead, due_in=DAY)
    Lead.objects.get(pk=lead.pk).hand_to(bo.ambassador, by=ada)
    assert {f.pk: f.owner for f in FollowUp.objects.all()} == {
        done.pk: ada.ambassador,
        waiting.pk: bo.ambassador,
    }


def test_a_follow_up_reads_its_consent_at_the_moment_it_is_asked(ada):
    customer = make_customer()
    follow_up = make_follow_up(make_lead(ada, customer=customer))
    assert not follow_up.may_call
    consent = make_consent(customer, by=ada)
    assert follow_up.may_call
    consent.withdraw(by=ada)
    assert not follow_up.may_call


@pytest.mark.parametrize("answer", [A.NOT_OK, A.NOT_REACHED])
def test_a_correction_after_the_lead_was_handed_on_gives_the_work_to_who_has_it_now(ada, bo, answer):
    lead = make_lead(ada)
    done = answered(make_follow_up(lead), answer, by=ada)
    done.correct(by=ada, answer=A.ALL_OK)
    fresh = answered(make_follow_up(lead), A.ALL_OK, by=ada)
    Lead.objects.get(pk=lead.pk).hand_to(bo.ambassador, by=ada)
    for follow_up in (done, fresh):
        FollowUp.objects.get(pk=follow_up.pk).correct(by=ada, answer=answer)
    owners = [work.owner for work in [*Case.objects.open(), *FollowUp.objects.open()]]
    assert owners == [bo.ambassador] * 2
