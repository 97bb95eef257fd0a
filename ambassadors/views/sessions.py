from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors import sessions


def index(request):
    """Where I am signed in, and the way out of each."""
    opened = sessions.open_of(request.user, request.session.session_key)
    return render(request, "sessions/index.html", {"sessions": opened})


def end(request):
    """Sign out one session, all others, or all with this one."""
    mine = sessions.rows().of(request.user)
    if request.POST.get("which") == "all":
        mine.end()
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
    others = mine.but(request.session.session_key)
    if "session" in request.POST:
        others = others.numbered(request.POST["session"])
    ended = others.end()
    messages.success(
        request,
        ngettext("%(n)s session is signed out.", "%(n)s sessions are signed out.", ended) % {"n": ended},
    )
    return redirect("ambassadors:sessions")
