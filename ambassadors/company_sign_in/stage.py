"""The second step while signing in: not asked again of somebody whom the company has asked, where that counts."""

from allauth.mfa.stages import AuthenticateStage
from django.conf import settings

from ambassadors import second_factor

TWO_STEPS = {"mfa", "http://schemas.microsoft.com/claims/multipleauthn", "https://refeds.org/profile/mfa"}


class SecondStage(AuthenticateStage):
    def _should_handle(self, request):
        if settings.OIDC_COUNTS_AS_MFA and took_two_steps(self.login.signal_kwargs):
            second_factor.take(request, self.login.user, second_factor.BY_COMPANY, here=False)
            return False
        return super()._should_handle(request)


def took_two_steps(about):
    """Whether the company's answer (amr, RFC 8176, or acr) says that two different proofs were shown there."""
    answer = (about or {}).get("sociallogin")
    said = answer.account.extra_data if answer else {}
    ways = said.get("amr") or []
    return bool(TWO_STEPS & {said.get("acr"), *(ways if isinstance(ways, list) else [ways])})
