from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.imports import columns, formats, guessing, kinds, rejects, uploads, working
from ambassadors.imports.guessing import guess
from ambassadors.imports.reading import formats_of
from ambassadors.imports.rows import Unreadable
from ambassadors.imports.sheet import Sheet
from ambassadors.models.upload_words import UploadQuerySet
from ledger.models import Event, Job, Kept, Noun, Submitted
from ledger.refusal import Refusal

READING = ("kind", "encoding", "delimiter", "dates", "decimal")


class Upload(Noun, Submitted, Kept):
    """A file of people, units or leads that somebody brings in, from its columns to what came of it."""

    class State(models.TextChoices):
        COLUMNS = "columns", _("waits for its columns")
        PREVIEW = "preview", _("waits for a yes")
        RUNNING = "running", _("is being taken")
        DONE = "done", _("taken")
        DISCARDED = "discarded", _("thrown away")

    class Kind(models.TextChoices):
        PEOPLE = "people", _("people")
        UNITS = "units", _("units")
        LEADS = "leads", _("leads")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.COLUMNS)
    name = models.CharField(max_length=120)
    file = models.CharField(max_length=32, blank=True, editable=False)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    dates = models.CharField(max_length=3, default=formats.YEAR_FIRST)
    decimal = models.CharField(max_length=1, default=formats.POINT)
    is_workbook = models.BooleanField(default=False)
    taker = models.ForeignKey("ambassadors.Ambassador", models.SET_NULL, null=True, related_name="+")
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    lines = models.PositiveIntegerField()
    trial = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    leavers_confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="upload_newest")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ambassadors:upload", args=[self.pk])

    @classmethod
    def bring(cls, file, *, by, client_id=None):
        """Keep a file and look at it; raises Refusal with what it is instead of a table. Sent twice, it is kept once."""
        before = cls.objects.of_client(client_id, by)
        if before:
            return before
        token, is_workbook = uploads.keep(file), False
        try:
            token, is_workbook = uploads.unpacked(token)
            return cls._looked_at(token, uploads.shown_name(file.name), by, client_id, is_workbook)
        except Unreadable as sentence:
            uploads.discard(token)
            raise Refusal(str(sentence)) from sentence
        except BaseException:
            uploads.discard(token)
            raise

    @classmethod
    @transaction.atomic
    def _looked_at(cls, token, name, by, client_id, is_workbook):
        seen = guess(uploads.path(token))
        upload = cls(owner=by, name=name, file=token, client_id=client_id, is_workbook=is_workbook)
        upload._understand(seen, columns.kind_of(seen.columns))
        upload.save(force_insert=True)
        Event.record(upload, "brought", by=by, kind=upload.kind, lines=seen.lines)
        return upload

    def _understand(self, seen, kind, *, dates="", decimal=""):
        """Take over how the file is written, and guess its columns from that."""
        self.encoding, self.delimiter, self.header, self.lines = (
            seen.encoding,
            seen.delimiter,
            seen.columns,
            seen.lines,
        )
        self.kind, self.mapping = kind.name, columns.guessed(kind, seen.columns)
        self.dates, self.decimal = formats_of(self.sheet(), dates=dates, decimal=decimal)

    @transaction.atomic
    def read_as(self, *, kind, encoding, delimiter, dates, decimal, by):
        """Say how the file is written; its columns are guessed anew. Raises Refusal when it can't be read that way."""
        self._claim(self.State.COLUMNS, self.State.PREVIEW)
        try:
            seen = guess(uploads.path(self.file), encoding=encoding, delimiter=delimiter)
            self._understand(seen, kinds.kind(kind), dates=dates, decimal=decimal)
        except Unreadable as sentence:
            raise Refusal(str(sentence)) from sentence
        self.state = self.State.COLUMNS
        self.save(update_fields=[*READING, "header", "lines", "mapping", "state"])
        Event.record(self, "read_as", by=by, **{name: getattr(self, name) for name in READING})

    @transaction.atomic
    def arrange(self, mapping, *, by, taker=None):
        """Say which column is which, and who gets the rows that name nobody; the whole file is looked at anew."""
        self._claim(self.State.COLUMNS, self.State.PREVIEW).update(
            mapping=mapping, taker=taker, state=self.State.PREVIEW
        )
        Event.record(self, "arranged", by=by, columns=sorted(mapping))
        self.refresh_from_db()
        self._try_out(by)

    @transaction.atomic
    def try_out(self, *, by):
        """Look at the whole file again: something else may have changed since."""
        self._claim(self.State.PREVIEW)
        self._try_out(by)

    @transaction.atomic
    def take(self, *, leavers, by):
        """Take the file as it was looked at; whoever has left becomes an alumnus only with `leavers`."""
        claimed = self._claim(self.State.RUNNING if self.is_stuck else self.State.PREVIEW)
        self.refresh_from_db()
        if not (self.trial and self.trial.is_done):
            raise Refusal(
                _("The file hasn't been looked at to its end yet. Wait for the dry run, then take it.")
            )
        job = Job.begin(working.TAKE, by=by, total=self.lines, queue=working.QUEUE, upload=self.pk)
        claimed.update(
            state=self.State.RUNNING, job=job, leavers_confirmed_at=timezone.now() if leavers else None
        )
        Event.record(self, "taken", by=by, leavers=leavers)
        self.refresh_from_db()

    def arrive(self):
        """The job has taken the last row; of what its room forgets, only the rows stay that were not taken."""
        name, kept = self.file, self._left_over() if self.is_forgotten else self.file
        Upload.objects.in_states(self.pk, self.State.RUNNING).update(
            state=self.State.DONE, ended_at=timezone.now(), file=kept
        )
        if kept != name:
            transaction.on_commit(lambda: uploads.discard(name))

    def _left_over(self):
        if not self.job.counts.get("rejected"):
            return ""
        return uploads.keep_text(lambda file: file.writelines(rejects.lines(self, self.job)))

    def rejected(self):
        """The rows that were not taken, as the pieces of a file; raises Refusal when it isn't there any more."""
        if self.last_job is None or not self.file or not uploads.path(self.file).exists():
            raise Refusal(_("The file has been thrown away. Upload it again."))
        if self.state == self.State.DONE and self.is_forgotten:
            return uploads.pieces(self.file)
        return rejects.lines(self, self.last_job)

    @transaction.atomic
    def discard(self, *, by):
        """Throw the file away, now; what was taken from it stays."""
        if not Upload.objects.with_file(self.pk).update(
            file="", state=self.state_without_file, ended_at=timezone.now()
        ):
            raise Refusal(_("The file has been thrown away already."))
        for job in (self.trial, self.job):
            if job and job.is_unended:
                job.cancel(by=by)
        Event.record(self, "discarded", by=by)
        name = self.file
        transaction.on_commit(lambda: uploads.discard(name))

    def sheet(self):
        """The rows of the file; raises Refusal when it isn't there any more."""
        if not self.file or not uploads.path(self.file).exists():
            raise Refusal(_("The file has been thrown away. Upload it again."))
        how = {"encoding": self.encoding, "delimiter": self.delimiter, "lines": self.lines}
        how |= {"kind": kinds.kind(self.kind), "formats": formats.Formats(self.dates, self.decimal)}
        return Sheet(uploads.path(self.file), mapping=self.mapping, width=len(self.header), **how)

    def lying(self):
        """What lies there now, as text line by line: the file, or what of it was not taken."""
        left_over = self.state == self.State.DONE and self.is_forgotten
        return uploads.path(self.file).open(
            encoding="utf-8" if left_over else self.encoding, errors="replace"
        )

    def _try_out(self, by):
        if self.trial and self.trial.is_unended:
            self.trial.cancel(by=by)
        job = Job.begin(working.TRIAL, by=by, total=self.lines, queue=working.QUEUE, upload=self.pk)
        self._claim(self.State.PREVIEW).update(trial=job)
        self.refresh_from_db()

    def _claim(self, *states):
        """The row, locked, while it is in one of these states; otherwise a refusal."""
        rows = Upload.objects.in_states(self.pk, *states)
        if not rows.select_for_update(of=("self",)).exists():
            raise Refusal(_("This file is not where it was when you opened it. Look at it again."))
        return rows

    # What a page asks

    @property
    def is_people(self):
        return self.kind == self.Kind.PEOPLE

    @property
    def is_leads(self):
        return self.kind == self.Kind.LEADS

    @property
    def is_forgotten(self):
        return kinds.kind(self.kind).is_forgotten

    @property
    def formats(self):
        """How it is written, in words."""
        known = (
            (guessing.ENCODINGS, self.encoding),
            (guessing.SEPARATORS, self.delimiter),
            (formats.DATES, self.dates),
            (formats.DECIMALS, self.decimal),
        )
        return [words.get(code, code) for words, code in known]

    @property
    def takes_leavers(self):
        return self.leavers_confirmed_at is not None

    @property
    def is_running(self):
        return self.state == self.State.RUNNING

    @property
    def is_stuck(self):
        """Whether taking it was stopped or failed; what was taken stays, and beginning again doubles nothing."""
        return bool(self.is_running and self.job and not self.job.is_unended and not self.job.is_done)

    @property
    def state_without_file(self):
        return self.state if self.state == self.State.DONE else self.State.DISCARDED

    @property
    def name_as_csv(self):
        return f"{self.name.rpartition('.')[0] or self.name}.csv" if self.is_workbook else self.name

    @property
    def last_job(self):
        return self.job or self.trial

    @property
    def kept_until(self):
        """The day on which the file is thrown away by itself."""
        return self.created_at + timedelta(days=settings.UPLOAD_DAYS)

    @property
    def rows(self):
        return max(0, self.lines - 1)
