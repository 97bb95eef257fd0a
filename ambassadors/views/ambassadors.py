from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import lands as by_land
from ambassadors import telling
from ambassadors.directory import Directory
from ambassadors.models import Ambassador, HrRecord
from ambassadors.profile import PARTS
from ledger.pages import page_by_name
from ledger.plans import is_unnarrowed, kept_if
from ledger.refusal import Refusal


@kept_if(is_unnarrowed)
def index(request):
    """The people of the network, found by their words, by land and by unit."""
    directory = Directory(request)
    page = page_by_name(directory.people, request, name="folded")
    may_invite = request.user.has_role("coordinator", "admin")
    return render(
        request, "ambassadors/index.html", {"directory": directory, "page": page, "may_invite": may_invite}
    )


def lands(request):
    """Where the people of the network live, on a map and land by land."""
    found = by_land.lands(request.user)
    told = {"numbers_told": by_land.tells_numbers(request.user), "head": [_("Land"), _("People")]}
    rows = [(land.name or _("Somewhere else"), land.people) for land in found]
    return render(request, "ambassadors/lands.html", {"lands": found, "rows": rows, **told})


def ambassador(request, handle):
    """One person of the network: who they are, whom they can help and what they told; never counts."""
    found = Ambassador.objects.visible_to(request.user).with_people().called(handle).first()
    if found is None:
        return redirect(_known_before_as(handle, request.user))
    return render(request, "ambassadors/ambassador.html", {
        "ambassador": found,
        "parts": telling.parts_of(found, person=request.user),
        "sees": [part for part in PARTS if found.shows(part, request.user)],
        "may_ask_back": not found.is_active and request.user.may_invite(found),
    })  # fmt: skip


def _known_before_as(handle, person):
    """Whoever bore this handle once, if this person may see them; 404 for anybody else."""
    people = Ambassador.objects.visible_to(person).known_before_as(handle)
    return get_object_or_404(people)


def joining(request):
    """Come into the network, or come back: one click, nobody approves."""
    ambassador = request.user.ambassador_or_none
    if ambassador is None:
        raise Refusal(_("You have a role here and are not invited as an ambassador. Ask an admin."))
    back = ambassador.state != Ambassador.State.INVITED
    HrRecord.refuse_who_left(ambassador)
    ambassador.join(by=request.user)
    welcome = (
        _("Welcome back. What you had here is there again.")
        if back
        else _("Welcome. You are an ambassador now.")
    )
    messages.success(request, welcome)
    return redirect("home:today")
