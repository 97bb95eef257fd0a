"""Hands that make what the stories' tests need."""

from itertools import count

from stories.models import Story

_numbers = count(1)


def tell(author, *, title=None, text="It was loud, and then somebody tapped on my rucksack.", **said):
    """A draft by this ambassador."""
    said = {"kind": "perception", "language": "en", **said}
    return Story.draft(
        author.ambassador, by=author, title=title or f"Story {next(_numbers)}", text=text, **said
    )


def hand_in(author, **said):
    story = tell(author, **said)
    story.submit(by=author)
    return story


def publish(author, *, by, note="", **said):
    """A story that has gone all the way."""
    story = hand_in(author, **said)
    story.publish(by=by, read=story.submitted_at, note=note)
    return story
