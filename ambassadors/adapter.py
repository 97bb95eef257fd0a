from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Network
from ledger import letterhead


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

    def get_from_email(self):
        return letterhead.sender(Network.now().name)

    def get_login_redirect_url(self, request):
        return settings.LOGIN_REDIRECT_URL
