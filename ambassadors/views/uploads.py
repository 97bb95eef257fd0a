from django.conf import settings
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ambassadors import typed
from ambassadors.forms.upload import ColumnsForm, ReadingForm, UploadForm
from ambassadors.imports import preview
from ambassadors.imports.counting import Report
from ambassadors.imports.rows import Unreadable
from ambassadors.models import Upload
from ledger.pages import page_of
from ledger.refusal import Refusal


def index(request):
    """Bring a file, and see what came of the ones before."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if form.is_valid():
        try:
            return redirect(
                Upload.bring(
                    form.cleaned_data["file"], by=request.user, client_id=form.cleaned_data["client_id"]
                )
            )
        except Refusal as sentence:
            form.add_error("file", str(sentence))
    page = page_of(Upload.objects.visible_to(request.user).newest_first(), request, time="created_at")
    limits = {"largest": settings.IMPORT_MEGABYTES, "days": settings.UPLOAD_DAYS}
    return render(request, "uploads/index.html", {"form": form, "page": page, **limits})


def upload(request, pk):
    """One file, at the step it has come to."""
    found = _found(request, pk)
    if found.state == Upload.State.COLUMNS:
        return redirect("ambassadors:upload_columns", pk=pk)
    shown = {
        "upload": found,
        "job": found.last_job,
        "report": found.last_job and Report(found.last_job, found.kind),
    }
    if found.state == Upload.State.PREVIEW:
        rows, sentence = preview.rows(found, by=request.user)
        shown |= {"head": preview.head(found), "rows": rows, "sentence": sentence}
    return render(request, "uploads/upload.html", shown)


def columns(request, pk):
    """Which column of the file is which of ours."""
    found = _found(request, pk)
    form = ColumnsForm(
        request.POST or None,
        upload=found,
        by=request.user,
        example=_first_row(found),
        initial=found.mapping | typed.initial(request),
    )
    if request.method == "POST" and form.is_valid():
        found.arrange(form.mapping, by=request.user, taker=form.taker)
        typed.sent(request)
        return redirect(found)
    shown = {"upload": found, "form": form, "reading": ReadingForm.of(found)}
    return render(request, "uploads/columns.html", shown)


def reading(request, pk):
    """Say how the file is written; its columns are guessed anew."""
    found = _found(request, pk)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Choose one of the ways that are offered, then read the file again."))
    found.read_as(**form.cleaned_data, by=request.user)
    messages.success(request, _("Read again. Look whether the columns fit now."))
    return redirect("ambassadors:upload_columns", pk=pk)


def trial(request, pk):
    found = _found(request, pk)
    found.try_out(by=request.user)
    return redirect(found)


def taking(request, pk):
    """Take the file as the dry run showed it."""
    found = _found(request, pk)
    found.take(leavers=request.POST.get("leavers") == "yes", by=request.user)
    return redirect(found)


def discarding(request, pk):
    _found(request, pk).discard(by=request.user)
    messages.success(request, _("The file is thrown away. What was taken from it stays."))
    return redirect("ambassadors:uploads")


def rejected(request, pk):
    """The rows that were not taken, to be corrected and sent again."""
    found = _found(request, pk)
    answer = StreamingHttpResponse(found.rejected(), content_type="text/csv; charset=utf-8")
    name = _("not-taken-%(name)s") % {"name": found.name_as_csv}
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "no-store"
    return answer


def _first_row(upload):
    try:
        return next((cells for _line, _last, cells in upload.sheet().raw()), [])
    except Unreadable:
        return []


def _found(request, pk):
    return get_object_or_404(Upload.objects.visible_to(request.user).newest_first(), pk=pk)
