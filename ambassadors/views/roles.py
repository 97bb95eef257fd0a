from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from ambassadors.forms.role import RoleEndForm, RoleForm
from ambassadors.models import Reveal, Role, RoleProposal
from ambassadors.models.role import NEED_TWO
from ledger.counting import counted
from ledger.pages import page_of

SHOWS = {"now": "current", "coming": "coming", "ended": "over"}


def index(request):
    """Who may do what: now, soon, and before; and what waits for a second person."""
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "now"
    sets = {name: getattr(Role.objects.visible_to(request.user), word)() for name, word in SHOWS.items()}
    return render(request, "roles/index.html", {
        "show": show,
        "counts": counted(sets),
        "page": page_of(sets[show].with_people().newest_first(), request, time="created_at"),
        "waiting": waiting_for(request.user),
        "proposals": RoleProposal.objects.open().by(request.user).with_people().newest_first()[:20],
    })  # fmt: skip


def new(request):
    """Give a role, or propose an admin or an auditor; searching for the person keeps what was typed."""
    searching = request.method != "POST" or "search" in request.POST
    wanted = (request.POST if request.method == "POST" else request.GET).get("q", "")[:80]
    form = RoleForm(
        None if searching else request.POST,
        by=request.user,
        wanted=wanted,
        initial=request.POST.dict() or typed.initial(request),
    )
    kept = form.keep() if not searching and form.is_valid() else None
    if kept is None:
        return render(request, "roles/new.html", {"form": form, "two": NEED_TWO})
    typed.sent(request)
    messages.success(request, _said(kept))
    return redirect("ambassadors:roles")


def end(request, pk):
    """End a role early: an admin any, everybody their own."""
    role = get_object_or_404(Role.objects.visible_to(request.user).with_people(), pk=pk)
    form = RoleEndForm(request.POST if request.method == "POST" else None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        role.end(by=request.user, last_day=form.cleaned_data["last_day"])
        typed.sent(request)
        messages.success(request, _("Written down. They get a letter about it."))
        return redirect("ambassadors:roles" if request.user.is_admin else "home:me")
    return render(request, "roles/end.html", {"role": role, "form": form})


def waiting_for(person):
    """What somebody may answer as the second person: dicts of the two kinds, oldest decisions last."""
    return {
        "proposals": list(RoleProposal.objects.waiting_for(person).with_people().newest_first()[:20]),
        "reveals": list(Reveal.objects.waiting_for(person).with_people().newest_first()[:20]),
    }


def _said(kept):
    if isinstance(kept, RoleProposal):
        return _("Proposed. It counts as soon as a second person confirms: another admin, or an auditor.")
    return _("%(name)s gets a letter about it.") % {"name": kept.person}
