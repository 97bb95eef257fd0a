"""The letters of this room, written when they are sent from what is true then."""

from django.utils.translation import gettext as _

from ledger.letters import Page
from stories.models import Story


def story_published(letter):
    """To the author, as long as the story is to be read."""
    story = Story.objects.with_people().numbered(letter.data["story"]).first()
    if story is None or not story.is_published:
        return None
    return Page(
        _("Your story is published: %(title)s") % {"title": story}, "story_published", {"story": story}
    )


def story_returned(letter):
    """To the author, as long as the story lies with them and waits for a few more words."""
    story = Story.objects.with_people().numbered(letter.data["story"]).first()
    if story is None or story.state != Story.State.RETURNED:
        return None
    return Page(
        _("Your story came back with a note: %(title)s") % {"title": story},
        "story_returned",
        {"story": story},
    )
