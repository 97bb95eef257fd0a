import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.fields import LineField, PhoneField
from leads.models import Lead, Purpose

CONSENTS = [
    (Purpose.ADVERTISING, _("Yes, also later and with offers")),
    (Purpose.SERVICE, _("Yes, about this only")),
    ("", _("No")),
]


class PersonForm(forms.Form):
    """One person of an encounter, with as much or as little as they wanted to leave."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    consent = forms.ChoiceField(
        label=_("May we call back?"), choices=CONSENTS, widget=forms.RadioSelect, required=False
    )
    phone = PhoneField(label=_("Phone number"), required=False)
    nickname = LineField(80, label=_("What do you call them?"), required=False)
    city = LineField(80, label=_("Where do they live?"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    interest = forms.ChoiceField(
        label=_("What would help them?"), choices=Lead.Interest.choices, required=False, initial="unknown"
    )
    former_provider = LineField(80, label=_("Where are they now?"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        for name in ("phone", "email", "nickname", "city", "former_provider"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # it is somebody else's

    icons = {"advertising": "check", "service": "check-circle", "": "no"}

    @property
    def client_id_sent(self):
        return self.cleaned_data["client_id"]

    @property
    def person_facts(self):
        names = ["consent", "phone", "nickname", "city", "email", "interest", "former_provider"]
        facts = {name: self.cleaned_data[name] for name in names}
        return {**facts, "interest": "" if facts["interest"] == Lead.Interest.UNKNOWN else facts["interest"]}
