from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from leads.forms.batch import form_for
from leads.lead_list import LeadList
from leads.models import Lead, LeadBatch
from leads.models.lead_batch import MOST

LEFT_SHOWN = 50


def new(request):
    """What shall happen with the chosen leads; sent, it happens."""
    act = _act(request)
    chosen = LeadList(request.user, request.GET).picked(
        request.GET.getlist("lead"), everything="all" in request.GET
    )
    form = form_for(act, request, **typed.initial(request))
    if request.method == "POST" and form.is_valid():
        client_id = form.cleaned_data["client_id"]
        batch, job = LeadBatch.begin(chosen, act, by=request.user, client_id=client_id, **form.facts)
        typed.sent(request)
        return redirect(job or batch)
    number = chosen.order_by()[: MOST + 1].count()
    shown = {"act": act, "form": form, "number": number, "too_many": number > MOST, "most": MOST}
    return render(request, "batches/new.html", shown)


def batch(request, pk):
    """What came of it: with how many it was done, and why some were left alone."""
    found = _found(request, pk)
    left = list(found.rows.all().left().with_leads()[: LEFT_SHOWN + 1])
    seen = set(Lead.objects.visible_to(request.user).numbered([row.lead_id for row in left]).ids())
    counts = found.rows.all().by_state()
    return render(request, "batches/batch.html", {
        "batch": found, "counts": counts, "left": left[:LEFT_SHOWN], "more": len(left) > LEFT_SHOWN,
        "seen": seen,
    })  # fmt: skip


def undoing(request, pk):
    found = _found(request, pk)
    job = found.undo(by=request.user)
    messages.success(request, _("Taken back."))
    return redirect(job or found)


def _act(request):
    act = request.GET.get("act", "")
    if act not in LeadBatch.Act.values:
        raise Http404
    return LeadBatch.Act(act)


def _found(request, pk):
    return get_object_or_404(LeadBatch.objects.visible_to(request.user), pk=pk)
