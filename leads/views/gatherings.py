from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from leads.forms.gathering import GatheringForm
from leads.models import Gathering
from ledger.pages import page_of


def index(request):
    """What a coordinator has prepared, newest first."""
    mine = Gathering.objects.prepared_by(request.user).with_counts().newest_first()
    return render(request, "gatherings/index.html", {"page": page_of(mine, request, time="created_at")})


def new(request):
    """Put a fair or a reception on the list."""
    form = GatheringForm(request.POST or None, by=request.user, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        Gathering.prepare(by=request.user, client_id=form.cleaned_data["client_id"], **form.facts)
        return _kept(request)
    return render(request, "gatherings/new.html", {"form": form})


def edit(request, pk):
    """Another day, place or name."""
    found = _mine(request, pk)
    form = GatheringForm(
        request.POST or None, by=request.user, instance=found, initial=typed.initial(request)
    )
    if request.method == "POST" and form.is_valid():
        _mine(request, pk).change(by=request.user, **form.facts)
        return _kept(request)
    return render(request, "gatherings/edit.html", {"form": form, "gathering": found})


def ending(request, pk):
    """It is over sooner than planned."""
    _mine(request, pk).end(by=request.user)
    return _kept(request)


def _mine(request, pk):
    return get_object_or_404(Gathering.objects.prepared_by(request.user), pk=pk)


def _kept(request):
    typed.sent(request)
    messages.success(request, _("Kept."))
    return redirect("leads:gatherings")
