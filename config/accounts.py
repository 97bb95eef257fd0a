"""How allauth is set up, as far as it is the same everywhere; settings.py takes it in."""

ACCOUNT_ADAPTER = "ambassadors.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # whoever could add one, unverified, could claim a colleague's
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "sync": "600/h/user"
}  # besides allauth's own: batches of what phones kept (leads/views/sync.py)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "ambassadors.keys.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "ambassadors.forms.second_factor.CodeForm",
    "reauthenticate": "ambassadors.forms.second_factor.CodeAgainForm",
    "activate_totp": "ambassadors.forms.second_factor.AppForm",
    "add_webauthn": "ambassadors.forms.second_factor.PasskeyForm",
    "edit_webauthn": "ambassadors.forms.second_factor.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
SOCIALACCOUNT_ADAPTER = "ambassadors.company_sign_in.adapter.CompanyAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_LOGIN_ON_GET = False
