from django import forms
from django.core.exceptions import ValidationError

from leads.models.numbers import international
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line


class LineField(forms.CharField):
    """One line of text, at most so long, without characters nobody sees."""

    def __init__(self, max_length, **kwargs):
        super().__init__(max_length=max_length, validators=[one_line], **kwargs)


class ParagraphField(forms.CharField):
    """A few lines of text, without characters nobody sees."""

    def __init__(self, max_length, *, rows=3, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, validators=[no_control_characters], widget=widget, **kwargs)


class ChoicesField(forms.MultipleChoiceField):
    """Some of these, or none: chips that may be tapped together."""

    def __init__(self, choices, **kwargs):
        kwargs = {"required": False, "widget": forms.CheckboxSelectMultiple, **kwargs}
        super().__init__(choices=choices.choices, **kwargs)


class PhoneField(forms.CharField):
    """A telephone number as people write it, kept as "+49…"."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    def __init__(self, **kwargs):
        super().__init__(max_length=40, validators=[one_line], **kwargs)

    def clean(self, value):
        text = super().clean(value)
        try:
            return international(text) if text else ""
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
