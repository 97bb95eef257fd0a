"""Several leads at once: handed on, moved, lost or called, and taken back for ten minutes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import FollowUp, Lead, LeadBatch
from leads.models import lead_batch as module
from ledger.models import Event, Job
from ledger.refusal import Refusal
from tests.leads.hands import in_days, make_case, make_follow_up, make_lead

NEW = reverse("leads:batch_new")


def begin(leads, act, *, by, **facts):
    keys = [lead.pk for lead in leads]
    return LeadBatch.begin(Lead.objects.visible_to(by).numbered(keys), act, by=by, **facts)[0]


def states(*leads):
    return [Lead.objects.get(pk=lead.pk).state for lead in leads]


def address(act, *leads, **more):
    picked = "&".join(f"lead={lead.pk}" for lead in leads)
    return f"{NEW}?act={act}&{picked}" + "".join(f"&{name}={value}" for name, value in more.items())


def test_leads_are_moved_and_put_back(ada):
    new, contacted = make_lead(ada), make_lead(ada)
    contacted.move("contacted", by=ada)
    batch = begin([new, contacted], "move", by=ada, to="offered")
    assert states(new, contacted) == ["offered", "offered"]
    batch.undo(by=ada)
    assert states(new, contacted) == ["new", "contacted"]
    assert batch.rows.all().by_state() == {"undone": 2}


def test_what_cannot_be_moved_says_why_and_stops_no_other(ada):
    won, new = make_lead(ada), make_lead(ada)
    won.win(by=ada)
    batch = begin([won, new], "lose", by=ada, obstacle="price")
    assert states(won, new) == ["won", "lost"] or states(won, new) == ["lost", "lost"]
    assert batch.rows.all().by_state().get("done", 0) >= 1


def test_won_leads_are_left_alone_by_a_move(ada):
    won = make_lead(ada)
    won.win(by=ada)
    batch = begin([won], "move", by=ada, to="offered")
    assert (states(won), batch.rows.get().state, batch.rows.get().why != "") == (["won"], "left", True)


def test_lost_leads_get_their_reason_and_lose_it_again(ada):
    lead, other = make_lead(ada, obstacle="effort"), make_lead(ada)
    batch = begin([lead, other], "lose", by=ada, obstacle="landlord")
    assert set(Lead.objects.values_list("state", "obstacle")) == {("lost", "landlord")}
    batch.undo(by=ada)
    assert set(Lead.objects.values_list("state", "obstacle")) == {("new", "effort"), ("new", "")}


def test_winning_many_plans_their_calls_and_taking_it_back_ends_them(ada):
    lead = make_lead(ada)
    batch = begin([lead], "move", by=ada, to="won")
    assert FollowUp.objects.open().count() == 3
    batch.undo(by=ada)
    assert (states(lead), FollowUp.objects.open().count(), Lead.objects.get().won_at) == (["new"], 0, None)


def test_leads_are_handed_on_with_calls_and_cases_and_back(ada, bo):
    lead = make_lead(ada)
    call, case = make_follow_up(lead), make_case(ada, customer=lead.customer, lead=lead)
    batch = begin([lead], "hand", by=ada, taker=str(bo.ambassador.pk))
    assert Lead.objects.get().owner == bo.ambassador
    batch.by.__dict__.pop("roles_now", None)
    batch.undo(by=ada)
    call.refresh_from_db(), case.refresh_from_db()
    assert {Lead.objects.get().owner, call.owner, case.owner} == {ada.ambassador}


def test_a_call_is_promised_to_each_and_called_off_again(ada):
    wall = in_days(3)
    facts = {"day": wall.day.isoformat(), "hour": "09:00", "purpose": "service", "remark": "Price again"}
    batch = begin([make_lead(ada), make_lead(ada)], "call", by=ada, **facts)
    assert FollowUp.objects.open().count() == 2
    batch.undo(by=ada)
    assert FollowUp.objects.open().count() == 0


def test_a_call_that_was_put_off_since_then_stays(ada):
    wall = in_days(3)
    facts = {"day": wall.day.isoformat(), "hour": "09:00", "purpose": "service", "remark": ""}
    batch = begin([make_lead(ada)], "call", by=ada, **facts)
    FollowUp.objects.get().snooze(in_days(9), by=ada)
    batch.undo(by=ada)
    assert (FollowUp.objects.open().count(), batch.rows.get().state) == (1, "stayed")


def test_what_somebody_changed_meanwhile_stays_and_is_said(as_, ada):
    kept, changed = make_lead(ada), make_lead(ada)
    batch = begin([kept, changed], "move", by=ada, to="contacted")
    Lead.objects.get(pk=changed.pk).move("offered", by=ada)
    batch.undo(by=ada)
    assert states(kept, changed) == ["new", "offered"]
    assert "Somebody moved it since then." in as_(ada).get(batch.get_absolute_url()).content.decode()


def test_moved_away_and_back_to_the_same_state_is_changed_too(ada):
    lead = make_lead(ada)
    batch = begin([lead], "move", by=ada, to="contacted")
    for state in ("offered", "contacted"):
        Lead.objects.get(pk=lead.pk).move(state, by=ada)
    batch.undo(by=ada)
    assert states(lead) == ["contacted"]


def test_it_can_be_taken_back_for_ten_minutes_and_once(ada):
    batch, late = (begin([make_lead(ada)], "move", by=ada, to="contacted") for _number in range(2))
    batch.undo(by=ada)
    with pytest.raises(Refusal):
        LeadBatch.objects.get(pk=batch.pk).undo(by=ada)
    late.done_at = timezone.now() - timedelta(minutes=10, seconds=1)
    late.save()
    with pytest.raises(Refusal):
        late.undo(by=ada)


def test_more_than_a_page_of_leads_is_done_by_a_worker(ada, monkeypatch):
    leads = [make_lead(ada) for _number in range(4)]
    monkeypatch.setattr(module, "AT_ONCE", 3)
    batch, job = LeadBatch.begin(Lead.objects.all(), "move", by=ada, to="contacted")
    assert (states(*leads), batch.done_at) == (["new"] * 4, None)
    Job.objects.all().work(seconds=20)
    batch.refresh_from_db(), job.refresh_from_db()
    assert (states(*leads), job.state, job.counts) == (["contacted"] * 4, "done", {"done": 4})
    back = batch.undo(by=ada)
    Job.objects.all().work(seconds=20)
    back.refresh_from_db()
    assert (states(*leads), back.counts) == (["new"] * 4, {"undone": 4})


def test_too_many_at_once_are_refused(as_, ada, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)
    make_lead(ada), make_lead(ada)
    with pytest.raises(Refusal):
        LeadBatch.begin(Lead.objects.all(), "move", by=ada, to="contacted")
    assert not LeadBatch.objects.exists()


def test_a_form_that_is_sent_twice_does_it_once(as_, ada):
    lead, client_id = make_lead(ada), uuid4()
    for _time in range(2):
        as_(ada).post(address("move", lead), {"to": "contacted", "client_id": client_id})
    assert (LeadBatch.objects.count(), Event.objects.about(lead).of_verb("moved").count()) == (1, 1)


@pytest.mark.parametrize("act", ["hand", "move", "lose", "call"])
def test_each_act_has_its_page_and_keeps_what_was_typed_wrong(as_, ada, bo, act):
    lead = make_lead(ada)
    assert as_(ada).get(address(act, lead)).status_code == 200
    answer = as_(ada).post(address(act, lead), {"to": "nonsense", "remark": "kept words"})
    assert (answer.status_code, LeadBatch.objects.exists(), states(lead)) == (200, False, ["new"])


def test_all_that_fit_are_meant_where_one_says_all(as_, ada):
    cheap, other = make_lead(ada, obstacle="price"), make_lead(ada)
    as_(ada).post(f"{NEW}?act=lose&all=1&obstacle=price", {"obstacle": "price", "client_id": uuid4()})
    assert states(cheap, other) == ["lost", "new"]


def test_nobody_does_anything_with_the_leads_of_others(as_, ada, dee, max):
    lead = make_lead(ada)
    page = as_(dee).get(address("move", lead))
    as_(dee).post(address("move", lead), {"to": "contacted", "client_id": uuid4()})
    assert ("No lead is chosen" in page.content.decode(), states(lead)) == (True, ["new"])
    assert as_(max).post(address("move", lead), {"to": "contacted"}).status_code == 403


def test_a_batch_is_its_makers_own(as_, ada, dee, cy, max):
    batch = begin([make_lead(ada)], "move", by=ada, to="contacted")
    undoing = reverse("leads:batch_undoing", args=[batch.pk])
    for stranger, status in ((dee, 404), (cy, 404), (max, 403)):
        assert as_(stranger).get(batch.get_absolute_url()).status_code == status
        assert as_(stranger).post(undoing).status_code == status
    assert as_(ada).post(undoing).url == batch.get_absolute_url()


@pytest.mark.parametrize("query", ["", "?act=burn", "?act=move&lead=nonsense"])
def test_an_odd_address_of_a_batch_does_nothing(as_, ada, query):
    assert as_(ada).get(NEW + query).status_code in (200, 404)


def test_a_list_offers_to_choose_and_carries_its_filters_along(as_, ada):
    lead = make_lead(ada, obstacle="price")
    page = as_(ada).get(reverse("leads:index"), {"obstacle": "price", "choose": "1"}).content.decode()
    assert f'name="lead" value="{lead.pk}"' in page
    assert '<input type="hidden" name="obstacle" value="price">' in page
