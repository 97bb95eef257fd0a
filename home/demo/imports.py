"""Files of the demo: people that were brought in but for five rows, some a month later that wait for a yes, and leads."""

from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from ambassadors.models import Person, Upload
from home.demo.content import DATA
from home.demo.people import CY
from ledger.models import Job

A_MONTH_LATER = settings.BASE_DIR / "static/samples/a-month-later.csv"
AGO = timedelta(days=2)


def load():
    cy = Person.objects.with_email(CY).get()
    if Upload.objects.visible_to(cy).exists():
        return
    with transaction.atomic():
        taken = _looked_at(DATA / "ambassadors_hr_export.csv", by=cy)
        taken.take(leavers=False, by=cy)
        Upload.objects.date_back(taken, timezone.now() - AGO)
        _looked_at(A_MONTH_LATER, by=cy)
        _take_leads(cy)
        Job.objects.work(seconds=60)


def _take_leads(cy):
    """The first leads of the export once more, with two rows that can't be: nothing doubles, and two come back."""
    rows = (DATA / "leads.csv").read_text("utf-8").splitlines()[:25]
    broken = [rows[1].replace("00Q000000000000000", "00Q0000000009001").replace("2026-05-25", "2026-13-25"),
              rows[2].replace("00Q000000000000001", "00Q0000000009002").replace("christoph.hande50", "nobody")]  # fmt: skip
    text = "\n".join([*rows, *broken]) + "\n"
    upload = Upload.bring(SimpleUploadedFile("leads-november.csv", text.encode()), by=cy)
    upload.arrange(upload.mapping, by=cy)
    Job.objects.work(seconds=60)
    upload.refresh_from_db()
    upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=60)
    Upload.objects.date_back(upload, timezone.now() - AGO / 2)


def _looked_at(path, *, by):
    upload = Upload.bring(SimpleUploadedFile(path.name, path.read_bytes()), by=by)
    upload.arrange(upload.mapping, by=by)
    Job.objects.work(seconds=60)
    return Upload.objects.get(pk=upload.pk)
