"""What leaving does to stories: they stay, under the name or without it, and the name comes back with its bearer."""

from django.utils.translation import gettext as _

from ambassadors.leaving import Told
from stories.models import Story


def told(ambassador):
    """Of the stories everybody reads, and of those nobody has read yet."""
    mine = Story.objects.of_author(ambassador)
    published, unread = mine.published().count(), mine.unpublished().count()
    return [
        published and Told("book", published, _("Stories you told"),
                           _("They stay. You choose below whether your name stays with them.")),
        unread and Told("edit", unread, _("Stories nobody has read yet"),
                        _("What is handed in comes back to you, and drafts stay with you alone.")),
    ]  # fmt: skip


def let_stories_go(leaving):
    """Nothing new is published of somebody who left; what is published stays as they chose."""
    mine = Story.objects.of_author(leaving.ambassador)
    mine.submitted().come_back(by=leaving.begun_by)
    if leaving.under_a_pseudonym:
        mine.hide_the_name()


def give_names_back(ambassador):
    Story.objects.of_author(ambassador).show_the_name()


def take_names_off(ambassadors):
    """Whose author is forgotten stays, without a name."""
    Story.objects.of_authors(list(ambassadors.values_list("pk", flat=True))).hide_the_name()
