from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.forms.consent import CHANNELS, PURPOSES
from leads.forms.fields import LineField, PhoneField
from leads.models import Channel, Purpose
from leads.models.consent_wording import BY

LANGUAGES = [(code, name) for code, name in [("de", "Deutsch"), ("en", "English")] if code in BY]
NEEDS = {
    "phone": ["phone", "messenger"],
    "email": ["email"],
    "street": ["post"],
    "zip_code": ["post"],
    "city": ["post"],
}


class ConsentRequestForm(forms.Form):
    """What the ambassador asks for: the customer answers on their own phone."""

    channels = forms.MultipleChoiceField(
        label=_("How may we reach them?"),
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
        initial=[Channel.PHONE],
        error_messages={"required": _("Tap at least one.")},
    )
    purpose = forms.ChoiceField(
        label=_("What for?"), choices=PURPOSES, widget=forms.RadioSelect, initial=Purpose.SERVICE
    )
    language = forms.ChoiceField(label=_("Their language"), choices=LANGUAGES, widget=forms.RadioSelect)
    place = LineField(120, label=_("Where?"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        here = get_language() or settings.LANGUAGE_CODE
        self.initial.setdefault("language", here if here in dict(LANGUAGES) else LANGUAGES[0][0])


class CodeForm(forms.Form):
    """The code that the customer reads from their screen."""

    code = forms.CharField(
        label=_("The code on their screen"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class SayYesForm(forms.Form):
    """The customer's first yes, on their own phone: to what, and how they are reached."""

    phone = PhoneField(label=_("Your phone number"), required=False)
    email = forms.EmailField(label=_("Your e-mail address"), required=False, max_length=254)
    street = LineField(120, label=_("Street and number"), required=False)
    zip_code = LineField(12, label=_("Postcode"), required=False)
    city = LineField(80, label=_("Town"), required=False)

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = sorted(asked.wordings.all(), key=lambda wording: list(Channel).index(wording.channel))
        ways = {wording.channel for wording in self.asked}
        for wording in self.asked:
            self.fields[f"yes_{wording.channel}"] = forms.BooleanField(
                label=_("Yes, %(way)s") % {"way": wording.get_channel_display()}, required=False
            )
        for name, wanted in NEEDS.items():
            if name != "email" and not ways & set(wanted):
                del self.fields[name]
        for name, hint in [
            ("phone", "tel"),
            ("email", "email"),
            ("street", "street-address"),
            ("zip_code", "postal-code"),
        ]:
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = hint
        if "email" not in ways:
            self.fields["email"].help_text = _(
                "Only if you like: then the second step is a link in an e-mail, and the address is forgotten after it."
            )

    @property
    def questions(self):
        """[(wording, the field of its yes)]"""
        return [(wording, self[f"yes_{wording.channel}"]) for wording in self.asked]

    @property
    def contact_fields(self):
        return [self[name] for name in NEEDS if name in self.fields]

    def clean(self):
        said = [wording.channel for wording in self.asked if self.cleaned_data.get(f"yes_{wording.channel}")]
        if not said:
            self.add_error(
                None,
                _("Tick what you say yes to. If you don't want it, just close this page: nothing is kept."),
            )
        for name, wanted in NEEDS.items():
            needed = name in self.fields and set(wanted) & set(said)
            if needed and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("We need this for what you ticked."))
        self.cleaned_data["channels"] = said
        return self.cleaned_data

    @property
    def said(self):
        contact = {name: self.cleaned_data[name] for name in NEEDS if self.cleaned_data.get(name)}
        return {"channels": self.cleaned_data["channels"], **contact}
