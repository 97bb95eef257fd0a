from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.placed import Placed
from ledger.addresses import address
from ledger.models import Event, Letter, Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line
from stories.models.story_words import StoryQuerySet
from stories.slugs import slug_for

# To each state, the states it may be reached from.
TRANSITIONS = {
    "submitted": ["draft", "returned"],
    "published": ["submitted"],
    "returned": ["submitted"],
    "draft": ["submitted", "published", "returned"],
}
DRAWINGS = {"perception": "bicycle", "help": "friend", "sales": "fair", "motivation": "team"}
PER_SECOND = 17  # characters that somebody reads


class Story(Placed, Noun, Submitted):
    """What an ambassador tells about how it went, of one of the four kinds; a coordinator publishes it."""

    class Kind(models.TextChoices):
        PERCEPTION = "perception", _("Perception")
        HELP = "help", _("Customer help")
        SALES = "sales", _("Sales")
        MOTIVATION = "motivation", _("Motivation")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("handed in")
        PUBLISHED = "published", _("published")
        RETURNED = "returned", _("came back")

    slug = models.SlugField(max_length=80, unique=True, editable=False)
    kind = models.CharField(_("What kind of story is it"), max_length=12, choices=Kind)
    title = models.CharField(_("Title"), max_length=120, validators=[one_line])
    text = models.TextField(_("What happened"), validators=[no_control_characters, MaxLengthValidator(8000)])
    language = models.CharField(_("Language of the story"), max_length=10, choices=settings.LANGUAGES)
    author = models.ForeignKey("ambassadors.Ambassador", models.PROTECT, related_name="stories")
    lead = models.ForeignKey("leads.Lead", models.SET_NULL, null=True, blank=True, related_name="stories")
    case = models.ForeignKey("leads.Case", models.SET_NULL, null=True, blank=True, related_name="stories")
    picture = models.ForeignKey(
        "ambassadors.Picture", models.SET_NULL, null=True, blank=True, related_name="stories"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    nameless_since = models.DateTimeField(null=True, blank=True, editable=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(
        _("Note to the author"), blank=True, validators=[no_control_characters, MaxLengthValidator(1000)]
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="published"), name="story_newest"
            ),
            models.Index(
                fields=["kind", "-published_at", "-id"],
                condition=Q(state="published"),
                name="story_newest_of_kind",
            ),
            models.Index(
                fields=["submitted_at", "id"], condition=Q(state="submitted"), name="story_to_moderate"
            ),
            models.Index(fields=["author", "-created_at", "-id"], name="story_of_author"),
            models.Index(
                fields=["author", "-published_at", "-id"],
                condition=Q(state="published"),
                name="story_newest_of_author",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="story_published_has_a_time",
                condition=Q(state="published", published_at__isnull=False)
                | Q(~Q(state="published"), published_at=None),
            ),
            models.CheckConstraint(
                name="story_handed_in_has_a_time", condition=Q(state="draft") | Q(submitted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="story_judged_by_somebody",
                condition=~Q(state__in=["published", "returned"]) | Q(moderated_by__isnull=False),
            ),
            models.CheckConstraint(
                name="story_comes_back_with_a_note", condition=~Q(state="returned") | ~Q(note="")
            ),
            models.CheckConstraint(name="story_says_something", condition=~Q(title="") & ~Q(text="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("stories:story", self.slug)

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_submitted(self):
        return self.state == self.State.SUBMITTED

    @property
    def is_with_its_author(self):
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def paragraphs(self):
        return [part.strip() for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()]

    @property
    def drawing(self):
        """What stands in for a picture."""
        return DRAWINGS[self.kind]

    @property
    def minutes(self):
        """How long it takes to read, in whole minutes, at least one."""
        return max(1, round(len(self.text) / PER_SECOND / 60))

    @property
    def teller(self):
        """Whose name stands at it: its author, or None where the author took their name away."""
        return self.author if self.nameless_since is None else None

    def is_by(self, person):
        return self.author.person_id == person.pk

    @classmethod
    def draft(cls, author, *, by, client_id=None, **said):
        """Begin a story; the same `client_id` again answers with the first."""
        unit, region = author.person.standing()
        story = cls(author=author, client_id=client_id, unit_code=unit, region=region, **said)
        story.slug = slug_for(story.title)
        try:
            with transaction.atomic():
                story.save(force_insert=True)
                Event.record(story, "drafted", by=by, kind=story.kind)
        except IntegrityError as error:
            return cls._sent_before(client_id, by, error)
        return story

    @classmethod
    def _sent_before(cls, client_id, by, error):
        sent = cls.objects.sent_as(client_id).first()
        if sent is None:
            raise error
        if not sent.is_by(by):
            raise Refusal(_("This form was sent by somebody else. Open a new one.")) from error
        return sent

    @transaction.atomic
    def rewrite(self, *, by, **said):
        """Say it differently, as long as the story lies with its author."""
        self._only_by_its_author(by)
        changed = {name: value for name, value in said.items() if getattr(self, name) != value}
        if (
            not Story.objects.only_this(self)
            .with_their_authors()
            .update(**(changed or {"state": self.state}))
        ):
            raise Refusal(_("This story is handed in or published. Take it back before you change it."))
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            Event.record(self, "rewritten", by=by, fields=sorted(changed))

    @transaction.atomic
    def submit(self, *, by):
        """Hand the story in: from now on a coordinator may publish it or send it back."""
        self._only_by_its_author(by)
        self._move(self.State.SUBMITTED, by=by, submitted_at=timezone.now(), note="", moderated_by=None)

    @transaction.atomic
    def withdraw(self, *, by):
        """The author takes the story back; it is nowhere to be seen from this moment."""
        self._only_by_its_author(by)
        self._move(self.State.DRAFT, by=by, published_at=None, submitted_at=None)

    def come_back(self, *, by):
        """Its author has left the network before anybody published it."""
        self._move(self.State.DRAFT, by=by, submitted_at=None)

    @transaction.atomic
    def publish(self, *, by, read, note=""):
        """A coordinator lets the network read it; `read` is when the version they read was handed in."""
        self._may_be_judged_by(by)
        self._move(
            self.State.PUBLISHED, by=by, read=read, published_at=timezone.now(), moderated_by=by, note=note
        )
        self._tell_the_author("story_published")

    @transaction.atomic
    def send_back(self, *, by, read, note):
        """A coordinator gives the story back to its author with a note that says what is missing."""
        self._may_be_judged_by(by)
        if not note.strip():
            raise Refusal(_("Say in the note what is missing, so that the author can go on."))
        self._move(self.State.RETURNED, by=by, read=read, moderated_by=by, note=note)
        self._tell_the_author("story_returned")

    def _only_by_its_author(self, person):
        if not self.is_by(person):
            raise Refusal(_("Only the author can do this to a story."))

    def _may_be_judged_by(self, person):
        if not person.has_role("coordinator"):
            raise Refusal(_("Only a coordinator can publish a story or send it back."))
        if self.is_by(person):
            raise Refusal(_("This is your own story. Another coordinator reads it."))

    def _move(self, to, *, by, read=None, **columns):
        before = self.state
        rows = Story.objects.only_this(self).standing_at(before).handed_in_at(read)
        if before not in TRANSITIONS[to] or not rows.update(state=to, **columns):
            raise Refusal(_("This story is not where it was when you opened it. Look at it again."))
        for name, value in {"state": to, **columns}.items():
            setattr(self, name, value)
        Event.record(self, VERBS[to], by=by, before=before)

    def _tell_the_author(self, kind):
        """One letter per time it was handed in."""
        Letter.write(
            kind,
            recipient=self.author.person,
            dedup_key=f"{kind}:{self.pk}:{self.submitted_at.isoformat()}",
            story=self.pk,
        )


VERBS = {"submitted": "submitted", "published": "published", "returned": "sent_back", "draft": "withdrawn"}
