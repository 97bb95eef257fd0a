from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import lands as by_land
from ambassadors import telling
from ambassadors.directory import Directory
from ambassadors.models import Ambassador
from ledger.pages import page_by_name
from ledger.refusal import Refusal


def index(request):
    """The people of the network, found by their words, by land and by unit."""
    directory = Directory(request)
    page = page_by_name(directory.people, request, name="folded")
    return render(request, "ambassadors/index.html", {"directory": directory, "page": page})


def lands(request):
    """Where the people of the network live, on a map and land by land."""
    found = by_land.lands(request.user)
    told = {"numbers_told": by_land.tells_numbers(request.user), "head": [_("Land"), _("People")]}
    rows = [(land.name or _("Somewhere else"), land.people) for land in found]
    return render(request, "ambassadors/lands.html", {"lands": found, "rows": rows, **told})


def ambassador(request, handle):
    """One person of the network: who they are, whom they can help and what they told; never counts."""
    found = get_object_or_404(Ambassador.objects.visible_to(request.user).with_people(), handle=handle)
    parts = telling.parts_of(found, person=request.user)
    return render(request, "ambassadors/ambassador.html", {"ambassador": found, "parts": parts})


def joining(request):
    """Come into the network, or come back: one click, nobody approves."""
    ambassador = request.user.ambassador_or_none
    if ambassador is None:
        raise Refusal(_("You have a role here and are not invited as an ambassador. Ask an admin."))
    ambassador.join(by=request.user)
    messages.success(request, _("Welcome. You are an ambassador now."))
    return redirect("home:today")
