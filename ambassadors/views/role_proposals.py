from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors.models import RoleProposal


def proposal(request, pk):
    """Who is put forward for what, by whom, and the two answers of a second person."""
    found = _found(request, pk)
    return render(request, "roles/proposal.html", {
        "proposal": found,
        "may_answer": found.is_open and found.may_be_answered_by(request.user),
        "may_withdraw": found.is_open and found.proposed_by_id == request.user.pk,
    })  # fmt: skip


def confirmation(request, pk):
    found = _found(request, pk)
    found.confirm(by=request.user)
    messages.success(request, _("Confirmed. Both of them get a letter."))
    return redirect(found)


def refusal(request, pk):
    found = _found(request, pk)
    found.decline(by=request.user)
    messages.success(request, _("All right. The role is not given."))
    return redirect(found)


def withdrawal(request, pk):
    found = _found(request, pk)
    found.withdraw(by=request.user)
    messages.success(request, _("Taken back. Nobody has to answer it any more."))
    return redirect(found)


def _found(request, pk):
    return get_object_or_404(RoleProposal.objects.visible_to(request.user).with_people(), pk=pk)
