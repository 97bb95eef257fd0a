from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from home import standing
from ledger import promises


@login_not_required
def healthz(request):
    """The web process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request):
    """The database answers and the promises hold: 200, else 503; no sentence about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    kept = {name: kept for name, kept, _sentence in promises.checked()}
    return JsonResponse(
        {"ready": all(kept.values()), "promises": kept}, status=200 if all(kept.values()) else 503
    )


def health(request):
    """Each promise with a sentence, and what stands, waits and ends within a month."""
    checked = promises.checked()
    still = not all(kept for name, kept, _sentence in checked if name in ("sweeps", "letters"))
    told = {"promises": checked, "still": still, "figures": standing.of(request.user)}
    return render(request, "home/health.html", told | {"heartbeat": standing.heartbeat()})
