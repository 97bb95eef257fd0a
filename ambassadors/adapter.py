import time
import uuid

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from ambassadors import account_mail, second_factor, sessions
from ambassadors.models import Network
from ledger import letterhead
from ledger.models import Letter


class AccountAdapter(DefaultAccountAdapter):
    """Signing in is open to who was invited; nobody signs up alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Whoever invited you can open it again."),
        "cannot_remove_primary_email": _("Letters go to this address. Make another one the first, then remove it."),
        "duplicate_email": _("You have this address here already."),
        "email_password_mismatch": _("The address and the password don't fit together. Try again, or have a code mailed."),
        "email_taken": _("This address belongs to somebody here already. Take another one."),
        "enter_current_password": _("This is not your password of now. Type it again."),
        "incorrect_code": _("This is not the code from the mail. Look at it again."),
        "incorrect_password": _("This is not your password. Type it again."),
        "too_many_login_attempts": _("That was too often in a row. Wait a few minutes, then try again."),
        "rate_limited": _("That was too often in a row. Wait a few minutes, then try again."),
        "unverified_primary_email": _("Confirm this address, then make it the first one."),
    }  # fmt: skip

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        try:
            return super().is_safe_url(url)
        except ValueError:  # "http://[" is no address at all
            return False

    def get_from_email(self):
        return letterhead.sender(Network.now().name)

    def get_login_redirect_url(self, request):
        return settings.LOGIN_REDIRECT_URL

    # Signing in: what it needs of mails, sessions and the second step
    def send_mail(self, template_prefix, email, context):
        """Codes and links leave after the answer."""
        words = {"request": self.request, "email": email, "network": Network.now().name}
        account_mail.post(self.request, self.render_mail(template_prefix, email, words | context))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """News that a login changed is a Letter: it must not get lost."""
        what = template_prefix.rpartition("/")[2]
        Letter.write("login_changed", recipient=user, dedup_key=f"login-changed-{uuid.uuid4()}", what=what)

    def get_client_ip(self, request):
        """Who comes through a socket without an address shares the limits with all who do."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return sessions.NOWHERE

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count for a login, by whatever name of ours the host is called; allauth has one for each."""
        return credentials.get("email", "").lower()

    def post_login(self, request, user, **about):
        response = super().post_login(request, user, **about)
        sessions.forget_whereabouts()
        return response

    def get_login_stages(self):
        theirs, ours = "allauth.mfa.stages.AuthenticateStage", "ambassadors.company_sign_in.stage.SecondStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app, **about):
        """Who has just signed in sets up the first second step without being asked who they are once more."""
        request = self.request
        fresh = any(
            time.time() - record["at"] < account_settings.REAUTHENTICATION_TIMEOUT
            for record in get_authentication_records(request, request.user)
        )
        if app == "allauth.mfa" and fresh and not second_factor.is_set_up(request.user):
            return False
        return super().is_reauthentication_required(app=app, **about)

    def get_reauthentication_methods(self, user):
        words = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": words.get(way["id"], way["description"])} for way in ways]
