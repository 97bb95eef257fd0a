from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from stories.models import Story


class ModerationForm(Watched, forms.ModelForm):
    """What a coordinator says to the author of a story, and which version of it they have read."""

    watched = ("note",)

    read = forms.CharField(widget=forms.HiddenInput, label=_("Version"))
    field_order = ["note", "read"]

    class Meta:
        model = Story
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": _("The author reads it, and so does everybody who may see the story.")}

    def __init__(self, *args, story, note_needed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = note_needed
        self.fields["note"].error_messages["required"] = _(
            "Say in the note what is missing, so that the author can go on."
        )
        self.initial.setdefault(
            "read", story.submitted_at.isoformat() if story and story.submitted_at else ""
        )

    def clean_read(self):
        try:
            return _moment(self.cleaned_data["read"])
        except ValueError:
            raise forms.ValidationError(_("This page is too old. Open the story again.")) from None


def _moment(text):
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A moment needs a zone.")
    return moment
