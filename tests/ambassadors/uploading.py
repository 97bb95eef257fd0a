"""Hands for the tests of uploaded files: brought, arranged, looked at and taken, as a person does it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadors.imports.counting import Report
from ambassadors.models import Upload
from ledger.models import Job

COLUMNS = (
    "personnel_no",
    "first_name",
    "last_name",
    "email",
    "unit_code",
    "city",
    "region",
    "entry_date",
    "exit_date",
    "language",
)
ANNA = ("P1", "Anna", "Arndt", "anna@example.org", "T-HR", "Kiel", "DE-SH", "2020-01-01", "", "de")


def text_of(*rows, columns=COLUMNS, delimiter=","):
    """A file with these rows; a row is a tuple, or changes to Anna's row as a dict."""
    plain = dict(zip(COLUMNS, ANNA, strict=True))
    cells = [[{**plain, **row}[name] for name in columns] if isinstance(row, dict) else row for row in rows]
    return "\n".join(delimiter.join(row) for row in [columns, *cells]) + "\n"


def file_of(content, name="hr.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def bring(content, by, *, name="hr.csv", mapping=None):
    """An upload that was looked at to its end."""
    upload = Upload.bring(file_of(content, name), by=by)
    upload.arrange(mapping or upload.mapping, by=by)
    Job.objects.work(seconds=600)
    return Upload.objects.get(pk=upload.pk)


def take(content, by, *, leavers=False, **options):
    """An upload that was taken to its end."""
    upload = bring(content, by, **options)
    upload.take(leavers=leavers, by=by)
    Job.objects.work(seconds=600)
    return Upload.objects.get(pk=upload.pk)


def counts(job):
    """What was counted, without which unit moved to which."""
    return {what: number for what, number in job.counts.items() if not what.startswith("moves ")}


def said(job, what="rejected"):
    return [(note.line, note.text) for note in job.notes.of_kind(what).in_order()]


def report(upload):
    return Report(upload.last_job, upload.kind)
