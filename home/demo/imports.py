"""Two files of the demo: one that was brought in with five rows that weren't taken, and one a month later that waits for a yes."""

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
        Job.objects.work(seconds=60)


def _looked_at(path, *, by):
    upload = Upload.bring(SimpleUploadedFile(path.name, path.read_bytes()), by=by)
    upload.arrange(upload.mapping, by=by)
    Job.objects.work(seconds=60)
    return Upload.objects.get(pk=upload.pk)
