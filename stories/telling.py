"""What this room tells of somebody: their stories, the newest first."""

from stories.models import Story

CARDS = 6


def told_of(ambassador, person):
    """The newest published stories as cards, and whether there are more of them."""
    found = list(
        Story.objects.published().signed_by(ambassador, seen_by=person).as_cards().newest_first()[: CARDS + 1]
    )
    return {"stories": found[:CARDS], "more": len(found) > CARDS}
