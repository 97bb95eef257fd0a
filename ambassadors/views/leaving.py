from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ambassadors import leaving as rooms
from ambassadors.forms.leaving import LeavingForm
from ambassadors.models import farewell


def leaving(request):
    """What happens when I leave, with numbers of now; and one click to do it."""
    ambassador = request.user.ambassador
    form = LeavingForm(request.POST or None, ambassador=ambassador)
    if form.is_valid():
        row = ambassador.leave(by=request.user, **form.cleaned_data)
        row.carry_on()  # what it can't do now, the next sweep does
        return _said_goodbye(request, row)
    told = rooms.told(ambassador)
    return render(request, "leaving/leaving.html", {"ambassador": ambassador, "form": form, "told": told})


def staying(request):
    """I left, and would like not to be forgotten."""
    farewell.stay(request.user.ambassador, by=request.user)
    messages.success(
        request, _("You stay. We ask again when nothing was heard of you for as long once more.")
    )
    return redirect("home:me")


def _said_goodbye(request, row):
    if row.stays_as == row.StaysAs.GONE:
        logout(request)
        messages.success(
            request, _("You have left, and your login is closed. Thank you for everything you did here.")
        )
        return redirect("account_login")
    messages.success(
        request, _("You have left. Thank you for everything you did here; one click brings you back.")
    )
    return redirect("home:today")
