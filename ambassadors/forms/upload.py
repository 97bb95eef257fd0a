import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors.imports import columns, kinds


class UploadForm(forms.Form):
    """A file from the personnel system."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A CSV file, as personnel systems and spreadsheets save it. Which column is which, you say in the next step."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4
        self.fields["file"].widget.attrs["data-largest"] = settings.IMPORT_MEGABYTES * 2**20


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours; a column can be one thing only."""

    def __init__(self, *args, upload, example=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kinds.kind(upload.kind)
        choices = [
            (str(place), _told(name, place, example, upload.header))
            for place, name in enumerate(upload.header)
        ]
        for name, words in columns.words_of(self.kind).items():
            nothing = _("choose a column …") if name in self.kind.needed else _("not in this file")
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=[("", nothing), *choices],
                required=False,
                initial=upload.mapping.get(name, ""),
            )

    def clean(self):
        chosen = {name: int(place) for name, place in super().clean().items() if place}
        for name in self.kind.needed:
            if name not in chosen and name not in self.errors:
                self.add_error(
                    name, _("Without this column no row can be taken. Choose the column that holds it.")
                )
        self._need_one(chosen)
        self._refuse_twice(chosen)
        self.mapping = chosen
        return self.cleaned_data

    def _need_one(self, chosen):
        names, sentence = self.kind.any_of or ((), "")
        if names and not set(names) & set(chosen):
            self.add_error(names[0], sentence)

    def _refuse_twice(self, chosen):
        places = {}
        for name, place in chosen.items():
            if place in places:
                other = self.fields[places[place]].label
                self.add_error(
                    name, _("This column is “%(other)s” already. Choose another one.") % {"other": other}
                )
            places.setdefault(place, name)


def _told(name, place, example, header):
    """“Vorname (Jolanta)”: the column's name, its number where others are called the same, and what stands in its first row."""
    number = _("column %(number)d") % {"number": place + 1}
    shown = f"{name}, {number}" if name and header.count(name) > 1 else name or number
    sample = " ".join(example[place].split())[:24] if place < len(example) else ""
    return f"{shown} ({sample})" if sample else shown
