from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, Unit
from ambassadors.regions import REGIONS
from ledger.models import Event
from ledger.pages import page_of
from ledger.refusal import Refusal


def index(request):
    """The people of the network, found by name, place or land."""
    wanted, region = request.GET.get("q", "")[:80], request.GET.get("region", "")
    people = Ambassador.objects.visible_to(request.user).active().named(wanted).in_region(region)
    page = page_of(people.in_order(), request, time="created_at")
    return render(
        request, "ambassadors/index.html", {"page": page, "q": wanted, "region": region, "regions": REGIONS}
    )


def ambassador(request, handle):
    """One person of the network: who they are and whom they can help; never counts."""
    found = get_object_or_404(Ambassador.objects.visible_to(request.user).with_people(), handle=handle)
    joined = Event.objects.about(found).of_verb("joined").last()
    return render(request, "ambassadors/ambassador.html", {"ambassador": found, "joined": joined})


def joining(request):
    """Come into the network, or come back: one click, nobody approves."""
    ambassador = request.user.ambassador_or_none
    if ambassador is None:
        raise Refusal(_("You have a role here and are not invited as an ambassador. Ask an admin."))
    ambassador.join(by=request.user)
    messages.success(request, _("Welcome. You are an ambassador now."))
    return redirect("home:today")


def units(request):
    """The units of the company as they are today, as a tree."""
    return render(request, "units/index.html", {"tree": Unit.objects.tree()})
