from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import MomentInput
from leads.forms.person import PersonForm
from leads.models import Encounter

OLDEST = timedelta(days=5 * 365)
CLOCKS_DIFFER = timedelta(minutes=15)


class EncounterForm(PersonForm, forms.ModelForm):
    """Three taps and a sentence; everything else may follow."""

    outcomes = forms.MultipleChoiceField(
        label=_("What came of it?"),
        choices=Encounter.Outcome.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tap at least one.")},
    )
    field_order = ["occasion", "opener", "outcomes", "sentence", "consent", "phone", "nickname", "place"]

    class Meta:
        model = Encounter
        fields = ["occasion", "opener", "sentence", "place", "happened_at"]
        widgets = {
            "occasion": forms.RadioSelect,
            "opener": forms.RadioSelect,
            "sentence": forms.Textarea(attrs={"rows": 2}),
            "happened_at": MomentInput,
        }
        labels = {
            "occasion": _("Where did you meet?"),
            "opener": _("What got you talking?"),
            "sentence": _("One sentence"),
            "place": _("Which place or event?"),
            "happened_at": _("When?"),
        }
        error_messages = {
            "occasion": {"required": _("Tap where you met.")},
            "opener": {"required": _("Tap what got you talking.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentence"].required = True
        self.fields["sentence"].error_messages["required"] = _("Write one sentence: what happened?")
        self.fields["happened_at"].required = False
        self.fields["happened_at"].initial = timezone.localtime
        for name in ("occasion", "opener"):
            self.fields[name].initial = None

    def clean_happened_at(self):
        moment = self.cleaned_data["happened_at"] or timezone.now()
        if moment > timezone.now() + CLOCKS_DIFFER:
            raise forms.ValidationError(_("This lies in the future. Log it when it has happened."))
        if moment < timezone.now() - OLDEST:
            raise forms.ValidationError(_("This is more than five years ago. Look at the year again."))
        return min(moment, timezone.now())

    @property
    def encounter_facts(self):
        names = [*self.Meta.fields, "outcomes"]
        return {name: self.cleaned_data[name] for name in names}
