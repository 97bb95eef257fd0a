"""The letters about shared credit; of the customer they say nothing."""

from django.utils.translation import gettext as _

from leads.models import SharedCredit
from ledger.letters import Page


def asked(letter):
    """To the colleague; None when the question was taken back or answered before."""
    credit = _found(letter)
    if credit is None or credit.state != SharedCredit.State.ASKED or not credit.partner.is_active:
        return None
    subject = _("%(name)s would like to share the credit with you") % {"name": credit.asker}
    return Page(subject, "credit_asked", {"credit": credit})


def answered(letter):
    """To whoever asked."""
    credit = _found(letter)
    if credit is None or credit.state not in (SharedCredit.State.AGREED, SharedCredit.State.DECLINED):
        return None
    agreed = credit.state == SharedCredit.State.AGREED
    words = (
        _("%(name)s shares the credit with you")
        if agreed
        else _("%(name)s would rather not share the credit")
    )
    return Page(words % {"name": credit.partner}, "credit_answered", {"credit": credit, "agreed": agreed})


def _found(letter):
    return SharedCredit.objects.numbered(letter.data["credit"]).with_people().first()
