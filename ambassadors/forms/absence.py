from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import DateInput
from ambassadors.models import Absence
from ledger.refusal import Refusal


class AbsenceForm(forms.Form):
    """From when until when somebody is away."""

    first_day = forms.DateField(label=_("Away from"), widget=DateInput)
    last_day = forms.DateField(label=_("Up to and including"), widget=DateInput)

    def __init__(self, *args, ambassador, **kwargs):
        super().__init__(*args, **kwargs)
        self.ambassador = ambassador
        self.initial.setdefault("first_day", ambassador.person.today())
        for field in self.fields.values():
            field.error_messages["required"] = _("Choose a day.")

    def announce(self, *, by):
        """Write it down; None, and a sentence beside the fields, when it can't be."""
        try:
            return Absence.announce(self.ambassador, by=by, **self.cleaned_data)
        except Refusal as refusal:
            self.add_error("last_day", str(refusal))
