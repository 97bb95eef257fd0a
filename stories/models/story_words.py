from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Now

from leads.models.placed import PlacedQuerySet

OPENING = 260  # characters of a story that a card shows
MOST = 1000  # beyond this a count says "more than"
COUNTED = """(SELECT count(*) FROM
    (SELECT 1 FROM stories_story WHERE state = 'published' AND kind = %s LIMIT %s) AS counted)"""

ON_CARDS = [
    *("slug", "kind", "title", "language", "published_at", "nameless_since"),
    *(f"picture__{name}" for name in ("width", "height", "alt")),
    *(f"author__{name}" for name in ("city", "place_to", "portrait_to")),
    "author__portrait__id",
    *(f"author__person__{name}" for name in ("first_name", "last_name", "email")),
]


class StoryQuerySet(PlacedQuerySet):
    """Words for stories: by state, by kind, by whose they are."""

    own = "author"

    def visible_to(self, person):
        """What is published, everything of one's own, and what waits for a coordinator in their scope."""
        waiting = Q(state="submitted") & person.reach("unit_code", "region")
        return self.filter(Q(state="published") | self._owned_by(person) | waiting)

    def to_moderate_by(self, person):
        """What this coordinator may publish or send back: handed in, in their scope, not their own."""
        return self.submitted().filter(person.reach("unit_code", "region")).exclude(self._owned_by(person))

    def published(self):
        return self.filter(state="published")

    def submitted(self):
        return self.filter(state="submitted")

    def unpublished(self):
        return self.filter(state__in=["draft", "submitted", "returned"])

    def with_their_authors(self):
        """Those that lie with their authors and can be rewritten."""
        return self.filter(state__in=["draft", "returned"])

    def standing_at(self, state):
        return self.filter(state=state)

    def handed_in_at(self, moment):
        return self.filter(submitted_at=moment) if moment else self

    def of_kind(self, kind):
        return self.filter(kind=kind) if kind else self

    def of_author(self, ambassador):
        return self.filter(author=ambassador)

    def of_authors(self, ambassadors):
        return self.filter(author__in=ambassadors)

    def under_a_name(self):
        return self.filter(nameless_since=None)

    def signed_by(self, ambassador, *, seen_by):
        """Those that bear this author's name; to the author all of their own."""
        mine = self.of_author(ambassador)
        return mine if ambassador.person_id == seen_by.pk else mine.under_a_name()

    def hide_the_name(self):
        """Nobody reads any more whose these are; coordinators neither."""
        return self.under_a_name().update(nameless_since=Now())

    def show_the_name(self):
        return self.update(nameless_since=None)

    def come_back(self, *, by):
        """What is handed in lies with its author again, each with its event."""
        for story in self.oldest_first().select_for_update(of=("self",)):
            story.come_back(by=by)

    def oldest_first(self):
        return self.order_by("created_at", "id")

    def of_lead(self, lead):
        return self.filter(lead=lead)

    def untold(self, leads):
        """Those of these leads that no story tells of yet."""
        return leads.filter(~Exists(self.of_lead(OuterRef("pk"))))

    def showing(self, picture):
        return self.filter(picture=picture)

    def only_this(self, story):
        return self.filter(pk=story.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def last_begun_first(self):
        return self.order_by("-created_at", "-id")

    def longest_waiting_first(self):
        return self.order_by("submitted_at", "id")

    def with_people(self):
        return self.select_related("author__person", "author__portrait", "picture", "moderated_by")

    def as_cards(self):
        """With what a card says, and with nothing else: the first words instead of the whole text."""
        seen = self.select_related("author__person", "author__portrait", "picture").only(*ON_CARDS)
        return seen.annotate(opening=Left("text", OPENING))

    def counted_by_kind(self):
        """{kind: number of published stories}, counted up to 1,001: a thousand and one means "more than a thousand"."""
        kinds = list(self.model.Kind.values)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join([COUNTED] * len(kinds)),
                [each for kind in kinds for each in (kind, MOST + 1)],
            )
            return dict(zip(kinds, cursor.fetchone(), strict=True))
