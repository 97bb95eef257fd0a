"""What makes the site an app that can be put on a phone's first screen: a manifest and a service worker."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from ambassadors.models import Network

ICONS = [("192", "any"), ("512", "any"), ("512", "maskable")]
SCRIPTS = ["js/outbox.js", "css/app.css"]


@login_not_required
def worker(request):
    """The service worker, at the root so that it may stand before every page; browsers ask for it anew each time."""
    places = {
        "capture": reverse("leads:encounter_new"),
        "form": reverse("leads:offline_form"),
        "waiting": reverse("leads:waiting"),
        "logout": reverse("account_logout"),
        "outbox": static("js/outbox.js"),
        "version": version(),
    }
    return render(request, "app/sw.js", places, content_type="text/javascript; charset=utf-8")


@login_not_required
@cache_control(public=True, max_age=3600)
def manifest(request):
    """What a phone wants to know before it puts the app on its first screen."""
    network = Network.now()
    said = {
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone",
        "name": str(network), "short_name": str(network)[:12], "lang": get_language(),
        "background_color": "white", "icons": [_icon(*icon) for icon in ICONS],
        "shortcuts": [{"name": _("Log an encounter"), "url": reverse("leads:encounter_new")}],
    }  # fmt: skip
    return JsonResponse(said, content_type="application/manifest+json")


@login_not_required
def phone_certificate(_request):
    """What a phone is told to trust, while bin/run --phone serves it; nowhere else."""
    if not settings.PHONE_CERTIFICATE:
        raise Http404
    certificate = Path(settings.PHONE_CERTIFICATE).read_bytes()
    return HttpResponse(certificate, content_type="application/x-x509-ca-cert")


@lru_cache
def version():
    """A new one whenever the worker, what it brings along, or the look changes."""
    text = get_template("app/sw.js").template.source + "".join(static(script) for script in SCRIPTS)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _icon(size, purpose):
    name = f"img/icons/{purpose}-{size}.png"
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
