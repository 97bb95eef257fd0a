"""The second step: who has to take it, whether this session did, and what happens until then."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ambassadors import sessions, typed
from ledger.models import Event

ROLES = ("coordinator", "manager", "auditor", "admin")
TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # emergency codes only stand in for these
BY_COMPANY = "company"
ONWARD = "onward"
SET_UP = {
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "account_reauthenticate",
}  # fmt: skip
TAKE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
ALWAYS = {"account_logout"}


class SecondFactorMiddleware:
    """Lets nobody with a role do anything before the second step is set up, and taken in this session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        name = request.resolver_match.view_name
        if name in ALWAYS or not is_asked_of(request.user) or _is_public(name):
            return None
        if is_taken(request):
            return _let_go_on(request, name)
        request.stands_at_the_door = True
        here, there = (TAKE, "mfa_reauthenticate") if is_set_up(request.user) else (SET_UP, "mfa_index")
        return None if name in here else _send_to(request, there)


def is_asked_of(person):
    return settings.MFA_REQUIRED and person.is_authenticated and person.has_role(*ROLES)


def is_set_up(person):
    return is_mfa_enabled(person, TYPES)


def is_taken(request):
    """Whether this session went through a second step: here, or at the company where that counts."""
    records = get_authentication_records(request, request.user)
    kinds = {record.get("type") for record in records if record.get("method") == "mfa"}
    if settings.OIDC_COUNTS_AS_MFA and BY_COMPANY in kinds:
        return True
    return bool(kinds - {BY_COMPANY}) and is_set_up(request.user)


def take(request, person, kind, *, here=True):
    """Write into the session that its person has just shown the second step of that kind, to us or (not here) elsewhere."""
    record_authentication(request, person, "mfa", type=kind, reauthenticated=here or None)


@transaction.atomic
def forget(person, *, by=None):
    """Take everything of the second step away, for somebody who lost the phone and the codes, and sign them out."""
    person.authenticator_set.all().delete()
    sessions.rows().of(person).end()
    Event.record(person, "second_factor_forgotten", by=by)


def _let_go_on(request, name):
    if name not in SET_UP:
        request.session.pop(ONWARD, None)


def _is_public(name):
    return (settings.ACCESS.get(name) or {}).get("who") == "public"


def _send_to(request, name):
    """There, in the way the asker understands; what was typed stays, and the way back is known."""
    url = reverse(name)
    if request.method == "POST" and typed.has_a_form(request):
        typed.keep(request)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": url})
    if "application/json" in request.headers.get("Accept", ""):
        said = _("Take the second step first, then ask again.")
        return JsonResponse({"detail": said, "url": url}, status=403)
    request.session[ONWARD] = back = request.get_full_path()
    return HttpResponseRedirect(f"{url}?{urlencode({'next': back})}")
