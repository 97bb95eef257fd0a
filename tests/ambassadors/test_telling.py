"""Somebody's page: their stories and the trophies they kept, never how many, never a rank."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stories.models import Story
from stories.telling import CARDS
from tests import cast
from tests.stories.hands import hand_in, publish, tell
from tests.trophies.hands import make_trophy, pass_on

PAGE = "/ambassadors/ada-brandt/"


def told_by(ada, cy, title, *, days_ago=0):
    story = publish(ada, by=cy, title=title)
    at = timezone.now() - timedelta(days=days_ago)
    Story.objects.only_this(story).update(published_at=at, submitted_at=at)
    return story


def titles(page):
    (part,) = (part for part in page.context["parts"] if "stories" in part.told)
    return [story.title for story in part.told["stories"]]


def test_a_page_tells_the_stories_of_that_person_alone_the_newest_first(ada, bo, cy, as_):
    told_by(ada, cy, "Older", days_ago=3)
    told_by(ada, cy, "Newer", days_ago=1)
    publish(bo, by=cy, title="Told by Bo")
    page = as_(bo).get(PAGE)
    assert titles(page) == ["Newer", "Older"]
    assert "Told by Bo" not in page.content.decode()


def test_a_page_tells_nothing_that_is_not_published(ada, bo, cy, max, as_):
    tell(ada, title="Only a draft")
    hand_in(ada, title="Only handed in")
    told_by(ada, cy, "Taken back").withdraw(by=ada)
    for who in (bo, cy, max, ada):
        page = as_(who).get(PAGE)
        assert titles(page) == []
        for title in ("Only a draft", "Only handed in", "Taken back"):
            assert title not in page.content.decode()


def test_more_stories_are_one_link_away(ada, bo, cy, as_):
    told = [told_by(ada, cy, f"Nr {days}", days_ago=days) for days in range(CARDS + 1)]
    client = as_(bo)
    page = client.get(PAGE)
    assert titles(page) == [story.title for story in told[:CARDS]]
    all_of_them = "/stories/?author=ada-brandt"
    assert all_of_them in page.content.decode()
    assert [story.title for story in client.get(all_of_them).context["page"].rows] == [
        each.title for each in told
    ]


def test_a_page_shows_the_trophies_that_stood_there_now_and_before(ada, bo, cy, as_):
    pass_on(make_trophy(ada, name="First cup", host_city="Zwickau"), bo, by=cy)
    make_trophy(ada, name="Second cup", host_city="Plauen")
    make_trophy(bo, name="Never here")
    page = as_(bo).get(PAGE).content.decode()
    kept = page.partition("kept-title")[2].partition("</section>")[0]
    assert re.findall(r'href="/trophies/([\w-]+)/"', kept) == ["second-cup", "first-cup"]
    assert "Plauen" in kept
    assert "Never here" not in page


def test_nobody_who_kept_no_trophy_is_reminded_of_it(ada, bo, as_):
    assert "kept-title" not in as_(bo).get(PAGE).content.decode()


def test_a_page_counts_nothing_and_ranks_nobody(ada, bo, cy, max, as_):
    for number in range(3):
        told_by(ada, cy, "A story", days_ago=number)
    make_trophy(ada, name="The cup", since=timezone.now() - timedelta(days=17))
    for who in (bo, cy, max):
        page = as_(who).get(PAGE).content.decode()
        main = page.partition('<main id="main"')[2].partition("</main>")[0]
        words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", main, flags=re.S)
        numbers = set(re.findall(r"\d+", words)) - {str(number) for number in range(1, 32)}
        assert numbers <= {str(year) for year in range(2020, 2031)}
        assert not re.search(
            r"\b(3|three) stories|17 days|last (active|seen|signed)|rank|points", words, re.I
        )
        assert ada.email not in page


@pytest.mark.parametrize(
    ("state", "seen_by"), [("invited", {"Cy"}), ("alumnus", {"Cy"}), ("active", {"Ada", "Cy", "Max"})]
)
def test_the_stories_of_somebody_invited_or_gone_stand_on_no_page_for_others(
    ada, cy, max, as_, state, seen_by
):
    somebody = cast.make_ambassador("Some", "Body", state=state)
    story = publish(somebody.person, by=cy, title="Of somebody")
    url = f"/ambassadors/{somebody.handle}/"
    answers = {who.first_name: as_(who).get(url) for who in (ada, cy, max)}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == seen_by
    assert all(
        (story.title in answer.content.decode()) == (name in seen_by) for name, answer in answers.items()
    )


def test_a_page_costs_the_same_for_one_story_and_for_three(ada, bo, cy, as_):
    client = as_(bo)

    def asked():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    told_by(ada, cy, "One")
    make_trophy(ada, name="One cup")
    one = asked()
    told_by(ada, cy, "Two"), told_by(ada, cy, "Three")
    make_trophy(ada, name="Two cups")
    assert asked() == one <= 12
