import uuid

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.exports.columns import COLUMNS, USUAL
from leads.models import Export


class ExportForm(forms.ModelForm):
    """Why somebody takes leads out, and which columns."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(name, column.words) for name, column in COLUMNS.items()],
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column.")},
    )
    language = forms.ChoiceField(label=_("Language of the headings"), choices=settings.LANGUAGES)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Export
        fields = ("reason", "form", "language", "columns")
        labels = {"reason": _("What do you need it for?"), "form": _("Kind of file")}
        help_texts = {
            "reason": _("A sentence. Auditors read it, beside your pseudonym and whom the file is about.")
        }
        error_messages = {
            "reason": {
                "required": _("Say what you need it for: contact data leaves with a reason or not at all."),
                "min_length": _("That is too short to be a reason. Write a whole sentence."),
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4
        self.fields["language"].initial = get_language()
