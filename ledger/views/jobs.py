from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from ledger.models import Job

NOTES_SHOWN = 50


def job(request, pk):
    """How far slow work has come; the page may be left and opened again."""
    found = _found(request, pk)
    notes = list(found.notes.in_order()[: NOTES_SHOWN + 1])
    shown = {"job": found, "notes": notes[:NOTES_SHOWN], "more": len(notes) > NOTES_SHOWN}
    return render(request, "jobs/job.html", shown)


def progress(request, pk):
    """The bar alone, asked for again and again; 304 as long as nothing has moved."""
    found = _found(request, pk)
    unchanged = get_conditional_response(request, etag=found.etag)
    if unchanged:
        return unchanged
    answer = render(request, "jobs/_progress.html", {"job": found})
    answer["ETag"] = found.etag
    return answer


def cancel(request, pk):
    found = _found(request, pk)
    found.cancel(by=request.user)
    messages.success(request, _("Stopped. What was done until now stays."))
    return redirect(found.back or found)


def _found(request, pk):
    return get_object_or_404(Job.objects.visible_to(request.user).newest_first(), pk=pk)
