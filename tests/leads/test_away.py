"""Away: nobody is reminded, a deputy who agreed makes the calls that come due, and on the first working day all is as it was."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Absence, Deputy
from leads import away
from leads.calendar import Wall
from leads.models import Case, FollowUp
from ledger import sweeps
from ledger.models import Event, Letter, Look
from ledger.refusal import Refusal
from tests.leads.hands import NUMBER, make_follow_up, make_lead

DAY = timedelta(days=1)
URL = "/me/absences/"


def announce(who, first=0, last=2):
    today = who.today()
    return Absence.announce(
        who.ambassador, by=who, first_day=today + first * DAY, last_day=today + last * DAY
    )


def agreed(who, deputy):
    row = Deputy.ask(who.ambassador, deputy.ambassador, by=who)
    row.agree(by=deputy)
    return row


def sweep():
    away.sweep()
    FollowUp.objects.due().remind(away=away.now())


def told():
    return sorted(str(letter.recipient) for letter in Letter.objects.of_kind("follow_ups_due"))


def callers(*follow_ups):
    return [FollowUp.objects.get(pk=one.pk).owner.person for one in follow_ups]


def test_who_is_away_is_not_reminded_and_is_when_they_are_back(ada):
    make_follow_up(make_lead(ada))
    absence = announce(ada)
    sweep()
    assert told() == []
    absence.end(by=ada)
    sweep()
    assert told() == [str(ada)]


def test_it_waits_for_the_first_working_day_after(ada):
    friday = date(2026, 12, 18)
    with time_machine.travel(Wall(friday, time(8), "Europe/Berlin").instant, tick=False):
        Absence.announce(ada.ambassador, by=ada, first_day=friday, last_day=date(2026, 12, 24))
    moments = [(24, 23), (25, 9), (27, 12), (28, 8), (28, 9)]  # Christmas, and the weekend after it
    found = []
    for day, hour in moments:
        moment = Wall(date(2026, 12, day), time(hour), "Europe/Berlin").instant
        with time_machine.travel(moment, tick=False):
            found.append(ada.ambassador.pk in away.now())
    assert found == [True, True, True, True, False]


def test_an_absence_that_comes_later_changes_nothing_today(ada):
    make_follow_up(make_lead(ada))
    announce(ada, first=3, last=5)
    sweep()
    assert told() == [str(ada)]


def test_a_deputy_who_agreed_is_asked_and_gives_back_what_is_still_open(ada, bo):
    lead = make_lead(ada)
    due, done, coming = (make_follow_up(lead, due_in=n * DAY) for n in (-1, -2, 5))
    agreed(ada, bo)
    absence = announce(ada)
    sweep()
    assert callers(due, done, coming) == [bo, bo, ada] and told() == [str(bo)]
    lead.refresh_from_db()
    assert lead.owner == ada.ambassador
    FollowUp.objects.get(pk=done.pk).complete(by=bo, answer="not_needed")
    absence.end(by=ada)
    sweep()
    assert callers(due, done) == [ada, bo] and told() == sorted([str(ada), str(bo)])
    assert [event.verb for event in Event.objects.about(due)] == ["given_back", "lent", "planned"]


def test_a_sweep_that_runs_twice_lends_once(ada, bo):
    due = make_follow_up(make_lead(ada))
    agreed(ada, bo)
    announce(ada)
    for _ in range(3):
        sweep()
    assert [event.verb for event in Event.objects.about(due)] == ["lent", "planned"] and told() == [str(bo)]


def test_nobody_stands_in_who_hasnt_agreed_has_ended_it_or_is_away_too(ada, bo, dee):
    due = make_follow_up(make_lead(ada))
    Deputy.ask(ada.ambassador, dee.ambassador, by=ada)
    row = agreed(ada, bo)
    announce(ada)
    sweep()
    assert callers(due) == [bo]
    back = announce(bo)
    sweep()
    assert callers(due) == [ada]
    back.end(by=bo)
    sweep()
    assert callers(due) == [bo]
    row.end(by=bo)
    sweep()
    assert callers(due) == [ada] and told() == [str(bo)]


def test_a_lead_handed_on_meanwhile_is_not_given_back(ada, bo, dee, cy):
    lead = make_lead(ada)
    due = make_follow_up(lead)
    agreed(ada, bo)
    absence = announce(ada)
    sweep()
    lead.refresh_from_db()
    lead.hand_to(dee.ambassador, by=cy)
    absence.end(by=ada)
    sweep()
    assert callers(due) == [dee]


def test_who_stands_in_sees_the_call_and_the_number_and_nothing_else(as_, ada, bo, dee):
    lead = make_lead(ada, phone=NUMBER, consent="advertising")
    due = make_follow_up(lead)
    agreed(ada, bo)
    absence = announce(ada)
    sweep()
    contact = reverse("leads:contact", args=[lead.customer_id])
    page = as_(bo).get(due.get_absolute_url()).content.decode()
    assert "You stand in for" in page and lead.get_absolute_url() not in page
    shown = as_(bo).post(contact, {"follow_up": str(due.pk)})
    assert NUMBER in shown.content.decode() and Look.objects.at(lead.customer).count() == 1
    assert as_(bo).get(lead.get_absolute_url()).status_code == 404
    assert as_(dee).post(contact, {"follow_up": str(due.pk)}).status_code == 404
    absence.end(by=ada)
    sweep()
    assert as_(bo).post(contact, {"follow_up": str(due.pk)}).status_code == 404


@pytest.mark.parametrize("answer", ["all_ok", "not_ok"])
def test_after_the_answer_whoever_stands_in_lands_where_they_may_be(as_, ada, bo, answer):
    due = make_follow_up(make_lead(ada, consent="advertising"))
    agreed(ada, bo)
    announce(ada)
    sweep()
    landed = as_(bo).post(due.get_absolute_url(), {"answer": answer}, follow=True)
    assert landed.status_code == 200
    assert [case.owner for case in Case.objects.all()] == [ada.ambassador] * (answer == "not_ok")


# Said


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-5, -1), (0, 400)])
def test_an_absence_that_cannot_be_is_told(as_, ada, first, last):
    with pytest.raises(Refusal):
        announce(ada, first, last)
    today = timezone.localdate()
    form = {"first_day": str(today + first * DAY), "last_day": str(today + last * DAY)}
    page = as_(ada).post(URL, form).content.decode()
    assert "flash--bad" in page and form["last_day"] in page and not Absence.objects.exists()


def test_nobody_is_away_twice_on_a_day(ada, bo):
    announce(ada, 0, 5)
    announce(bo, 0, 5)
    with pytest.raises(Refusal):
        announce(ada, 5, 9)


def test_ada_says_it_on_her_page_and_takes_it_back(as_, ada, dee):
    form = {"first_day": str(ada.today()), "last_day": str(ada.today() + DAY)}
    page = as_(ada).post(URL, form, follow=True).content.decode()
    absence = Absence.objects.get()
    end = reverse("ambassadors:absence_end", args=[absence.pk])
    assert end in page and "Nobody. Your calls wait" in page
    assert as_(dee).post(end).status_code == 404
    as_(ada).post(end)
    absence.refresh_from_db()
    assert absence.ended_by == ada and end not in as_(ada).get(URL).content.decode()


def test_the_sweep_lends_before_it_reminds():
    names = sweeps.names()
    assert names.index("absences") < names.index("follow_ups")
