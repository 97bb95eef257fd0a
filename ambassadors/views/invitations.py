from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.utils.translation import ngettext

from ambassadors import sessions
from ambassadors.forms.invitations import InviteForm, NewcomerForm, ReturnForm
from ambassadors.models import Ambassador, Invitation
from ledger.pages import page_of
from ledger.refusal import Refusal

STATES = [
    ("open", lazily("open")),
    ("accepted", lazily("accepted")),
    ("expired", lazily("expired")),
    ("revoked", lazily("taken back")),
]


def invitations(request):
    """Who is invited and how it stands; invites one address or several."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        _invite_all(request, form.cleaned_data["addresses"])
        return redirect("ambassadors:invitations")
    view = request.GET.get("state", "")
    found = Invitation.objects.visible_to(request.user).shown_as(view).with_people().newest_first()
    page = page_of(found, request, time="created_at")
    waiting = _imported(request.user).count()
    return render(
        request,
        "invitations/index.html",
        {"form": form, "page": page, "view": view, "states": STATES, "waiting": waiting},
    )


def _invite_all(request, addresses):
    """Each on its own: one that is refused says why and stops no other."""
    sent = 0
    for address in addresses:
        try:
            Invitation.invite(address, by=request.user)
            sent += 1
        except Refusal as refusal:
            messages.warning(request, str(refusal))
    _say_how_many(request, sent)


def _imported(person):
    """Who was imported, never joined and has no invitation that is good."""
    return Ambassador.objects.within_reach_of(person).invited().uninvited()


def _say_how_many(request, sent):
    if sent:
        told = ngettext("One invitation is on its way.", "%(sent)s invitations are on their way.", sent)
        messages.success(request, told % {"sent": sent})


def sending(request):
    """The one act by which imported people are written to; nobody twice within 72 hours."""
    sent = Invitation.send_all(Ambassador.objects.within_reach_of(request.user).invited(), by=request.user)
    if not sent:
        raise Refusal(_("Everybody here has been invited within the last 72 hours. Nothing was sent."))
    _say_how_many(request, sent)
    rest = _imported(request.user).count()
    if rest:
        told = ngettext("One more waits: press again.", "%(rest)s more wait: press again.", rest)
        messages.info(request, told % {"rest": rest})
    return redirect("ambassadors:invitations")


def send_again(request, pk):
    """Another letter to the same address; the link of before stops being good."""
    before = get_object_or_404(Invitation.objects.visible_to(request.user).with_people(), pk=pk)
    Invitation.send(before.ambassador, by=request.user, address=before.address)
    _say_how_many(request, 1)
    return redirect("ambassadors:invitations")


def revocation(request, pk):
    get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk).revoke(by=request.user)
    messages.success(request, _("The invitation is taken back. Its link opens nothing any more."))
    return redirect("ambassadors:invitations")


def asked_back(request, handle):
    """Invite somebody who left, at the address of before or at a new one: they come back as who they were."""
    people = Ambassador.objects.visible_to(request.user).within_reach_of(request.user).with_people()
    ambassador = get_object_or_404(people, handle=handle)
    form = ReturnForm(request.POST or None, initial={"address": ambassador.person.email})
    if form.is_valid():
        Invitation.send(ambassador, by=request.user, address=form.cleaned_data["address"])
        _say_how_many(request, 1)
        return redirect("ambassadors:invitations")
    return render(request, "invitations/asked_back.html", {"form": form, "ambassador": ambassador})


@login_not_required
def invitation(request, token):
    """What an invitation opens: join, or come back; it works once, within 72 hours, for whom it is for."""
    found = Invitation.objects.opened_by(token).first()
    if found is None:
        raise Http404
    found.refuse_somebody_else(request.user)
    if not found.is_open:
        raise Refusal(found.why_closed())
    form = (
        NewcomerForm(request.POST or None, address=found.address, initial=_names(found))
        if found.is_for_a_newcomer
        else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        return _joined(request, found, form.cleaned_data if form else {})
    return render(request, "invitations/invitation.html", {"invitation": found, "form": form})


def _names(invitation):
    person = invitation.ambassador.person
    return {"first_name": person.first_name, "last_name": person.last_name}


def _joined(request, invitation, said):
    """A newcomer is signed in by the link; who was here before signs in as ever, for a link is no second factor."""
    newcomer = invitation.is_for_a_newcomer
    person = invitation.accept(by=request.user if request.user.is_authenticated else None, **said)
    if newcomer:
        sessions.open_for(request, person)
        messages.success(request, _("Welcome. You are an ambassador now."))
        return redirect("home:today")
    messages.success(request, _("Welcome back. What you had here is there again."))
    return redirect("home:today" if request.user.is_authenticated else _sign_in())


def _sign_in():
    return f"{reverse('account_login')}?next={reverse('home:today')}"
