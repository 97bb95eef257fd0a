import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ledger import jobs
from ledger.models.event import Event, as_stored
from ledger.models.job_words import JobNoteQuerySet, JobQuerySet, lease
from ledger.models.kept import Kept
from ledger.models.noun import Noun
from ledger.refusal import Refusal
from ledger.sentences import Sentence, again

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=2)  # before a chunk that couldn't be done just now is tried again
SLOW = timedelta(seconds=60)  # nobody has taken it in hand for so long: then the page says so
SAID_WORN_OUT = "worn out"
SAID_FAULT = "fault"


class Job(Noun, Kept):
    """Slow work that a person waits for: how far it has come, what it counted and how it ended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")
        FAILED = "failed", _("could not be done")

    kind = models.CharField(max_length=40)
    queue = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    language = models.CharField(max_length=10)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at", "id"],
                name="job_unended",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
            models.Index(fields=["owner", "-created_at", "-id"], name="job_newest_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_that_ended_has_a_time",
                condition=models.Q(state__in=["waiting", "running"]) ^ models.Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} ({self.get_state_display()})"

    def get_absolute_url(self):
        return reverse("ledger:job", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, kind, *, by, total=0, queue="", **ids):
        """Write down what is to be done and wake a worker; `ids` are all that it keeps of its subject."""
        said = {"language": translation.get_language() or settings.LANGUAGE_CODE, "data": as_stored(ids)}
        job = cls.objects.create(kind=kind, owner=by, total=total, queue=queue, **said)
        Event.record(job, "begun", by=by, kind=kind)
        transaction.on_commit(_ring, robust=True)
        return job

    @transaction.atomic
    def cancel(self, *, by):
        """Stop before the next chunk; what was done stays."""
        if not Job.objects.unended().with_id(self.pk).end(self.State.CANCELLED):
            raise Refusal(_("This has ended already. Look at what came of it."))
        self.refresh_from_db()
        Event.record(self, "cancelled", by=by)

    def work(self, *, until):
        """Do chunk after chunk until all is done or the time is over; needs the lease of `claim_one`."""
        try:
            with translation.override(self.language):
                self._work(until)
        except jobs.Later:
            self._held().change(lease_until=Now() + PAUSE, attempts=0)
        except Refusal as sentence:
            self._held().end(self.State.FAILED, last_error=str(sentence)[:300])
        except Exception as error:
            log.exception("Job %s (%s)", self.pk, self.kind)
            wait = timedelta(seconds=settings.JOB_LEASE_SECONDS * self.attempts)
            self._held().change(lease_until=Now() + wait, last_error=f"{SAID_FAULT}: {type(error).__name__}")

    def note(self, line, what, text=""):
        """What is to be said about a line, once the chunk is written."""
        said = text.kept if isinstance(text, Sentence) else None
        self._notes.append(JobNote(job=self, line=line, what=what, text=text[:300], said=said))

    def _work(self, until):
        work, more = jobs.kind(self.kind).work(self), True
        while more and time.monotonic() < until:
            more = self._do_a_chunk(work)
        work.close()
        self._held().change(lease_until=None)  # whoever comes next goes on

    @transaction.atomic
    def _do_a_chunk(self, work):
        """One chunk and its progress, in one transaction and only while the lease is ours; False when nothing is left."""
        if not self._held().select_for_update().exists():
            return False
        self._notes = []
        before = self.done
        ended = next(work, work) is work
        JobNote.objects.bulk_create(self._notes, batch_size=2000)
        moved = {"attempts": 0, "last_error": ""} if self.done != before or ended else {}
        self._held().change(
            done=self.done,
            total=max(self.total, self.done),
            counts=self.counts,
            lease_until=lease(),
            moved_at=Now(),
            **moved,
        )
        if ended:
            self._held().end(self.State.DONE)
            Event.record(self, "ended", done=self.done)
        return not ended

    def _held(self):
        return Job.objects.held(self.pk, self.token)

    # What a page asks

    @property
    def is_unended(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def percent(self):
        """0 to 100; a job that is done is at 100 whatever its total was."""
        if self.is_done:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def is_slow(self):
        """Whether nobody has moved it for a minute although it should move."""
        return self.is_unended and (self.moved_at or self.created_at) < timezone.now() - SLOW

    @property
    def etag(self):
        """Another one whenever the page would read otherwise."""
        return f'"{self.version}-{self.is_slow:d}-{translation.get_language()}"'

    @property
    def words(self):
        return jobs.kind(self.kind).words

    @property
    def back(self):
        """The page of what this job is about, or ""."""
        address = jobs.kind(self.kind).address
        return address(self) if address else ""

    @property
    def counted(self):
        """[(words, number)] of what was counted so far, in the order of the kind."""
        known = jobs.kind(self.kind).counts
        return [(words, self.counts[code]) for code, words in known.items() if self.counts.get(code)]

    @property
    def said(self):
        """Why it could not be done, as a sentence."""
        if not self.last_error or self.last_error == SAID_WORN_OUT or self.last_error.startswith(SAID_FAULT):
            return _("Something went wrong that isn't yours to mend. What was done stays; tell an admin.")
        return self.last_error


class JobNote(models.Model):
    """What a job has to say about one line of its work: why it wasn't taken, or what it changes."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, models.CASCADE, related_name="notes")
    line = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    text = models.CharField(max_length=300, blank=True)
    said = models.JSONField(null=True)  # the same, to be told in the language of whoever reads it

    objects = JobNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "line", "what"], name="job_says_a_thing_about_a_line_once")
        ]

    def __str__(self):
        return f"{self.line}: {self.told}"

    @property
    def told(self):
        """The text in the language of now, where it is a sentence of ours."""
        return again(self.said) if self.said else self.text


def _ring():
    from ledger import doorbell, tasks

    doorbell.ring(tasks.work)
