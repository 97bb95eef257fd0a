from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control

from ambassadors import languages
from ambassadors.look import ribbon
from ambassadors.models import Network

HUES = {str(hue) for hue in range(361)}


@login_not_required
def language(request):
    """Speak another language from now on, here and in letters."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")  # an address, never a route's name
    if languages.is_spoken(chosen):
        languages.remember(response, chosen)
        if request.user.is_authenticated:
            request.user.speak(chosen)
    return response


@login_not_required
@cache_control(public=True, max_age=24 * 3600)
def brand_css(request):
    """The one setting of the look, the hue of the ribbon; `?hue=` shows another one before it is chosen."""
    asked = request.GET.get("hue", "")
    hue = int(asked) if asked in HUES else Network.now().brand_hue
    return HttpResponse(ribbon.sheet(hue), content_type="text/css; charset=utf-8")
