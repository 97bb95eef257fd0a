"""What anybody may read without signing in: who answers, what is kept, and how the product can be used by all."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control

from ambassadors.models import Network
from leads.models import NoticeWording
from reports import data_sheet


@login_not_required
def imprint(request):
    """Who runs the network and how they are reached."""
    text = Network.now().imprint(translation.get_language())
    return render(request, "legal/imprint.html", {"text": text})


@login_not_required
def accessibility(request):
    """How far everybody can use the product, and whom to tell about a barrier."""
    text = Network.now().accessibility(translation.get_language())
    return render(request, "legal/accessibility.html", {"text": text})


@login_not_required
def privacy(request):
    """What is kept about customers and about colleagues, in plain words."""
    notice = NoticeWording.shown(translation.get_language())
    return render(request, "legal/privacy.html", {"notice": notice, "rooms": data_sheet.rooms()})


@login_not_required
def notice(request, language):
    """The notice alone, in one language, for whoever is handed it; an old version by its number."""
    asked = request.GET.get("version", "")
    wording = NoticeWording.shown(language, _number(asked) if asked else None)
    if wording is None:
        raise Http404
    with translation.override(language):
        response = render(request, "legal/notice.html", {"notice": wording})
    response["Content-Language"] = language
    return response


@login_not_required
@cache_control(public=True, max_age=24 * 3600)
def logo(_request):
    """The logo, which stands on the sign-in page too."""
    picture = Network.now().logo
    if picture is None or not picture.path("s").exists():
        raise Http404
    response = FileResponse(picture.path("s").open("rb"), content_type="image/webp")
    response["Content-Security-Policy"] = "sandbox"
    return response


def _number(asked):
    if not asked.isascii() or not asked.isdigit() or len(asked) > 4:
        raise Http404
    return int(asked)
