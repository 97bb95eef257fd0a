"""The letter that tells somebody what changed about their login."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.letters import Page

CHANGES = {
    "account_connected": gettext_lazy("The company's sign-in opens your login from now on."),
    "account_disconnected": gettext_lazy("The company's sign-in no longer opens your login."),
    "email_changed": gettext_lazy("The address of your login was changed."),
    "email_confirm": gettext_lazy("The address of your login was confirmed."),
    "email_deleted": gettext_lazy("An address was taken off your login."),
    "password_changed": gettext_lazy("Your password was changed."),
    "password_reset": gettext_lazy("Your password was set anew, by a link from a mail."),
    "password_set": gettext_lazy("Your login has a password now."),
    "recovery_codes_generated": gettext_lazy("New emergency codes were made; the old ones no longer work."),
    "totp_activated": gettext_lazy("An app that makes codes was added to your login."),
    "totp_deactivated": gettext_lazy("The app that makes codes was taken off your login."),
    "webauthn_added": gettext_lazy("A passkey was added to your login."),
    "webauthn_removed": gettext_lazy("A passkey was taken off your login."),
    "second_factor_forgotten": gettext_lazy("The second step was taken off your login from the console, and you were signed out."),
}  # fmt: skip


def login_changed(letter):
    """To whose login it is, whatever changed."""
    what = CHANGES.get(letter.data["what"])
    return what and Page(
        _("Your login was changed"), "login_changed", {"what": what, "at": letter.created_at}
    )
