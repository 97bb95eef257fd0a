"""Signing in with the company's own OpenID Connect provider: code flow with PKCE, a nonce, and a token we verify ourselves."""

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.statekit import STATE_ID_LENGTH
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from ambassadors.company_sign_in.token import verified

FIELDS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class CompanyOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider; whatever it answers in a wrong way is an OAuth2Error, which becomes a sentence."""

    @property
    def openid_config(self):
        config = super().openid_config
        if not isinstance(config, dict) or not all(isinstance(config.get(name), str) for name in FIELDS):
            raise OAuth2Error("The provider's discovery document lacks what is needed.")
        if config["issuer"].rstrip("/") != self.get_provider().issuer:
            raise OAuth2Error("The provider names another issuer than OIDC_ISSUER.")
        return config

    def complete_login(self, request, app, token, **kwargs):
        try:
            claims = self._claims(request, app, token, kwargs["response"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The provider's answer can't be read.") from error
        return self.get_provider().sociallogin_from_response(request, claims)

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(reverse("openid_connect_callback"))

    def _claims(self, request, app, token, answer):
        claims = verified(
            answer["id_token"], self._keys(), issuer=self.openid_config["issuer"], audience=app.client_id
        )
        if not constant_time_compare(claims["nonce"], nonce_for(request.GET["state"])):
            raise OAuth2Error("The token was made for another sign-in.")
        if "email" in claims or "userinfo_endpoint" not in self.openid_config:
            return claims
        more = self._fetch_user_info(token.token)
        if more.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider tells of somebody else than its token.")
        return more | claims

    def _keys(self):
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            return answer.json()


class CompanyProvider(OpenIDConnectProvider):
    """allauth's provider, of which we keep nothing but whom it knows by which number."""

    oauth2_adapter_class = CompanyOAuth2Adapter
    pkce_enabled_default = True

    @property
    def issuer(self):
        return self.app.settings["server_url"].partition("/.well-known/")[0]

    def get_login_url(self, request, **_more):
        return reverse("openid_connect_login")

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """The scope and the parameters are ours; nobody adds to them in the address."""
        state_id = get_random_string(2 * STATE_ID_LENGTH)
        own = {"scope": self.get_scope(), "auth_params": {"nonce": nonce_for(state_id)}, "state_id": state_id}
        return super().redirect(request, process, next_url, data, **(kwargs | own))

    def extract_extra_data(self, data):
        """How they proved who they are; name, picture and all the rest stay where they are."""
        return {name: data[name] for name in ("amr", "acr") if name in data}

    def extract_email_addresses(self, data):
        return super().extract_email_addresses(data | {"email_verified": data.get("email_verified") is True})


def nonce_for(state_id):
    """The nonce belongs to one start of one browser: the state is random, kept in its session, and good once."""
    return salted_hmac("ambassadors.company_sign_in", state_id, algorithm="sha256").hexdigest()


FAULTS = (OAuth2Error, requests.RequestException)
