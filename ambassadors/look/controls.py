"""The bare control of a form field, with the class it is drawn by and the texts that belong to it."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from ambassadors.look.icons import known, named
from ambassadors.look.marks import kind_of, mark

DJANGOS_ROWS = "10"  # far too tall for a sentence
CHOSEN = mark_safe(" selected")
UNDRAWN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


def control(field, *, hint="", placeholder=""):
    """The field's widget as HTML; its hint and its error are named in aria-describedby."""
    widget = field.field.widget
    attrs = {"placeholder": placeholder} if placeholder else {}
    if not isinstance(widget, UNDRAWN):
        attrs["class"] = f"{widget.attrs.get('class', '')} input".strip()
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == DJANGOS_ROWS:
        attrs["rows"] = 4
    described = described_by(field, hint=hint)
    return field.as_widget(attrs=attrs | ({"aria-describedby": described} if described else {}))


def described_by(field, *, hint=""):
    """The ids of the texts under a control."""
    texts = [("helptext", hint or field.help_text), ("error", field.errors)]
    return " ".join(f"{field.auto_id}_{name}" for name, text in texts if text)


def is_choice(field):
    """Whether the field is a set of radios or checkboxes."""
    return isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))


def is_check(field):
    widget = field.field.widget
    return isinstance(widget, forms.CheckboxInput) and not is_choice(field)


def options(choices, chosen):
    """The <option>s of a <select> from (value, words); many of them cost next to nothing."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, CHOSEN if value == chosen else "", words) for value, words in choices),
    )


def icon(name, *, label=""):
    """An icon beside a word, or alone with a label."""
    told = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>', told, mark_safe(named(name)))


def choice_picture(choice, icons=None, *, size=""):
    """What stands before the words of a chip or tile: the mark of a kind, an icon of that name, or nothing."""
    value = str(choice.data["value"])
    if kind_of(value):
        return mark(kind_of(value), size)
    name = (icons or {}).get(value, value)
    return icon(name) if known(name) else ""
