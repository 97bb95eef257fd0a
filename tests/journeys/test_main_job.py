"""The main job, from the fair to the board, in a real browser by three roles."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from leads.models import Customer, FollowUp, Lead
from ledger import sweeps
from ledger.models import Event, Letter, MailboxMessage
from stories.models import Story
from tests import cast
from tests.journeys.conftest import DESK, PHONE, answered
from trophies.models import Custody, Trophy

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SENTENCE = "An older lady tapped on my rucksack: she wants to change over and doesn't know how."


@pytest.fixture
def network(ada, bo, cy, max):
    """Ten ambassadors and more, so that the manager may see sums, and a trophy that Bo keeps."""
    for _number in range(9):
        cast.make_ambassador()
    trophy = Trophy.objects.create(name="The ribbon cup", slug="ribbon-cup", about="It goes round.")
    Custody.begin(trophy, bo.ambassador)
    return trophy


def test_from_the_fair_to_the_board(window, network, ada, cy, max):
    phone = window(ada, viewport=PHONE, has_touch=True)
    log_an_encounter(phone)
    win_the_lead(phone)
    weeks_go_by()
    answer_from_the_letter(phone)
    tell_the_story(phone)
    desk = window(cy, viewport=DESK)
    publish_the_story(desk)
    hand_the_trophy_on(desk)
    take_the_trophy(phone)
    look_at_the_figures(window(max, viewport=DESK))
    assert phone.mishaps == desk.mishaps == []


def log_an_encounter(page):
    page.locator(".bar").get_by_role("link", name="Log an encounter").click()
    page.get_by_role("radio", name="Fair").check()
    page.get_by_role("radio", name="Rucksack").check()
    page.get_by_role("checkbox", name="Wants an offer").check()
    page.get_by_label("One sentence").fill(SENTENCE)
    page.locator("input[name=people-0-consent][value=advertising]").check()
    page.get_by_label("Phone").fill("0176 04069001")
    page.locator("input[name=people-0-told]").check()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Kept.").wait_for()
    customer = Customer.objects.get()
    assert (customer.phone, customer.may_be_called("advertising")) == ("+4917604069001", True)


def win_the_lead(page):
    page.goto(Lead.objects.get().get_absolute_url())
    assert page.get_by_text("04069001").count() == 0, "a number appears only after it was asked for"
    with answered(page):
        page.get_by_role("button", name="Won", exact=True).click()
    assert Lead.objects.get().is_won
    assert [one.rule for one in FollowUp.objects.soonest_first()] == ["3d", "3w", "3m"]
    expect(page.locator(".thread li.next")).to_have_count(3)


def weeks_go_by():
    """Nothing waits for weeks in a test: the first call becomes due an hour ago, and the sweep comes by."""
    first = FollowUp.objects.soonest_first().first()
    moment = timezone.now() - timedelta(hours=1)
    FollowUp.objects.only_this(first).update(due_at=moment, remind_at=moment, wall_date=moment.date())
    sweeps.sweep_once()
    sweeps.sweep_once()
    assert [letter.state for letter in Letter.objects.of_kind("follow_ups_due")] == ["sent"]


def answer_from_the_letter(page):
    page.goto("/mailbox/")
    page.get_by_role("link", name=MailboxMessage.objects.get().subject).click()
    page.locator("article a").first.click()
    page.goto("/follow-ups/")
    page.get_by_role("link", name="I called").first.click()
    with answered(page):
        page.get_by_role("button", name="All ok").click()
    follow_up = FollowUp.objects.soonest_first().first()
    assert (follow_up.answer, follow_up.is_in_time) == ("all_ok", True)


def tell_the_story(page):
    page.goto(f"/stories/new/?lead={Lead.objects.get().pk}")
    page.locator("input[name=title]").fill("The lady and the rucksack")
    page.locator("textarea[name=text]").fill("She tapped on my rucksack.\n\nThree weeks later her line runs.")
    picture = {"name": "fair.jpg", "mimeType": "image/jpeg", "buffer": a_photograph()}
    page.locator("input[type=file]").set_input_files(picture)
    page.locator("input[name=alt]").fill("Two people laugh under a ferris wheel.")
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_text("Handed in.").wait_for()
    assert Story.objects.get().state == "submitted"


def publish_the_story(page):
    page.goto("/stories/moderation/")
    page.locator("[name=note]").fill("What a good question to ask.")
    with answered(page):
        page.get_by_role("button", name="Publish").click()
    page.goto(Story.objects.get().get_absolute_url())
    page.get_by_role("heading", name="The lady and the rucksack").wait_for()
    story = Story.objects.get()
    assert (story.state, story.note) == ("published", "What a good question to ask.")
    page.wait_for_function("() => document.querySelector('img.story__pic').naturalWidth > 0")


def hand_the_trophy_on(page):
    page.goto("/trophies/ribbon-cup/hand-offs/?q=Brandt")
    page.get_by_role("radio", name="Ada Brandt").check()
    page.locator("[name=reason]").fill("For the lady with the rucksack.")
    with answered(page):
        page.get_by_role("button", name="Offer it").click()
    page.get_by_text("Ada").first.wait_for()


def take_the_trophy(page):
    page.goto("/")
    page.get_by_role("link", name="Answer", exact=True).click()
    page.locator("[name=host_city]").fill("Zwickau")
    with answered(page):
        page.get_by_role("button", name="Yes, I have it").click()
    assert str(Custody.objects.current().get().keeper) == "Ada Brandt"


def look_at_the_figures(page):
    page.goto("/reports/")
    page.get_by_role("heading", level=1).wait_for()
    assert page.get_by_text("The lady and the rucksack").count() >= 1
    assert page.get_by_text("The ribbon cup").count() >= 1
    assert "Ada" not in page.locator("main").inner_text(), "no single person's figures"
    assert Event.objects.chain_holds(Lead.objects.get())
    assert page.mishaps == []


def a_photograph():
    buffer = BytesIO()
    Image.linear_gradient("L").resize((1200, 900)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()
