"""Who comes in with the company's sign-in: people the network knows, by a number once linked, at first by a confirmed address."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors.models import Person


class CompanyAdapter(DefaultSocialAccountAdapter):
    """Every refusal is a page with a sentence; nothing is written and nobody is made."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if not sociallogin.is_existing:
            self._find(request, sociallogin)
        if not sociallogin.user.is_active:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_inactive")))
        if sociallogin.account._state.adding:
            sociallogin.connect(request, sociallogin.user)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error == AuthError.CANCELLED:
            refuse(request, _("You stopped on the way. Nothing happened; sign in again whenever you like."))
        refuse(
            request,
            _("%(name)s gave no answer we can trust, so nobody was signed in. Try again in a moment, or sign in with your password or a code.")
            % {"name": provider},
        )  # fmt: skip

    def _find(self, request, sociallogin):
        """The person whose address the company has confirmed, unless another of its numbers is theirs already."""
        confirmed = [address.email for address in sociallogin.email_addresses if address.verified]
        if not confirmed:
            refuse(
                request,
                _("%(name)s has not confirmed your e-mail address. Ask there, or sign in with a code.")
                % {"name": sociallogin.provider},
            )
        person = Person.objects.with_email(confirmed[0]).first()
        if person is None:
            refuse(
                request,
                _(
                    "Nobody here has the address %(email)s. Ask an ambassador or the coordinators for an invitation to it."
                )
                % {"email": confirmed[0]},
            )
        if any(link.provider == sociallogin.account.provider for link in person.socialaccount_set.all()):
            refuse(
                request,
                _(
                    "This address belongs to somebody whom %(name)s knows by another number. Sign in with your password or a code, and ask an admin."
                )
                % {"name": sociallogin.provider},
            )
        sociallogin.user = person


def refuse(request, sentence):
    raise ImmediateHttpResponse(
        render(request, "company_sign_in/refused.html", {"sentence": sentence}, status=400)
    )


def provider_or_none(request):
    """The provider that the settings name now."""
    return next(iter(CompanyAdapter(request).list_providers(request)), None)
