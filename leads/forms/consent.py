import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import MomentInput
from leads.models import Channel, Consent, Purpose

CHANNELS = [(value, capfirst(label)) for value, label in Channel.choices]
PURPOSES = [(Purpose.SERVICE, _("This matter only")), (Purpose.ADVERTISING, _("Also later, and offers"))]
MANNERS = [
    (value, capfirst(label)) for value, label in Consent.Manner.choices if value != Consent.Manner.IMPORTED
]


class ConsentForm(forms.ModelForm):
    """A yes that was given: for what, by which way, when, where and how."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("How may we reach them?"), choices=CHANNELS, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("What for?"), choices=PURPOSES, widget=forms.RadioSelect)
    manner = forms.ChoiceField(label=_("How did they say yes?"), choices=MANNERS, widget=forms.RadioSelect)

    class Meta:
        model = Consent
        fields = ["given_at", "place"]
        widgets = {"given_at": MomentInput}
        labels = {"given_at": _("When?"), "place": _("Where?")}

    field_order = ["channel", "purpose", "manner", "given_at", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("given_at", timezone.localtime())
        self.initial.setdefault("channel", Channel.PHONE)
        self.initial.setdefault("manner", Consent.Manner.SPOKEN)
        self.fields["given_at"].required = True

    def clean_given_at(self):
        given_at = self.cleaned_data["given_at"]
        if given_at > timezone.now() + timedelta(minutes=15):
            raise forms.ValidationError(_("This lies in the future. Write down when they said yes."))
        if given_at < timezone.now() - timedelta(days=5 * 365):
            raise forms.ValidationError(
                _("This is more than five years ago and doesn't hold any more. Ask again.")
            )
        return min(given_at, timezone.now())
