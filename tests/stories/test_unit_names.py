"""A story shows the name its author's unit had on the day it was told, whatever the unit is called or merged into later."""

from datetime import timedelta

import pytest

from stories.models import Story
from tests.ambassadors.reorganising import day_has_come, decided, merge, plan
from tests.cast import make_unit


@pytest.fixture
def story(ada, cy):
    """Ada tells it in T-DE-S-HOT, which is called the hotline."""
    unit = make_unit("T-DE-S-HOT")
    unit.spans.update(name="Hotline")
    make_unit("T-DE-S", "Kundenservice")
    told = Story.draft(
        ada.ambassador, by=ada, kind="help", title="How it went", text="It worked again.", language="en"
    )
    told.submit(by=ada)
    told.publish(by=cy, read=told.submitted_at)
    Story.objects.only_this(told).update(created_at=told.created_at - timedelta(days=90))
    return told


def told_on(page):
    return page.content.decode().split('class="who"')[1].split("<br>")[0]


def test_an_old_story_keeps_the_old_name_after_a_renaming_and_a_merger(story, ada, bo, hanne, as_):
    client = as_(bo)
    assert '· <span class="soft">Hotline</span>' in told_on(client.get(story.get_absolute_url()))
    day_has_come(decided(plan("rename", unit="T-DE-S-HOT", name="Service line", by=hanne), by=hanne), days=30)
    assert ada.ambassador.unit_on().name_on() == "Service line"
    assert "Hotline" in told_on(client.get(story.get_absolute_url()))
    day_has_come(decided(merge(["T-DE-S-HOT"], "T-DE-S", by=hanne), by=hanne))
    assert "Hotline" in told_on(client.get(story.get_absolute_url()))
    assert ada.ambassador.unit_on().name_on() == "Kundenservice"
    assert Story.objects.get().unit_code == "T-DE-S-HOT"


def test_a_new_story_shows_the_new_name(story, ada, bo, hanne, as_):
    day_has_come(decided(plan("rename", unit="T-DE-S-HOT", name="Service line", by=hanne), by=hanne), days=30)
    Story.objects.only_this(story).update(created_at=story.created_at)
    assert "Service line" in told_on(as_(bo).get(story.get_absolute_url()))


def test_a_story_without_a_unit_says_none(story, bo, as_):
    Story.objects.only_this(story).update(unit_code="")
    assert "·" not in told_on(as_(bo).get(story.get_absolute_url()))


def test_the_moderator_reads_the_name_of_the_day_too(story, cy, as_):
    Story.objects.only_this(story).update(state="submitted", published_at=None, moderated_by=None)
    assert "Hotline" in as_(cy).get("/stories/moderation/").content.decode()
