import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Network

PHONE = re.compile(r"\+?[\d\s()/.-]{5,40}")


class ControllerForm(forms.ModelForm):
    """Who answers for the network before the law, and who answers questions about personal data."""

    class Meta:
        model = Network
        fields = [
            "controller_name",
            "controller_address",
            "controller_email",
            "controller_phone",
            "privacy_name",
            "privacy_email",
            "privacy_phone",
        ]
        widgets = {"controller_address": forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"})}
        help_texts = {
            "controller_name": _("With its legal form, like Example Ltd."),
            "controller_address": _("As on an envelope, line by line."),
            "privacy_name": _("A person, or an office like “Data protection”."),
        }

    def company(self):
        return [self[name] for name in self.fields if name.startswith("controller")]

    def contact(self):
        return [self[name] for name in self.fields if name.startswith("privacy")]

    def clean_controller_address(self):
        lines = self.cleaned_data["controller_address"].splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())

    def clean_controller_phone(self):
        return _phone(self.cleaned_data["controller_phone"])

    def clean_privacy_phone(self):
        return _phone(self.cleaned_data["privacy_phone"])

    def keep(self, *, by):
        Network.change(by=by, **self.cleaned_data)


def _phone(typed):
    if typed and not PHONE.fullmatch(typed):
        raise forms.ValidationError(_("This is not a phone number. Write it like +49 228 181 0."))
    return typed
