from datetime import timedelta

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from leads.exports import columns, files, rows
from leads.models.export_words import ExportQuerySet
from ledger.copying import copy_in
from ledger.models import Event, Job, Kept, Look, Noun, Submitted
from ledger.pseudonyms import pseudonym
from ledger.refusal import Refusal
from ledger.text import one_line

WORK = "leads.export"
LIES_FOR = timedelta(hours=24)
AT_ONCE = rows.BATCH  # so many rows nobody has to wait for


class Export(Noun, Submitted, Kept):
    """A file of leads that somebody took out: why, which of them, with which columns, and until when it lies there."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel (XLSX)"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports")
    reason = models.CharField(max_length=300, validators=[one_line, MinLengthValidator(10)])
    form = models.CharField(max_length=4, choices=Form, default=Form.CSV)
    language = models.CharField(max_length=10)
    columns = models.JSONField(default=list)
    query = models.CharField(max_length=600, blank=True)
    rows = models.PositiveIntegerField(null=True)
    file = models.CharField(max_length=32, blank=True, editable=False)
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at", "-id"], name="export_newest_of_owner"),
                   models.Index(fields=["-created_at", "-id"], name="export_newest")]  # fmt: skip

    def __str__(self):
        return f"{self.get_form_display()}, {timezone.localtime(self.created_at):%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("leads:export", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, *, by, client_id=None, **facts):
        """Write down who takes what out and why, and write the file: few rows at once, many by a job."""
        before = cls.objects.of_client(client_id, by)
        if before:
            return before
        export = cls.objects.create(owner=by, client_id=client_id, **facts)
        Event.record(export, "begun", by=by, columns=export.columns, form=export.form)
        if rows.are_more_than(AT_ONCE, by, export.query):
            export.job = Job.begin(WORK, by=by, export=export.pk)
            export.save(update_fields=["job"])
        else:
            list(export.written())
        return export

    def written(self):
        """Write the file from its beginning, yielding after each batch how many rows stand in it.

        Everybody in it is written down as looked at, in the transaction of their batch, before the file can be fetched.
        """
        name, many = files.new_name(), 0
        file = files.KINDS[self.form](name)
        try:
            with translation.override(self.language):
                file.write(columns.heads(self.columns))
            for batch in rows.batches(self.owner, self.query):
                self._write(file, batch)
                many += len(batch)
                yield many
            file.close()
        except BaseException:
            files.discard(name)
            raise
        self._arrive(name, many)

    def _write(self, file, batch):
        looked = [
            Look(subject_type="leads.customer", subject_key=key, actor=self.owner, purpose="export")
            for key in dict.fromkeys(str(lead.customer_id) for lead, _consent in batch)
        ]
        copy_in(Look, looked)
        with translation.override(self.language):
            for lead, consent in batch:
                file.write(columns.cells(self.columns, lead, consent))

    @transaction.atomic
    def _arrive(self, name, many):
        if (
            not Export.objects.only_this(self)
            .unended()
            .update(file=name, rows=many, ended_at=timezone.now(), query=rows.without_words(self.query))
        ):
            files.discard(name)
            raise Refusal(_("This export was thrown away in the meantime. Begin a new one."))
        Event.record(self, "written", by=self.owner, rows=many)
        self.refresh_from_db()

    def fetch(self, *, by):
        """The pieces of the file; raises Refusal when it isn't there any more or no longer true."""
        if not self.is_ready or not files.path(self.file).exists():
            raise Refusal(_("This file has been thrown away: it lies here for a day. Begin a new export."))
        if self.is_outdated:
            self.discard(by=None)
            raise Refusal(
                _(
                    "Somebody in this file took a consent back or was erased since it was written. It was thrown away; begin a new export."
                )
            )
        Event.record(self, "fetched", by=by)
        return files.pieces(self.file)

    @transaction.atomic
    def discard(self, *, by):
        """Throw the file away, now; that it was written stays known."""
        name = self.file
        Export.objects.only_this(self).update(file="", ended_at=self.ended_at or timezone.now())
        if self.job and self.job.is_unended:
            self.job.cancel(by=by)
        Event.record(self, "discarded", by=by)
        transaction.on_commit(lambda: files.discard(name))
        self.refresh_from_db()

    # What a page asks

    @property
    def pseudonym(self):
        return pseudonym("P", self.owner_id)

    @property
    def is_ready(self):
        return bool(self.file) and timezone.now() < self.lies_until

    @property
    def is_waiting(self):
        return self.ended_at is None and bool(self.job and self.job.is_unended)

    @property
    def lies_until(self):
        return (self.ended_at or self.created_at) + LIES_FOR

    @property
    def is_outdated(self):
        """Whether somebody in it may not be called any more, or was erased, since it was written."""
        return Export.objects.outdated_since(self.created_at, self.owner)

    def names_any(self, customers):
        """Whether one of these keys stands in it: everybody in a file was written down as looked at for it."""
        looks = Look.objects.at_any("leads.customer", customers).by(self.owner_id).of_purpose("export")
        return looks.since(self.created_at).exists()

    @property
    def has_contact(self):
        return any(columns.COLUMNS[name].contact for name in self.columns if name in columns.COLUMNS)

    @property
    def column_words(self):
        return [columns.COLUMNS[name].words for name in self.columns if name in columns.COLUMNS]

    @property
    def file_name(self):
        return f"leads-{timezone.localtime(self.created_at):%Y-%m-%d}.{self.form}"


def work(job):
    """The chunks of the job; after a kill the file is begun anew."""
    export = Export.objects.of_job(job)
    if not job.total:  # it may take a second: nobody waits for it in front of a form
        job.total = rows.leads_of(export.owner, export.query).count()
        yield
    for many in export.written():
        job.done = max(job.done, many)
        yield


def address(job):
    return reverse("leads:export", args=[job.data["export"]])
