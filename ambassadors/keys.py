"""How the secrets of the second step are kept, and what devices and apps are told about us."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Network


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database; a copy of it opens no login."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This one stays: without it you could not sign in."),
        "cannot_generate_recovery_codes": _("Set up a passkey or an app first. The codes stand in for them."),
        "incorrect_code": _("That was not right. Look at it again, or take the next code."),
        "unverified_email": _("Confirm your address first. Then set up the second step."),
    }

    def encrypt(self, text):
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # the key is gone for good: no code is ever right again
            return generate_totp_secret()

    def get_totp_issuer(self):
        return Network.now().name

    def _get_site_name(self):
        return Network.now().name

    def generate_authenticator_name(self, user, type):
        n = sum(each.type == type for each in user.authenticator_set.all()) + 1
        return gettext("My passkey") if n == 1 else gettext("My passkey no. %(n)s") % {"n": n}


def _lock():
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key):
    digest = hashlib.sha256(b"ambassadors.keys" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
