"""Invited, joined, left, come back: in a real browser, by those who do it."""

import pytest

from ambassadors.models import Ambassador, Invitation, Person
from leads.models import Lead
from ledger import sweeps
from ledger.models import MailboxMessage
from tests.journeys.conftest import DESK, PHONE
from tests.leads import hands as leads
from tests.stories import hands as stories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_somebody_invited_joins(window, cy):
    desk = window(cy, viewport=DESK)
    desk.goto("/ambassadors/")
    desk.get_by_role("link", name="Invite people").click()
    desk.get_by_label("E-mail addresses").fill("ina@example.org, ben@example.org")
    desk.get_by_role("button", name="Invite", exact=True).click()
    desk.get_by_text("2 invitations are on their way.").wait_for()
    sweeps.sweep_once()
    invitation = Invitation.objects.get(address="ina@example.org")
    assert MailboxMessage.objects.filter(
        recipient="ina@example.org", text__contains=invitation.token
    ).exists()
    phone = window(viewport=PHONE, has_touch=True)
    phone.goto(f"/invitations/{invitation.token}/")
    phone.get_by_label("First name").fill("Ina")
    phone.get_by_label("Last name").fill("Neu")
    phone.get_by_role("button", name="Join", exact=True).click()
    phone.get_by_text("Welcome. You are an ambassador now.").wait_for()
    assert phone.url.endswith("/")
    assert Person.objects.get(email="ina@example.org").is_ambassador
    late = window(viewport=PHONE)
    late.goto(f"/invitations/{invitation.token}/")
    late.get_by_text("This invitation has been used.").wait_for()
    desk.goto("/invitations/?state=accepted")
    desk.get_by_text("ina@example.org").wait_for()
    assert desk.mishaps == phone.mishaps == []


def test_somebody_leaves_sees_what_happens_and_comes_back(window, ada, bo, cy):
    lead = leads.make_lead(ada)
    leads.make_follow_up(lead)
    stories.publish(ada, by=cy, title="The lady and the rucksack")
    phone, other = window(ada, viewport=PHONE, has_touch=True), window(bo, viewport=PHONE)
    ask_bo(phone)
    other.goto("/deputies/")
    other.get_by_role("button", name="Yes, I do").click()
    other.get_by_text("You stand in for Ada Brandt from now on.").wait_for()
    phone.goto("/me/")
    phone.locator("main").get_by_role("link", name="Leave", exact=True).click()
    for words in ("Leads: 1", "Calls you promised: 1", "Stories you told: 1"):
        phone.get_by_text(words).wait_for()
    phone.get_by_role("radio", name="Stay as a fan").check()
    phone.get_by_role("radio", name="Bo Lindqvist").check()
    phone.get_by_role("radio", name="Without my name").check()
    phone.get_by_role("button", name="Leave", exact=True).click()
    phone.get_by_text("You have left.").wait_for()
    assert Lead.objects.get().owner == bo.ambassador
    other.goto("/stories/")
    other.get_by_text("Somebody who was with us").first.wait_for()
    assert phone.goto("/leads/").status == 403
    phone.goto("/")
    phone.get_by_role("button", name="Come back").click()
    phone.get_by_text("Welcome back.").wait_for()
    assert Ambassador.objects.get(pk=ada.ambassador.pk).is_active
    other.goto("/stories/")
    other.get_by_text("Ada, Zwickau").first.wait_for()
    assert other.get_by_text("Somebody who was with us").count() == 0
    assert other.mishaps == []


def ask_bo(page):
    page.goto("/me/")
    page.get_by_role("link", name="Standing in").click()
    page.get_by_role("radio", name="Bo Lindqvist").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Bo Lindqvist gets a letter").wait_for()
