import uuid
from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import MomentInput
from leads.models import Channel, Consent, Paper, Purpose

CHANNELS = [(value, capfirst(label)) for value, label in Channel.choices]
PURPOSES = [(Purpose.SERVICE, _("This matter only")), (Purpose.ADVERTISING, _("Also later, and offers"))]
BY_HAND = (Consent.Manner.SPOKEN, Consent.Manner.PAPER)  # the own phone has a page of its own
MANNERS = [(value, capfirst(label)) for value, label in Consent.Manner.choices if value in BY_HAND]


class ConsentForm(forms.ModelForm):
    """A yes that was given: for what, by which way, when, where and how."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("How may we reach them?"), choices=CHANNELS, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("What for?"), choices=PURPOSES, widget=forms.RadioSelect)
    manner = forms.ChoiceField(label=_("How did they say yes?"), choices=MANNERS, widget=forms.RadioSelect)
    sheet = forms.FileField(
        label=_("A photograph of the sheet they signed"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "For a yes on paper. It is kept as evidence, in no list, and each look at it is written down."
        ),
    )

    class Meta:
        model = Consent
        fields = ["given_at", "place"]
        widgets = {"given_at": MomentInput}
        labels = {"given_at": _("When?"), "place": _("Where?")}

    field_order = ["channel", "purpose", "manner", "sheet", "given_at", "place"]

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

    def clean(self):
        if self.cleaned_data.get("manner") == Consent.Manner.PAPER and not self.cleaned_data.get("sheet"):
            self.add_error(
                "sheet", _("Take a photograph of the sheet: without it a yes on paper can't be proved.")
            )
        return self.cleaned_data

    @transaction.atomic
    def take(self, customer, *, by):
        """Keep the yes, and the photograph of the sheet where it was given on one; raises Refusal when it is no picture."""
        facts = dict(self.cleaned_data)
        sheet = facts.pop("sheet")
        first = Consent.objects.sent_as(facts["client_id"]).exists()
        if sheet and facts["manner"] == Consent.Manner.PAPER and not first:
            facts["paper"] = Paper.develop(sheet)
        return Consent.take(customer, by=by, **facts)
