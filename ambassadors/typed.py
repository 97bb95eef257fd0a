"""What somebody typed is not lost when the session or the page was too old to send it."""

import time

from django.conf import settings
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac

KEPT = "typed"
SECONDS = 3600
LARGEST = 20_000  # characters; a form of ours is far smaller
SECRET = {"csrfmiddlewaretoken", "password", "code"}


def keep(request):
    """Keep the fields of this POST, for an hour and for this address only; files can't be kept."""
    fields = request.POST.copy()
    for name in SECRET & set(fields):
        del fields[name]
    if len(fields.urlencode()) <= LARGEST:
        request.session[KEPT] = {
            "path": request.path,
            "fields": fields.urlencode(),
            "until": time.time() + SECONDS,
            "by": _typist(request),
        }


def has_a_form(request):
    """Whether the address of this POST can be opened again as a page."""
    rule = settings.ACCESS.get(request.resolver_match.view_name) or {}
    return "GET" in rule.get("methods", ["GET"])


def kept_for(request):
    """What was typed for this address, as a QueryDict, or None; it stays until it is sent or an hour is over."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path or kept["until"] < time.time():
        return None
    if kept["by"] and not constant_time_compare(kept["by"], mark_of(request.user)):
        return None  # somebody else sat here before
    return QueryDict(kept["fields"])


def initial(request):
    """What was typed for this address, for a form's `initial=`; single values, and lists where a field had several."""
    fields = kept_for(request) or QueryDict()
    return {name: values if len(values) > 1 else values[0] for name, values in fields.lists()}


def sent(request):
    """Throw away what was kept: the form went through."""
    request.session.pop(KEPT, None)


def mark_of(person):
    """What a browser remembers of who signed in last; it outlives the session and tells nobody who it was."""
    return salted_hmac("ambassadors.typed", str(person.pk)).hexdigest()


def remember_typist(request, response):
    """Leave the mark with the browser, so that what one typed is never shown to the next."""
    if not request.user.is_authenticated or "public" in response.get("Cache-Control", ""):
        return
    mark, name = mark_of(request.user), settings.TYPIST_COOKIE_NAME
    if request.COOKIES.get(name) != mark:
        how = {"httponly": True, "samesite": "Lax", "secure": settings.SECURE}
        response.set_cookie(name, mark, max_age=settings.SESSION_COOKIE_AGE + SECONDS, **how)


def came_from_here(request):
    """Whether a page of ours sent this: browsers name the origin of whatever another site makes them send."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", here) in (here, *settings.CSRF_TRUSTED_ORIGINS)


def _typist(request):
    if request.user.is_authenticated:
        return mark_of(request.user)
    return request.COOKIES.get(settings.TYPIST_COOKIE_NAME, "")
