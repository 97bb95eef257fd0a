"""The doors of the pages that a customer opens by a link: nobody signs in, and nothing of the link leaves the page."""

from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from leads.models import CustomerLink
from ledger.refusal import Refusal

RATES = {"knock": "30/10m/ip", "act": "60/h/key"}  # wrong links of one sender; acts by one link


def for_customers(*purposes):
    """A view whose first words are (request, token), called as (request, link, …) for a good link of these purposes."""
    return opened_by(lambda token: CustomerLink.objects.opened_by(token, *purposes))


def opened_by(find, *, pages="c", again=None):
    """A view called as (request, what the token opens, …); `find` answers None where it opens nothing.

    `pages` is the folder of the words for what doesn't go; `again` is the route that shows how it stands, if not this one.

    Every wrong token gets the same answer. A GET changes nothing: not even that the link was opened is written down.
    The token in the address is all the protection there is, and it suffices: whoever could forge a form of such a page
    has to know it, and whoever knows it needs no forged form. So no cookie is asked for, and none is set.
    """

    def door(view):
        @wraps(view)
        def opened(request, token, **rest):
            found = find(token)
            if found is None:
                return _nothing_here(request, pages)
            if not _may("act", request, key=str(found.pk)):
                return _page(request, f"{pages}/too_often.html", 429)
            request.link_token = token
            try:
                return _quiet(view(request, found, **rest))
            except Refusal as refusal:
                return _refused(request, refusal, pages, again)

        return login_not_required(csrf_exempt(never_cache(opened)))

    return door


def _refused(request, refusal, pages, again):
    """A refusal is a sentence on a page for whoever has the link, not on one of the network."""
    how_it_stands = reverse(again, args=[request.link_token]) if again else request.path
    return _page(request, f"{pages}/refused.html", 409, sentence=refusal, again=how_it_stands)


def _nothing_here(request, pages):
    if not _may("knock", request, limit_get=True):
        return _page(request, f"{pages}/too_often.html", 429)
    return _page(request, f"{pages}/gone.html", 404)


def _may(action, request, **how):
    return ratelimit.consume(request, app="leads", action=action, config=RATES, **how) is not None


def _page(request, template, status, **said):
    return _quiet(render(request, template, said, status=status))


def _quiet(response):
    response["Referrer-Policy"] = "no-referrer"
    return response
