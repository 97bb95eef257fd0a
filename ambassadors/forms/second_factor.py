"""allauth's forms of the second step, in our words; a code is good once, also where two clocks differ."""

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from ambassadors import second_factor

LONGEST = 120  # seconds a code of the app can be right: its own thirty, and those before and after


def _once(person, code):
    digits = "".join(code.split())
    if not cache.add(f"code-of-app:{person.pk}:{digits}", True, LONGEST):
        raise get_adapter().validation_error("incorrect_code")


def _plain(field, *, label, hint="", **attrs):
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= attrs


class OneCode:
    """A code of the app, or one of the emergency codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], label=_("Code"), inputmode="numeric", autocomplete="one-time-code")

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            _once(self.user, code)
        return code


class CodeForm(OneCode, base.AuthenticateForm):
    pass


class CodeAgainForm(OneCode, base.ReauthenticateForm):
    pass


class AppForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hint = _("Six digits; a new one every half a minute.")
        _plain(
            self.fields["code"], label=_("The code that the app shows now"), hint=hint, inputmode="numeric"
        )

    def clean_code(self):
        code = super().clean_code()
        _once(self.user, code)
        second_factor.take(context.request, self.user, Authenticator.Type.TOTP)
        return code


class PasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hint = _("So that you know it again, like “work phone”.")
        _plain(self.fields["name"], label=_("What do you call it?"), hint=hint, maxlength=80)
        alone = _("The device asks for your finger, your face or its PIN. You need no password then.")
        _plain(self.fields["passwordless"], label=_("Sign in with it alone"), hint=alone)
        self.fields["passwordless"].initial = True
        self.fields["name"].max_length = 80

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("credential") and not self.errors:
            second_factor.take(context.request, self.user, Authenticator.Type.WEBAUTHN)
        return cleaned


class PasskeyNameForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], label=_("What do you call it?"), maxlength=80)
