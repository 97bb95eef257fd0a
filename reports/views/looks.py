from django.shortcuts import render

from ledger.models import Look
from ledger.pages import page_of
from reports.access_log import lines


def looks(request):
    """The access log, newest first: who looked at contact data, by pseudonyms."""
    page = page_of(Look.objects.newest_first(), request, time="at_time")
    return render(request, "reports/looks.html", {"page": page, "lines": lines(page.rows)})
