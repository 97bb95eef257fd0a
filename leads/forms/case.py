from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from ambassadors.look.widgets import DateInput
from leads.forms.fields import ChoicesField, ParagraphField
from leads.models import Case
from leads.models.checklist import Desk, Step


def day_of_trouble(day):
    """The day somebody's trouble began; one that lies ahead or long ago is a slip of the thumb."""
    if day and not (day.year >= 2000 and day <= timezone.localdate()):
        raise forms.ValidationError(
            _("This day can't be right: it lies ahead or long ago. Look at the year.")
        )
    return day


class CaseForm(Watched, forms.ModelForm):
    """What is known about somebody's trouble."""

    watched = ("title", "tried")
    desks = ChoicesField(Desk, label=_("Where did they ask before?"))
    steps = ChoicesField(Step, label=_("The checklist"))
    field_order = ["title", "since_when", "desks", "tried", "steps"]

    class Meta:
        model = Case
        fields = ["title", "since_when", "desks", "tried", "steps"]
        widgets = {"since_when": DateInput}
        labels = {
            "title": _("What is the trouble?"),
            "since_when": _("Since when?"),
            "tried": _("What have they tried?"),
        }
        help_texts = {"tried": _("The hotline, the shop, the app … and what came of it.")}

    def clean_since_when(self):
        return day_of_trouble(self.cleaned_data["since_when"])


class SolutionForm(Watched, forms.Form):
    """What helped in the end."""

    watched = ("what_helped",)

    what_helped = ParagraphField(
        2000,
        label=_("What helped?"),
        error_messages={"required": _("Write what helped: others learn from it.")},
    )
