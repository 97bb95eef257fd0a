import uuid

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from leads import likely as likeness
from leads.models import Duplicate, Merge
from ledger.pages import page_of

RATES = {"likely": "120/m/user"}  # a fast typist pauses twice a second at most


def index(request):
    """Who may be here twice, of whom one sees both; and what was merged, to be undone."""
    merged = request.GET.get("show") == "merged"
    rows = (
        Merge.objects.visible_to(request.user)
        if merged
        else Duplicate.objects.visible_to(request.user).open()
    )
    page = page_of(rows.with_customers().newest_first(), request, time="created_at")
    return render(request, "duplicates/index.html", {"page": page, "merged": merged})


def duplicate(request, pk):
    """Two side by side: one or two?"""
    found = get_object_or_404(Duplicate.objects.visible_to(request.user).with_customers(), pk=pk)
    pair = [found.first, found.second]
    return render(request, "duplicates/duplicate.html", {"duplicate": found, "pair": pair})


def merge(request, pk):
    """They are one: the chosen one stays."""
    found = get_object_or_404(Duplicate.objects.visible_to(request.user).with_customers(), pk=pk)
    keep = {str(one.pk): one for one in (found.first, found.second)}.get(
        request.POST.get("keep"), found.first
    )
    Merge.of(found, keep=keep, by=request.user)
    messages.success(request, _("Merged. Under “Merged” you can undo it."))
    return redirect(keep)


def difference(request, pk):
    """They are two; nobody is asked again."""
    found = get_object_or_404(Duplicate.objects.visible_to(request.user), pk=pk)
    found.tell_apart(by=request.user)
    messages.success(request, _("They stay two. Nobody is asked again."))
    return redirect("leads:duplicates")


def undoing(request, pk):
    """They are two after all."""
    found = get_object_or_404(Merge.objects.visible_to(request.user).with_customers(), pk=pk)
    found.undo(by=request.user)
    messages.success(request, _("They are two again, each with what was theirs."))
    return redirect("leads:duplicates")


@never_cache
def likely(request):
    """A piece of page for a form that is being filled in; nothing is kept of what was typed."""
    if ratelimit.consume(request, app="leads", action="likely", config=RATES) is None:
        return HttpResponse(status=429)
    return render(request, "duplicates/_likely.html", {
        "found": likeness.to(request.POST, seen_by=request.user, besides=_key(request.POST.get("customer"))),
        "taken_back": likeness.taken_back(request.POST),
    })  # fmt: skip


def _key(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
