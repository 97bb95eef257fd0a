from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.lead import HandOverForm


class CreditForm(HandOverForm):
    """With whom the credit is shared; found as in handing over."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].label = _("With whom")
