from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.consent_request import LANGUAGES

REASONS = [
    ("authority", _("An authority asks")),
    ("court", _("A court asks")),
    ("customer", _("The customer asks")),
    ("audit", _("A check of our own")),
]


class BundleForm(forms.Form):
    """Why somebody needs the proof, and in which language."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS)
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
