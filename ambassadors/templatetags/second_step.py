"""`{% load second_step %}`: what the pages of signing in ask about the second step and the company's sign-in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import template
from django.conf import settings

from ambassadors import second_factor
from ambassadors.company_sign_in.adapter import provider_or_none

register = template.Library()


@register.simple_tag(takes_context=True)
def company_provider(context):
    """The company's sign-in, where the settings name one."""
    return provider_or_none(context["request"])


@register.simple_tag(takes_context=True)
def second_step(context):
    """What the pages about the second step have to say: whether it has to be taken, and where one wanted to go."""
    request = context["request"]
    asked = second_factor.is_asked_of(request.user)
    is_set_up = second_factor.is_set_up(request.user)
    onward = request.session.get(second_factor.ONWARD) if is_set_up else ""
    return {"must": asked and not is_set_up, "asked": asked, "is_set_up": is_set_up, "onward": onward}


@register.simple_tag(takes_context=True)
def passkeys_work_here(context):
    """Browsers know no passkeys at an address that is only a number; in the demo that is 127.0.0.1."""
    host = context["request"].get_host().rpartition(":")[0] or context["request"].get_host()
    return not (settings.LOCAL and host not in ("localhost", "testserver"))


@register.simple_tag(takes_context=True)
def ways_of_stage(context):
    """By what the person who stands at the second step can take it; the first way gets the big button."""
    person = context["request"]._login_stage.login.user
    app, passkey = (
        is_mfa_enabled(person, [kind]) for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    )
    return {"app": app, "passkey": passkey, "kind": "" if app else "main", "code_kind": "" if app else "line"}
