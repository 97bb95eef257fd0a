import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors.imports import columns


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
        self.upload = upload
        needed = columns.NEEDED[upload.kind]
        choices = [(str(place), _told(name, place, example)) for place, name in enumerate(upload.header)]
        for name, words in columns.of_kind(upload.kind).items():
            nothing = _("choose a column …") if name in needed else _("not in this file")
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=[("", nothing), *choices],
                required=False,
                initial=upload.mapping.get(name, ""),
            )

    def clean(self):
        chosen = {name: int(place) for name, place in super().clean().items() if place}
        for name in columns.NEEDED[self.upload.kind]:
            if name not in chosen and name not in self.errors:
                self.add_error(
                    name, _("Without this column no row can be taken. Choose the column that holds it.")
                )
        self._need_a_name(chosen)
        self._refuse_twice(chosen)
        self.mapping = chosen
        return self.cleaned_data

    def _need_a_name(self, chosen):
        if not self.upload.is_units and not {"first_name", "last_name"} & set(chosen):
            self.add_error(
                "last_name", _("People need a name. Choose the column of the first or the last name.")
            )

    def _refuse_twice(self, chosen):
        places = {}
        for name, place in chosen.items():
            if place in places:
                other = self.fields[places[place]].label
                self.add_error(
                    name, _("This column is “%(other)s” already. Choose another one.") % {"other": other}
                )
            places.setdefault(place, name)


def _told(name, place, example):
    """“Vorname (Jolanta)”: the column's name and what stands in its first row."""
    shown = name or _("column %(number)d") % {"number": place + 1}
    sample = " ".join(example[place].split())[:24] if place < len(example) else ""
    return f"{shown} ({sample})" if sample else shown
