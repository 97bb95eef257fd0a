from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.fields import PhoneField
from leads.models import Customer
from leads.models.customer import email_state

FILLED_BY = {
    "first_name": "given-name", "last_name": "family-name", "company": "organization", "street": "street-address",
    "zip_code": "postal-code", "city": "address-level2", "email": "email", "phone": "tel",
}  # fmt: skip


class OwnFactsForm(forms.ModelForm):
    """What is kept about a customer, as they correct it themselves on their own page."""

    phone = PhoneField(label=_("Phone number"), required=False)
    field_order = [
        "first_name",
        "last_name",
        "company",
        "street",
        "zip_code",
        "city",
        "email",
        "phone",
        "nickname",
    ]

    class Meta:
        model = Customer
        fields = ["first_name", "last_name", "company", "street", "zip_code", "city", "email", "nickname"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "company": _("Company"),
            "street": _("Street"),
            "zip_code": _("Postcode"),
            "city": _("Town"),
            "email": _("E-mail"),
            "nickname": _("What we call you in our lists"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["phone"] = self.instance.phone
        for name, filled_by in FILLED_BY.items():
            self.fields[name].widget.attrs["autocomplete"] = filled_by
        if not self.instance.may_be_called("service"):
            del self.fields["phone"]  # without their yes no number is kept

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email_state(email) == Customer.EmailState.TO_CORRECT:
            raise forms.ValidationError(
                _("This address can’t be right. Look at it again, or leave it empty.")
            )
        return email
