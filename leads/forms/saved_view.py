from django import forms

from leads.forms.fields import LineField
from leads.models.saved_view import LONGEST


class SavedViewForm(forms.Form):
    """A name for what narrows the list."""

    name = LineField(40)
    query = forms.CharField(max_length=4 * LONGEST, required=False)
    client_id = forms.UUIDField(required=False)
