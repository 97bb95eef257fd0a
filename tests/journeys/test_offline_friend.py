"""The scenario offline-friend, its logging: four days without a line, no hotline, a restart by the checklist, solved in minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from leads.models import Case, Encounter, FollowUp, Lead
from stories.models import Story
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FOUR_DAYS_AGO = timezone.localdate() - timedelta(days=4)


def test_a_friend_is_online_again_and_nothing_was_sold(window, ada):
    phone = window(ada, viewport=PHONE, has_touch=True)
    log_the_call(phone)
    case = Case.objects.get()
    assert (case.since_when, case.desks, case.tried, case.steps, case.what_helped) == (
        FOUR_DAYS_AGO, ["hotline"], "Never got through.", ["lights", "restart"], "The restart.",
    )  # fmt: skip
    assert (case.state, case.duration, Lead.objects.count()) == ("solved", timedelta(minutes=7), 0)
    assert [one.purpose for one in FollowUp.objects.all()] == ["service"]
    the_page_says_it_all(phone, case)
    tell_the_story(phone, case)
    assert phone.mishaps == []


def log_the_call(page):
    page.goto("/encounters/new/")
    page.locator(".chip", has_text="Friends").tap()
    trouble = page.locator(".met__trouble")
    expect(trouble).to_be_hidden()
    page.locator(".tile", has_text="Needs help").tap()
    expect(trouble).to_be_visible()
    page.get_by_label("One sentence").fill("A friend has been offline for four days.")
    page.get_by_label("Since when?").fill(str(FOUR_DAYS_AGO))
    trouble.locator(".chip", has_text="Hotline").tap()
    page.get_by_label("What have they tried?").fill("Never got through.")
    trouble.locator(".chip", has_text="Looked at the lights").tap()
    trouble.locator(".chip", has_text="Restarted the router").tap()
    page.get_by_label("What helped?").fill("The restart.")
    page.get_by_label("How many minutes").fill("7")
    page.get_by_role("button", name="Keep it").tap()
    page.get_by_text("Kept.").wait_for()
    assert (Encounter.objects.get().kind, Encounter.objects.get().opener) == ("help", "just_so")


def the_page_says_it_all(page, case):
    page.goto(case.get_absolute_url())
    facts = page.locator(".facts").first
    for words in (
        "Hotline: Never got through.",
        "Looked at the lights, Restarted the router",
        "The restart.",
        "7",
    ):
        expect(facts).to_contain_text(words)


def tell_the_story(page, case):
    page.get_by_role("link", name="Tell the story").tap()
    page.locator("input[name=kind][value=help]").check()
    page.locator("input[name=title]").fill("Four days, seven minutes")
    page.locator("textarea[name=text]").fill("A call, a restart, and the line was back.")
    page.get_by_role("button", name="Hand it in").tap()
    page.get_by_text("Handed in.").wait_for()
    story = Story.objects.get()
    assert (story.kind, story.case, story.lead) == ("help", case, None)
