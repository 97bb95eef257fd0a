from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Person, Reveal
from ledger.pseudonyms import bearer
from ledger.refusal import Refusal


class RevealForm(forms.ModelForm):
    """Whose name, and why it is needed."""

    pseudonym = forms.CharField(
        label=_("Pseudonym"),
        max_length=12,
        help_text=_("As it stands in the log: P-7F3K-Q2MD."),
        error_messages={"required": _("Which one? Copy it from the log.")},
    )
    field_order = ["pseudonym", "reason"]

    class Meta:
        model = Reveal
        fields = ["reason"]
        labels = {"reason": _("Why the name is needed")}
        help_texts = {"reason": _("The second person reads it, and so does whoever it is about.")}
        error_messages = {"reason": {"required": _("Say in a sentence why the name is needed.")}}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_pseudonym(self):
        key = bearer(self.cleaned_data["pseudonym"], Person.objects.keys())
        if key is None:
            raise forms.ValidationError(_("Nobody goes by this pseudonym. Copy it from the log."))
        return Person.objects.get(pk=key)

    def ask(self):
        """The Reveal, or None with the sentence in the form."""
        try:
            return Reveal.ask(self.cleaned_data["pseudonym"], by=self.by, reason=self.cleaned_data["reason"])
        except Refusal as refusal:
            self.add_error(None, str(refusal))
