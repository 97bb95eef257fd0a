from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ambassadors.company_sign_in.adapter import CompanyAdapter, provider_or_none
from ambassadors.company_sign_in.provider import FAULTS, CompanyOAuth2Adapter
from ledger.refusal import Refusal


@login_not_required
def sign_in(request):
    """Off to the company's provider: by a page, since the policy of forms lets none lead to another host."""
    provider = _provider(request)
    try:
        answer = OAuth2LoginView.adapter_view(CompanyOAuth2Adapter(request, "company"))(request)
    except FAULTS as fault:
        return _fault(request, provider, fault)
    if answer.status_code == 302:
        return render(request, "company_sign_in/on_the_way.html", {"url": answer.url, "provider": provider})
    return answer


@login_not_required
def answer(request):
    """Back from the company's provider."""
    provider = _provider(request)
    try:
        return OAuth2CallbackView.adapter_view(CompanyOAuth2Adapter(request, "company"))(request)
    except FAULTS as fault:
        return _fault(request, provider, fault)


def link(request):
    """Whether the company's sign-in opens this login, and the way to change it."""
    links = list(request.user.socialaccount_set.all())
    return render(
        request, "company_sign_in/link.html", {"provider": provider_or_none(request), "links": links}
    )


def unlink(request):
    """From now on the company's sign-in opens this login no more; what settings no longer name goes, too."""
    if request.user.socialaccount_set.all().delete()[0]:
        CompanyAdapter(request).send_notification_mail(
            "socialaccount/email/account_disconnected", request.user
        )
        messages.success(request, _("The link is undone. You sign in with your password or a code."))
    return redirect("socialaccount_connections")


def _provider(request):
    provider = provider_or_none(request)
    if provider is None:
        raise Refusal(
            _("There is no sign-in of the company here any more. Sign in with your password or a code.")
        )
    return provider


def _fault(request, provider, fault):
    try:
        CompanyAdapter(request).on_authentication_error(request, provider, exception=fault)
    except ImmediateHttpResponse as told:
        return told.response
