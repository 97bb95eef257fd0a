"""A request that is far too large is answered before a byte of it is read."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

ROOM = 2**20  # for the form around the file


class BodyLimitMiddleware:
    """Says that a file is too large instead of taking in a gigabyte to say so afterwards."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _said_length(request) > settings.IMPORT_MEGABYTES * 2**20 + ROOM:
            sentence = _(
                "This file is larger than %(most)d MB. Split it, or take out columns that nobody needs."
            )
            said = {"sentence": sentence % {"most": settings.IMPORT_MEGABYTES}, "back": request.path}
            return render(request, "refused.html", said, status=413)
        return self.get_response(request)


def _said_length(request):
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
