from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Signing in is open to who was invited; nobody signs up alone."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        return settings.LOGIN_REDIRECT_URL
