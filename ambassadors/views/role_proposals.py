from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from ambassadors.models import RoleProposal
from ledger.acts import act


def proposal(request, pk):
    """Who is put forward for what, by whom, and the two answers of a second person."""
    found = _found(request, pk)
    return render(request, "roles/proposal.html", {
        "proposal": found,
        "may_answer": found.is_open and found.may_be_answered_by(request.user),
        "may_withdraw": found.is_open and found.proposed_by_id == request.user.pk,
    })  # fmt: skip


def _found(request, pk):
    return get_object_or_404(RoleProposal.objects.visible_to(request.user).with_people(), pk=pk)


confirmation = act(_found, RoleProposal.confirm, _("Confirmed. Both of them get a letter."))
refusal = act(_found, RoleProposal.decline, _("All right. The role is not given."))
withdrawal = act(_found, RoleProposal.withdraw, _("Taken back. Nobody has to answer it any more."))
