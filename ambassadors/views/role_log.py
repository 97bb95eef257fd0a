from django.shortcuts import render

from ambassadors.models import Reveal
from ambassadors.role_log import LABELS, lines
from ambassadors.views.roles import waiting_for
from ledger.models import Event
from ledger.pages import page_of


def role_log(request):
    """Every giving, confirming and ending of a role, by pseudonyms; and what waits for a second person."""
    page = page_of(Event.objects.of_kinds(*LABELS).newest_first(), request, time="at")
    return render(request, "roles/log.html", {
        "page": page,
        "lines": lines(page.rows),
        "waiting": waiting_for(request.user),
        "reveals": Reveal.objects.asked_by(request.user).with_people().newest_first()[:10],
    })  # fmt: skip
