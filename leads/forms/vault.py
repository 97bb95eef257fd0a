from django import forms
from django.utils.translation import gettext_lazy as _

from leads.models import VaultedProof


class SearchForm(forms.Form):
    """Whose proof: sent by POST, since a number must stand in no address."""

    text = forms.CharField(
        label=_("Number, e-mail address or last name"),
        max_length=254,
        help_text=_("Exactly as it was kept: the vault knows keyed digests only. Numbers like +4930…"),
        error_messages={"required": _("Type the number, the address or the last name.")},
    )


class OpeningForm(forms.Form):
    """Why a proof is needed."""

    reason = forms.ChoiceField(
        label=_("Why do you need it?"),
        choices=VaultedProof.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why: the reason is written down with the look.")},
    )
