"""Files of the demo: people that were brought in but for five rows, some a month later that wait for a yes, and leads of a spreadsheet."""

import re
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from ambassadors.models import Person, Upload
from home.demo.content import DATA
from home.demo.moments import day
from home.demo.people import ADA, CY, everybody
from leads.models import Customer, Lead
from ledger.models import Job

A_MONTH_LATER = settings.BASE_DIR / "static/samples/a-month-later.csv"
AGO = timedelta(days=2)
OF_THE_SHEET = 6  # leads, the last that came in a file


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
    """Eight people of a spreadsheet: a number with its consent and some without, one for the queue, two rows that can't be."""
    upload = Upload.bring(SimpleUploadedFile("leads-november.csv", _spreadsheet()), by=cy)
    upload.arrange(upload.mapping, by=cy)
    Job.objects.work(seconds=60)
    upload.refresh_from_db()
    upload.take(leavers=False, by=cy)
    Job.objects.work(seconds=60)
    Upload.objects.date_back(upload, timezone.now() - AGO / 2)
    _let_time_pass(cy)


def _let_time_pass(cy):
    """As if some had been brought in weeks ago: Ada has four days left to tell one, and somebody nobody looks after should know."""
    untold = list(Lead.objects.to_tell_ever().with_people().first_to_tell_first())[-OF_THE_SHEET:]
    hers = next(lead for lead in untold if lead.owner and lead.customer.last_name)
    hers.hand_to(everybody()[ADA], by=cy)
    Customer.objects.only_this(hers.customer).tell_by(timezone.now() + 2 * AGO)
    nobodys = next(lead for lead in untold if lead.owner is None)
    Customer.objects.only_this(nobodys.customer).tell_by(timezone.now() - AGO)


def _spreadsheet():
    """As somebody's Excel saves it in the site's language; “@6” is the day six days ago."""
    is_german = settings.LANGUAGE_CODE == "de"
    text = (DATA / f"leads_november_{'de' if is_german else 'en'}.csv").read_text("utf-8")
    how = "%d.%m.%Y" if is_german else "%Y-%m-%d"
    text = re.sub(r"@(\d+)(?=[;,\n])", lambda ago: day(int(ago[1])).strftime(how), text)
    return text.encode("cp1252" if is_german else "utf-8")


def _looked_at(path, *, by):
    upload = Upload.bring(SimpleUploadedFile(path.name, path.read_bytes()), by=by)
    upload.arrange(upload.mapping, by=by)
    Job.objects.work(seconds=60)
    return Upload.objects.get(pk=upload.pk)
