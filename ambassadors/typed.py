"""What somebody typed is not lost when the session or the page was too old to send it."""

import time

from django.http import QueryDict

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
        }


def has_a_form(request):
    """Whether the address of this POST can be opened again as a page."""
    from django.conf import settings

    rule = settings.ACCESS.get(request.resolver_match.view_name) or {}
    return "GET" in rule.get("methods", ["GET"])


def kept_for(request):
    """What was typed for this address, as a QueryDict, or None; it stays until it is sent or an hour is over."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path or kept["until"] < time.time():
        return None
    return QueryDict(kept["fields"])


def initial(request):
    """What was typed for this address, for a form's `initial=`; single values, and lists where a field had several."""
    fields = kept_for(request) or {}
    return (
        {name: values if len(values) > 1 else values[0] for name, values in getattr(fields, "lists", dict)()}
        if fields
        else {}
    )


def sent(request):
    """Throw away what was kept: the form went through."""
    request.session.pop(KEPT, None)
