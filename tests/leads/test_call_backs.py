"""One call they asked for: the number is kept for it, or until it is too late, and then erased."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from leads.models import CallBack, ConsentUse, Customer
from ledger.models import Event, Look
from ledger.refusal import Refusal
from tests.leads import hands
from tests.leads.hands import NUMBER


@pytest.fixture
def lead(ada):
    return hands.make_lead(ada)


def ask(lead, ada, **other):
    return CallBack.ask(lead.customer, owner=ada.ambassador, by=ada, phone=NUMBER, **other)


def digits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(c::text, ''), '') FROM leads_callback c")
        return NUMBER[3:] in cursor.fetchone()[0]


def test_the_number_waits_sealed_and_is_shown_after_a_look(as_, lead, ada):
    asked = ask(lead, ada)
    assert not digits() and NUMBER[3:] not in as_(ada).get(lead.get_absolute_url()).content.decode()
    page = as_(ada).post(reverse("leads:call_back_number", args=[asked.pk])).content.decode()
    assert NUMBER in page
    assert [look.purpose for look in Look.objects.at(lead.customer)] == ["call back"]


def test_it_is_no_consent_and_uses_none(lead, ada):
    asked = ask(lead, ada)
    asked.complete(by=ada, answer="spoken")
    assert (lead.customer.may_be_called(), ConsentUse.objects.count()) == (False, 0)
    assert Customer.objects.get().phone == ""


@pytest.mark.parametrize("answer", ["spoken", "not_needed"])
def test_after_the_one_call_the_number_is_gone(lead, ada, answer):
    asked = ask(lead, ada)
    asked.complete(by=ada, answer=answer)
    assert (CallBack.objects.get().phone, asked.show_number(by=ada)) == ("", "")
    with pytest.raises(Refusal):
        asked.complete(by=ada, answer="spoken")


def test_nobody_answered_three_times_is_enough(lead, ada):
    asked = ask(lead, ada)
    for phone in (NUMBER, NUMBER, ""):
        asked.complete(by=ada, answer="not_reached")
        assert CallBack.objects.get().phone == phone
    assert CallBack.objects.get().done_at


def test_when_its_time_is_over_nobody_sees_it_and_the_sweep_erases_it(lead, ada):
    asked = ask(lead, ada, days=3)
    with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1)):
        assert asked.show_number(by=ada) == ""
        assert (CallBack.objects.all().expire(), CallBack.objects.get().phone) == (1, "")
        assert CallBack.objects.all().expire() == 0
    assert Event.objects.about(asked).of_verb("number_erased").get().data["why"] == "expired"


@pytest.mark.parametrize("days", [0, -1, 31])
def test_it_waits_thirty_days_at_most(lead, ada, days):
    with pytest.raises(Refusal):
        ask(lead, ada, days=days)


def test_it_stands_where_its_owner_looks(as_, lead, ada, bo):
    ask(lead, ada, matter="A second line")
    for page in ("/", reverse("leads:follow_ups"), lead.get_absolute_url(), lead.customer.get_absolute_url()):
        told = as_(ada).get(page).content.decode()
        assert "A second line" in told and NUMBER[3:] not in told
    assert "A second line" not in as_(bo).get("/").content.decode()


def test_dee_and_max_reach_nothing(as_, lead, ada, dee, max):
    asked = ask(lead, ada)
    for who in (dee, max):
        for route in ("call_back_number", "call_back_answer"):
            answer = as_(who).post(reverse(f"leads:{route}", args=[asked.pk]), {"answer": "spoken"})
            assert answer.status_code in (403, 404) and NUMBER[3:] not in answer.content.decode()
    assert CallBack.objects.get().phone == NUMBER


def test_it_is_asked_for_in_a_form_and_sent_twice_kept_once(as_, lead, ada):
    new = reverse("leads:call_back_new", args=[lead.customer_id])
    fields = {
        "phone": "030 23012-5999",
        "matter": "",
        "days": "7",
        "client_id": "0d7f2f0e-2a5f-4f4b-9a52-63f0c74a3c11",
    }
    for _twice in range(2):
        as_(ada).post(new, fields)
    assert (CallBack.objects.get().phone, CallBack.objects.get().owner) == (NUMBER, ada.ambassador)
    assert "can’t be right" in as_(ada).post(new, {**fields, "phone": "12"}).content.decode().replace(
        "&#x27;", "’"
    )


def test_while_logging_one_tap_keeps_it_for_one_call(as_, ada):
    from tests.leads.test_pages import CAPTURE

    wants = {"people-0-consent": "call_back", "people-0-phone": NUMBER, "people-0-told": "on"}
    as_(ada).post(reverse("leads:encounter_new"), {**CAPTURE, **wants})
    assert (CallBack.objects.get().phone, Customer.objects.get().phone) == (NUMBER, "")
    assert Customer.objects.get().consents.count() == 0
