"""The door of the pages that a customer opens by a link: nobody signs in, and nothing of the link leaves the page."""

from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from leads.models import CustomerLink

RATES = {"knock": "30/10m/ip", "act": "60/h/key"}  # wrong links of one sender; acts by one link


class _CsrfWithoutReferrer(CsrfViewMiddleware):
    """The usual check of cookie and token, for pages that ask browsers to say nowhere where they come from.

    Under `Referrer-Policy: no-referrer` a browser says “Origin: null” and no Referer, also to ourselves. A page of
    somebody else can't read the token, and our cookie's name (__Host-) keeps other hosts from setting it.
    """

    def _origin_verified(self, request):
        return request.META.get("HTTP_ORIGIN") == "null" or super()._origin_verified(request)

    def _check_referer(self, request):
        if request.META.get("HTTP_REFERER"):
            super()._check_referer(request)

    def _reject(self, request, _reason):
        """Neither logged, as the address holds the key to the page, nor kept, as it is somebody's own data."""
        return _page(request, "c/cookies.html", 403)


_own_csrf = decorator_from_middleware(_CsrfWithoutReferrer)


def for_customers(*purposes):
    """A view whose first words are (request, token), called as (request, link, …) for a good link of these purposes.

    Every wrong token gets the same answer. A GET changes nothing: not even that the link was opened is written down.
    """

    def door(view):
        @wraps(view)
        def opened(request, token, **rest):
            link = CustomerLink.objects.opened_by(token, *purposes)
            if link is None:
                return _nothing_here(request)
            if not _may("act", request, key=str(link.pk)):
                return _page(request, "c/too_often.html", 429)
            request.link_token = token
            response = view(request, link, **rest)
            response["Referrer-Policy"] = "no-referrer"
            return response

        return login_not_required(csrf_exempt(never_cache(_own_csrf(opened))))

    return door


def _nothing_here(request):
    if not _may("knock", request, limit_get=True):
        return _page(request, "c/too_often.html", 429)
    return _page(request, "c/gone.html", 404)


def _may(action, request, **how):
    return ratelimit.consume(request, app="leads", action=action, config=RATES, **how) is not None


def _page(request, template, status):
    response = render(request, template, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
