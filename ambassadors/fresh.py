"""What is asked of who does something that can't be called back: to have said a moment ago who they are."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired


def just_signed_in(view):
    """A view for whoever signed in, or said again who they are, a few minutes ago; others are asked and then go on."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not is_fresh(request) and get_reauthentication_flows(request.user):
            raise ReauthenticationRequired()
        return view(request, *args, **kwargs)

    return asked


def is_fresh(request):
    """Whether this session was signed in lately; who comes from the company alone has nothing else to say here."""
    limit = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > limit for record in get_authentication_records(request, request.user))
