"""What a phone asks for so that it can go on without a network, and where it brings what it kept."""

from allauth.core import ratelimit
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leads import sync as syncing
from leads.forms.encounter import EncounterForm
from leads.models.consent_wording import aloud
from leads.open_items import open_items_of

BLANK = {"client_id": "", "happened_at": None}  # the phone fills them in, each time anew

# kept on the device: no person, no word meant for them, no token
NOBODYS = {"person": None, "messages": (), "offline": True}


def sync(request):
    """Take what a phone kept while it had no network."""
    try:
        _not_too_often(request)
        batch = syncing.read(_body(request))
        answers = syncing.take(batch, request.user.ambassador, by=request.user)
    except syncing.Unfit as unfit:
        return JsonResponse({"refused": str(unfit)}, status=unfit.status)
    return JsonResponse({"entries": answers})


def token(request):
    """A fresh CSRF token for the sync, and whose entries this session may send."""
    return JsonResponse({"token": get_token(request), "owner": str(request.user.ambassador.pk)})


def waiting(request):
    """What waits on this device and what is open: a frame without anything personal, filled by the device itself."""
    return render(request, "encounters/waiting.html", NOBODYS)


def form(request):
    """The capture form as a device keeps it for a place without a network: blank, and nobody's in particular."""
    blank = EncounterForm(ambassador=request.user.ambassador, initial=BLANK)
    page = {"form": blank, "aloud": aloud(get_language()), **NOBODYS}
    return render(request, "encounters/new.html", page)


def open_items(request):
    """What is open for this person: tasks and pseudonyms, no names."""
    return JsonResponse({"items": open_items_of(request.user)})


def _body(request):
    if int(request.META.get("CONTENT_LENGTH") or 0) > syncing.LARGEST_BATCH:
        raise syncing.Unfit(_("This is too much at once. Send fewer entries at a time."), 413)
    return request.body


def _not_too_often(request):
    if not ratelimit.consume(request, action="sync", user=request.user):
        raise syncing.Unfit(_("A great many entries came from you within the hour. Try again later."), 429)
