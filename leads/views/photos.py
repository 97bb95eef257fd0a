import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from leads.forms.photo import PhotoForm
from leads.models import Encounter, EncounterPhoto
from ledger.refusal import Refusal


def photos(request, pk):
    """Add a photo to an encounter of one's own; a phone that kept it without a network asks for JSON."""
    found = get_object_or_404(Encounter.objects.owned_by(request.user), pk=pk)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else _blank()
    if request.method == "POST" and form.is_valid():
        return _take(request, found, form)
    if request.method == "POST" and _wants_json(request):
        return _refused(" ".join(reason for reasons in form.errors.values() for reason in reasons))
    return render(request, "encounters/new_photo.html", {"form": form, "encounter": found})


def removal(request, pk):
    """Take a photo of one's own encounter away for good."""
    photo = get_object_or_404(
        EncounterPhoto.objects.owned_by(request.user).select_related("encounter"), pk=pk
    )
    photo.discard(by=request.user)
    messages.success(request, _("The photo is gone."))
    return redirect(photo.encounter)


def _take(request, encounter, form):
    try:
        EncounterPhoto.take(encounter, by=request.user, **_facts(form))
    except Refusal as refusal:
        if _wants_json(request):
            return _refused(str(refusal))
        form.add_error("photo", str(refusal))
        return render(request, "encounters/new_photo.html", {"form": form, "encounter": encounter})
    if _wants_json(request):
        return JsonResponse({"kept": encounter.get_absolute_url()})
    messages.success(request, _("The photo is there."))
    return redirect(encounter)


def _facts(form):
    said = form.cleaned_data
    return {"upload": said["photo"], "client_id": said["client_id"], "alt": said["alt"]}


def _blank():
    return PhotoForm(initial={"client_id": uuid.uuid4()})


def _refused(sentence):
    return JsonResponse({"refused": sentence}, status=409)


def _wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")
