"""Whoever came in a file is told so within a month: it is asked for a week before, and what is late is seen (Art. 14 GDPR)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leads.models import Customer, Lead, Merge, Notice
from leads.standing import Standing
from tests.ambassadors.uploading import take
from tests.cast import make_coordinator
from tests.leads.hands import DAY, make_customer, make_duplicate, make_lead, tell

FILE = """Vorname;Nachname;E-Mail;Telefon;Anlass;bisheriger Anbieter;Ort;Datum;Botschafter;Bemerkung;Anruf erlaubt\r
Erika;Muster;erika@example.net;030 23125999;CeBIT;O2;Zwickau;01.10.2026;ada@example.org;Nimmt Glasfaser.;\r
"""
TASK = "They came in a file and don’t know it yet"


def came_in_a_file(owner, *, days, **fields):
    """A lead whose customer has to be told in so many days."""
    lead = make_lead(owner, customer=make_customer(told=False, **fields))
    Customer.objects.only_this(lead.customer).tell_by(timezone.now() + days * DAY)
    lead.refresh_from_db()
    return lead


def today(as_, person):
    return as_(person).get("/").content.decode()


def test_a_file_gives_a_month_and_a_notice_ends_it(ada, cy):
    take(FILE, cy)
    customer = Customer.objects.get()
    assert timedelta(days=27) < customer.tell_until - timezone.now() < timedelta(days=32)
    Notice.hand_over(customer, by=ada)
    customer.refresh_from_db()
    assert (customer.tell_until, Standing(customer).tell_soon) == (None, False)


def test_whom_we_met_ourselves_has_no_such_date(ada):
    assert make_lead(ada).customer.tell_until is None


@pytest.mark.parametrize(("days", "is_asked"), [(8, False), (6, True), (1, True), (-3, True)])
def test_it_is_a_task_of_today_from_a_week_before(as_, ada, days, is_asked):
    lead = came_in_a_file(ada, days=days)
    page = today(as_, ada)
    assert (TASK in page, lead.get_absolute_url() in page) == (is_asked, is_asked)
    assert ("Should have been told by" in page) == (days < 0)
    assert (TASK in as_(ada).get(lead.get_absolute_url()).content.decode()) == is_asked


def test_one_tap_is_enough_and_leads_back(as_, ada):
    lead = came_in_a_file(ada, days=2)
    url = reverse("leads:notice_new", args=[lead.customer_id])
    assert url in today(as_, ada) and reverse("leads:notice_card") in today(as_, ada)
    sent = {"way": "our_phone", "language": "en", "next": "/"}
    assert as_(ada).post(url, sent)["Location"] == "/"
    notice = Notice.objects.get()
    assert (notice.way, notice.given_by, TASK in today(as_, ada)) == ("our_phone", ada.ambassador, False)


def test_it_leads_nowhere_else(as_, ada):
    lead = came_in_a_file(ada, days=2)
    sent = {"way": "card", "language": "en", "next": "https://evil.example/"}
    answer = as_(ada).post(reverse("leads:notice_new", args=[lead.customer_id]), sent)
    assert answer["Location"] == lead.customer.get_absolute_url()


def test_a_customer_of_two_leads_is_one_task(as_, ada):
    lead = came_in_a_file(ada, days=2)
    make_lead(ada, customer=lead.customer)
    url = reverse("leads:notice_new", args=[lead.customer_id])
    assert today(as_, ada).count(f'action="{url}"') == 1


def test_nobody_is_asked_to_tell_somebody_elses_customer(as_, ada, bo, max):
    lead = came_in_a_file(ada, days=-1, nickname="CANARY")
    assert "CANARY" not in today(as_, bo) + today(as_, max)
    sent = {"way": "card", "language": "en"}
    answers = [
        as_(who).post(reverse("leads:notice_new", args=[lead.customer_id]), sent).status_code
        for who in (bo, max)
    ]
    assert (answers, Notice.objects.count()) == ([404, 403], 0)


def test_a_coordinator_sees_what_is_late_and_nobody_elses(as_, ada, cy):
    came_in_a_file(ada, days=2)
    late = came_in_a_file(None, days=-1)
    page = today(as_, cy)
    assert "1 lead came in a file, and the customer should have been told by now" in page
    listed = as_(cy).get("/leads/?state=told-too-late")
    assert [lead.pk for lead in listed.context["page"].rows] == [late.pk]
    far = make_coordinator("Far", region="DE-HH", scope_kind="region", scope_value="DE-HH").person
    assert "should have been told" not in today(as_, far)


def test_the_list_shows_one_s_own_of_this_week(as_, ada, bo):
    soon = came_in_a_file(ada, days=2)
    came_in_a_file(ada, days=20)
    came_in_a_file(bo, days=2)
    listed = as_(ada).get("/leads/?state=to-tell")
    assert [lead.pk for lead in listed.context["page"].rows] == [soon.pk]


def test_today_costs_the_same_for_one_and_for_three_and_one_question_more_than_for_none(as_, ada):
    visitor = as_(ada)

    def cost():
        visitor.get("/")
        with CaptureQueriesContext(connection) as asked:
            visitor.get("/")
        return len(asked)

    none = cost()
    came_in_a_file(ada, days=2)
    one = cost()
    for days in (3, -1):
        came_in_a_file(ada, days=days)
    assert (cost(), one - none, one <= 12) == (one, 1, True)


def test_the_month_of_who_is_merged_goes_along_and_comes_back(ada, cy):
    take(FILE, cy)
    came = Customer.objects.get()
    met = make_lead(ada, customer=make_customer(told=False)).customer
    merge = Merge.of(make_duplicate(ada, customer=came, other=met), keep=met, by=ada)
    met.refresh_from_db()
    assert abs(met.tell_until - came.tell_until) < timedelta(seconds=1)
    merge.undo(by=ada)
    for one in (met, came):
        one.refresh_from_db()
    assert (met.tell_until, came.tell_until is None) == (None, False)


def test_who_knows_by_one_entry_knows_by_both(ada, cy):
    take(FILE, cy)
    came, met = Customer.objects.get(), make_lead(ada).customer
    tell(met)
    merge = Merge.of(make_duplicate(ada, customer=came, other=met), keep=came, by=ada)
    came.refresh_from_db()
    assert came.tell_until is None
    merge.undo(by=ada)
    came.refresh_from_db()
    assert came.tell_until is not None


def test_time_alone_makes_it_a_task(as_, ada, cy):
    lead = came_in_a_file(ada, days=30)
    assert not Lead.objects.to_tell().exists()
    with time_machine.travel(timezone.now() + 24 * DAY):
        assert list(Lead.objects.to_tell()) == [lead]
    with time_machine.travel(timezone.now() + 31 * DAY):
        assert list(Lead.objects.told_too_late()) == [lead]
