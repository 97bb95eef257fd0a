"""A refusal is a sentence for a person: what happened, then what to do."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


class Refusal(Exception):
    """Raised by a verb that can't be done now; its text is shown as it stands."""


class RefusalMiddleware:
    """Shows an uncaught refusal on the page the person came from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, Refusal):
            return None
        back = request.headers.get("Referer", "")
        here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        if here and back.split("?")[0] != request.build_absolute_uri().split("?")[0]:
            messages.error(request, str(error))
            return HttpResponseRedirect(back)
        return render(
            request, "refused.html", {"sentence": str(error), "back": back if here else "/"}, status=409
        )
