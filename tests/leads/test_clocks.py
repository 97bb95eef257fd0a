"""What is known of a customer ends by the state of their leads and cases, anew with every contact."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from leads.models import Case, Customer, Encounter, FollowUp, Lead
from ledger import dating
from tests.cast import DAY
from tests.leads import hands

pytestmark = pytest.mark.django_db


def after(moment, clock):
    number, unit = settings.RETENTION[clock]
    return moment + relativedelta(**{unit: number})


def dated(row):
    for model in (Lead, Case, Encounter, Customer):
        dating.date_all(model)
    row.refresh_from_db()
    return row.delete_after


def test_an_open_lead_is_kept_six_months_after_it_began(ada):
    lead = hands.make_lead(ada)
    assert dated(lead) == after(lead.state_since, "lead_open")


def test_a_change_of_state_begins_the_clock_anew(ada):
    lead = hands.make_lead(ada)
    Lead.objects.filter(pk=lead.pk).update(
        created_at=timezone.now() - 100 * DAY, state_since=timezone.now() - 100 * DAY
    )
    before = dated(lead)
    lead.move("contacted", by=ada)
    assert dated(lead) == after(lead.state_since, "lead_open") > before + 90 * DAY


def test_an_answered_call_begins_the_clock_anew(ada):
    lead = hands.make_lead(ada)
    long_ago = timezone.now() - 100 * DAY
    Lead.objects.filter(pk=lead.pk).update(created_at=long_ago, state_since=long_ago)
    call = hands.make_follow_up(lead)
    call.complete(by=ada, answer="all_ok")
    assert dated(lead) == after(call.answered_at, "lead_open")


def test_nobody_there_is_no_contact(ada):
    lead = hands.make_lead(ada)
    call = hands.make_follow_up(lead)
    call.complete(by=ada, answer="not_reached")
    FollowUp.objects.open().end_all("left", by=ada)
    assert dated(lead) == after(lead.state_since, "lead_open")


def test_a_lost_lead_is_kept_thirty_days(ada):
    lead = hands.make_lead(ada)
    lead.move("lost", by=ada)
    assert dated(lead) == lead.state_since + timedelta(days=30)


def test_a_promised_call_holds_a_lead_until_thirty_days_after_it(ada):
    lead = hands.make_lead(ada)
    call = hands.make_follow_up(lead, due_in=60 * DAY)
    lead.move("lost", by=ada)
    assert dated(lead) == call.due_at + timedelta(days=30)


def test_a_won_lead_is_kept_two_years(ada):
    lead = hands.make_lead(ada)
    lead.win(by=ada)
    assert dated(lead) == after(lead.state_since, "lead_won")


def test_a_solved_case_is_kept_half_a_year(ada):
    case = hands.make_case(ada)
    case.solve(by=ada, what_helped="A restart.")
    FollowUp.objects.open().end_all("left", by=ada)
    assert dated(case) == after(case.solved_at, "case_closed")


def test_a_customer_goes_with_the_last_lead_or_case(ada):
    lead = hands.make_lead(ada)
    lead.win(by=ada)
    other = hands.make_lead(ada, customer=lead.customer)
    other.move("lost", by=ada)
    assert dated(lead.customer) == after(lead.state_since, "lead_won")


def test_somebody_nobody_has_a_lead_with_is_kept_a_fortnight():
    customer = hands.make_customer()
    assert dated(customer) == customer.created_at + timedelta(days=14)


def test_the_words_of_an_encounter_go_with_what_came_of_it(ada):
    encounter = hands.make_encounter(ada, sentence="She asked about fibre.")
    assert dated(encounter) == after(encounter.happened_at, "encounter")
    lead = hands.make_lead(ada, encounter=encounter)
    assert dated(encounter) == dated(lead)


def test_what_happens_moves_the_date_within_a_minute(ada):
    lead = hands.make_lead(ada, encounter=hands.make_encounter(ada, sentence="She asked."))
    assert dating.date_what_moved() == 3  # the lead, its encounter and its customer
    lead.move("lost", by=ada)
    assert dating.date_what_moved() == 3
    lead.customer.refresh_from_db()
    assert lead.customer.delete_after == lead.state_since + timedelta(days=30)


def test_saving_moves_no_date(ada):
    lead = hands.make_lead(ada)
    before = dated(lead)
    lead.note = "Wants fibre."
    lead.save()
    lead.refresh_from_db()
    assert lead.delete_after == before
