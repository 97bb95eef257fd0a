"""Hands that take the second step: an app that makes codes, and what stands in a person's login."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth

LOGIN, STEP = "/accounts/login/", "/accounts/second-factor/authenticate/"
SET_UP = "/accounts/second-factor/"
AGAIN = "/accounts/second-factor/reauthenticate/"
APP = "/accounts/second-factor/totp/activate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret=SECRET, *, periods=0):
    """What the app shows now, or some half minutes later."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + periods))


def give_app(person):
    auth.TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def emergency_codes(person):
    return person.authenticator_set.get(type=Authenticator.Type.RECOVERY_CODES).wrap().generate_codes()


def sign_in(client, person, password, *, code=None):
    """By password, and by the code where one is given; returns the last answer."""
    answer = client.post(LOGIN, {"login": person.email, "password": password})
    return client.post(STEP, {"code": code}) if code else answer
