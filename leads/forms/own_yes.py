import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.fields import LineField, PhoneField
from leads.forms.own_facts import FILLED_BY
from leads.models import Customer
from leads.models.customer import email_state

NEEDED = {"phone": ["phone"], "email": ["email"], "post": ["street", "zip_code", "city"]}


class OwnYesForm(forms.Form):
    """A yes on the own page: to the words that are shown, and how they are reached."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    phone = PhoneField(label=_("Your phone number"))
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    street = LineField(120, label=_("Street and number"))
    zip_code = LineField(12, label=_("Postcode"))
    city = LineField(80, label=_("Town"))

    def __init__(self, *args, wording, customer, **kwargs):
        super().__init__(*args, **kwargs)
        self.wording = wording
        self.initial.setdefault("client_id", uuid.uuid4())
        for name in [name for name in self.fields if name != "client_id"]:
            if name in NEEDED.get(wording.channel, []):
                self.initial[name] = self._known(customer, name)
                self.fields[name].widget.attrs["autocomplete"] = FILLED_BY[name]
            else:
                del self.fields[name]

    def _known(self, customer, name):
        """The number only while a call is allowed, as everywhere."""
        return "" if name == "phone" and not customer.may_be_called("service") else getattr(customer, name)

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email_state(email) == Customer.EmailState.TO_CORRECT:
            raise forms.ValidationError(_("This address can’t be right. Look at it again."))
        return email

    def clean(self):
        if self.data.get("words") != self.wording.named:
            self.add_error(
                None,
                _("The words were changed since you opened this page. Read them again before you agree."),
            )
        return self.cleaned_data
