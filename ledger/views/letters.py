from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ledger import letters
from ledger.models import Letter, MailboxMessage
from ledger.pages import page_of


def outbox(request):
    """Every letter, newest first, by state."""
    state = request.GET.get("state", "")
    page = page_of(
        Letter.objects.visible_to(request.user).in_state(state).newest_first(), request, time="created_at"
    )
    return render(request, "letters/index.html", {"page": page, "state": state, "states": Letter.State})


def letter(request, pk):
    """One letter as it would read now, its links and what is private masked except in the demo."""
    found = get_object_or_404(Letter.objects.visible_to(request.user).newest_first(), pk=pk)
    subject, text, fault = _as_it_reads(found)
    return render(
        request, "letters/letter.html", {"letter": found, "subject": subject, "text": text, "fault": fault}
    )


def _as_it_reads(letter):
    """Subject, text and no fault, or a fault's name alone: this page is opened just when a letter can't be written."""
    try:
        mail, page = letters.composed(letter)
    except Exception as error:
        return "", "", type(error).__name__
    if mail is None:
        return "", "", ""
    if settings.DEMO:
        return mail.subject, mail.body, ""
    return letters.masked(mail.subject, page.private), letters.masked(mail.body, page.private), ""


def send_again(request, pk):
    get_object_or_404(Letter.objects.visible_to(request.user), pk=pk).send_again(by=request.user)
    messages.success(request, _("The letter waits with the others and leaves within a minute."))
    return redirect("ledger:letter", pk=pk)


def cancel(request, pk):
    get_object_or_404(Letter.objects.visible_to(request.user), pk=pk).cancel(by=request.user)
    messages.success(request, _("The letter is cancelled and won’t leave. “Send again” takes that back."))
    return redirect("ledger:letter", pk=pk)


def mailbox(request):
    """The demo's mailbox: what arrived, newest first."""
    page = page_of(MailboxMessage.objects.newest_first(), request, time="created_at")
    return render(request, "mailbox/index.html", {"page": page, "sweep_seconds": settings.SWEEP_SECONDS})


def message(request, pk):
    return render(request, "mailbox/message.html", {"message": get_object_or_404(MailboxMessage, pk=pk)})
