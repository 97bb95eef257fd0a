from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from leads.forms.fields import PhoneField
from leads.models import Customer
from leads.models.customer import email_state

FORGETTABLE = {
    "phone": (_("the number"), ["phone"]),
    "email": (_("the e-mail address"), ["email"]),
    "address": (_("street and postcode"), ["street", "zip_code"]),
}
HIDDEN = ["phone", "email", "street", "zip_code"]


class CustomerForm(Watched, forms.ModelForm):
    """Who somebody is and how they are reached; what is kept of the latter isn't shown here, only replaced."""

    watched = ("nickname", "company")

    phone = PhoneField(label=_("Phone number"), required=False)
    forget = forms.MultipleChoiceField(
        label=_("Forget"), choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["kind", "nickname", "first_name", "last_name", "company", "city", *HIDDEN, "forget"]

    class Meta:
        model = Customer
        fields = [
            "kind",
            "nickname",
            "first_name",
            "last_name",
            "company",
            "city",
            "email",
            "street",
            "zip_code",
        ]
        widgets = {"kind": forms.RadioSelect}
        labels = {
            "kind": _("Who is it?"),
            "nickname": _("What do you call them?"),
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "company": _("Company"),
            "email": _("E-mail"),
            "street": _("Street"),
            "zip_code": _("Postcode"),
            "city": _("Town"),
        }
        help_texts = {
            "nickname": _("Like “the lady from the fair”. Lists and letters show this and no name.")
        }

    def __init__(self, *args, instance, initial, **kwargs):
        kept = {name for name in HIDDEN if getattr(instance, name)}
        super().__init__(*args, instance=instance, initial={**dict.fromkeys(HIDDEN, ""), **initial}, **kwargs)
        self.fields["forget"].choices = [
            (key, label) for key, (label, names) in FORGETTABLE.items() if kept & set(names)
        ]
        if not self.fields["forget"].choices:
            del self.fields["forget"]
        for name in kept:
            self.fields[name].help_text = _("One is kept. Type a new one to replace it.")
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")  # it is somebody else's

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email_state(email) == Customer.EmailState.TO_CORRECT:
            raise forms.ValidationError(_("This address can't be right. Leave it out if there is none."))
        return email

    @property
    def facts(self):
        """What to write: everything shown, the hidden ones only where something was typed or is to be forgotten."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "forget"}
        facts = {name: value for name, value in given.items() if name not in HIDDEN or value}
        for key in self.cleaned_data.get("forget", []):
            facts |= {name: given[name] for name in FORGETTABLE[key][1]}
        return facts
