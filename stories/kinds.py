"""The four kinds as the tiles above the stories, each with how many there are."""

from django.urls import reverse

from stories.models import Story
from stories.models.story_words import MOST


def kind_tiles(current):
    """A dict per kind: its word, its address, how many are published (at most a thousand are counted)."""
    counted = Story.objects.counted_by_kind()
    return [
        {
            "kind": kind,
            "label": kind.label,
            "url": reverse("stories:index") + ("" if kind == current else f"?kind={kind.value}"),
            "count": min(counted[kind], MOST),
            "more": counted[kind] > MOST,
            "current": kind == current,
        }
        for kind in Story.Kind
    ]
