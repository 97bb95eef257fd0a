"""What the people of the demo tell: forty published stories, some that wait, one that came back."""

from django.conf import settings
from django.db import transaction

from home.demo import pictures
from home.demo.content import document, key, said, scene
from home.demo.moments import moment
from home.demo.network import lead_of_story
from home.demo.people import CY, SECOND_COORDINATOR, everybody
from ledger.models import Event, Happened
from stories.models import Story

JUDGED = {"published": "published", "returned": "sent_back"}


def load():
    told = document("stories.yaml")["stories"]
    if Story.objects.in_bulk([_pk(told[0])]):
        return
    everyone = everybody()
    prints = pictures.take(_print(entry, everyone[entry["author"]]) for entry in told if entry["picture"])
    stories = [_story(entry, everyone, prints.get(entry["slug"])) for entry in told]
    with transaction.atomic():
        Story.objects.bulk_create(stories)
        happened = [each for story in stories for each in _happened(story)]
        Event.record_firsts(sorted(happened, key=lambda each: each.at))


def _pk(entry):
    return key("story", entry["slug"])


def _print(entry, author):
    at = moment(entry["days_ago"], "17:00")
    return pictures.Print(entry["slug"], scene(entry["picture"]), said(entry, "alt"), author.person, at)


def _story(entry, everyone, picture):
    author = everyone[entry["author"]]
    story = Story(
        pk=_pk(entry),
        slug=entry["slug"],
        kind=entry["kind"],
        title=said(entry, "title"),
        text=said(entry, "text"),
        language=settings.LANGUAGE_CODE,
        author=author,
        picture=picture,
        lead_id=lead_of_story(entry["slug"]),
        state=entry["state"],
        created_at=moment(entry["days_ago"], "17:05"),
        unit_code=author.unit_code,
        region=author.region,
    )
    if story.state != "draft":
        story.submitted_at = moment(entry["days_ago"], "18:40")
    if story.state in JUDGED:
        story.note, story.moderated_by = said(entry, "note"), _coordinator(everyone, author)
    if story.state == "published":
        story.published_at = max(moment(entry["published_days_ago"], "10:15"), story.submitted_at)
    return story


def _coordinator(everyone, author):
    """Nobody judges their own story."""
    return everyone[SECOND_COORDINATOR if author.person.email == CY else CY].person


def _happened(story):
    by = story.author.person
    yield Happened(story, "drafted", by, story.created_at, {"kind": story.kind})
    if story.submitted_at:
        yield Happened(story, "submitted", by, story.submitted_at, {"before": "draft"})
    if story.state in JUDGED:
        at = story.published_at or story.submitted_at
        yield Happened(story, JUDGED[story.state], story.moderated_by, at, {"before": "submitted"})
