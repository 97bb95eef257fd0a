from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ambassadors import typed
from ambassadors.fresh import just_signed_in
from leads.exports.rows import leads_of
from leads.forms.export import ExportForm
from leads.lead_list import SAID
from leads.models import Export
from ledger.pages import page_of
from ledger.refusal import Refusal

RATES = {"export": "12/h/user"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def index(request):
    """What one took out oneself; an auditor sees all of it, by pseudonym."""
    listed = Export.objects.listed_for(request.user).newest_first()
    return render(request, "exports/index.html", {"page": page_of(listed, request, time="created_at")})


@just_signed_in
def new(request):
    """Take the leads out that the list shows, as a file; who does has signed in a moment ago."""
    query = narrowed(request.GET)
    form = ExportForm(request.POST or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        _need_patience(request)
        export = Export.begin(by=request.user, query=query, **form.cleaned_data)
        typed.sent(request)
        return redirect(export)
    shown = {"form": form, "query": query, "many": leads_of(request.user, query)[:10_001].count()}
    return render(request, "exports/new.html", shown)


def export(request, pk):
    """How far the file is, and the file itself as long as it lies there."""
    return render(request, "exports/export.html", {"export": _found(request, pk)})


def file(request, pk):
    """The file itself; whose isn't one's own isn't there, before anything is asked."""
    return _handed(request, _found(request, pk))


@just_signed_in
def _handed(request, found):
    answer = StreamingHttpResponse(found.fetch(by=request.user), content_type=TYPES[found.form])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name)
    answer["Cache-Control"] = "no-store"
    return answer


def discarding(request, pk):
    _found(request, pk).discard(by=request.user)
    messages.success(request, _("The file is thrown away."))
    return redirect("leads:exports")


def narrowed(query):
    """What of the address narrows the list, short enough to be kept."""
    said = {name: value[:80] for name, value in query.items() if value and name in SAID}
    return urlencode(said)[:600]


def _need_patience(request):
    if ratelimit.consume(request, app="leads", action="export", config=RATES, user=request.user) is None:
        raise Refusal(_("Twelve exports an hour are enough. Wait a while, then take this one out."))


def _found(request, pk):
    return get_object_or_404(Export.objects.visible_to(request.user).newest_first(), pk=pk)
