import re

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ambassadors import domains
from ambassadors.models import Network, Person
from ledger.text import one_line

MOST = 200  # addresses pasted at once; more come as a file


class InviteForm(forms.Form):
    """One address, or several pasted from wherever they stand."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("One or several, separated however they come: by commas, spaces or lines."),
        error_messages={"required": _("Write down at least one address.")},
        max_length=20_000,
    )

    def clean_addresses(self):
        words = re.split(r"[\s,;<>\"]+", self.cleaned_data["addresses"].lower())
        addresses = list(dict.fromkeys(word for word in words if "@" in word))
        if not addresses:
            raise ValidationError(_("There is no e-mail address in it. Write one like name@company.example."))
        if len(addresses) > MOST:
            raise ValidationError(
                _("These are more than 200. Import them as a file, then send the invitations.")
            )
        for address in addresses:
            _checked(address)
        return addresses


def _checked(address):
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(
            _("“%(address)s” is no e-mail address. Nobody was invited yet; mend it and send again."),
            params={"address": address[:80]},
        ) from None


class ReturnForm(forms.Form):
    """Somebody who left is asked back, at the address of before or at a new one."""

    address = forms.EmailField(label=_("E-mail"))

    def clean_address(self):
        return self.cleaned_data["address"].lower()


class NewcomerForm(forms.Form):
    """What somebody says of themselves when they join: a name, and a password if they like."""

    first_name = forms.CharField(label=_("First name"), max_length=80, validators=[one_line])
    last_name = forms.CharField(label=_("Last name"), max_length=80, validators=[one_line])
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Twelve characters or more; a sentence is fine. Leave it empty to sign in with a code by mail."
        ),
    )

    def __init__(self, *args, address, **kwargs):
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_password(self):
        names = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name")}
        if self.cleaned_data["password"]:
            validate_password(self.cleaned_data["password"], Person(email=self.address, **names))
        return self.cleaned_data["password"]


class AddressForm(forms.Form):
    """The company address of somebody who would like to join."""

    email = forms.EmailField(
        label=_("Your company address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self):
        address = self.cleaned_data["email"].lower()
        if not Network.now().welcomes(address):
            raise ValidationError(
                _("Joining alone works with a company address. With another one, ask somebody to invite you.")
            )
        return domains.tidy_address(address)  # one mailbox, one login, however its domain is written
