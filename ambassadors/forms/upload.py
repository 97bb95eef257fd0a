import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors.imports import columns, formats, guessing, kinds
from ambassadors.imports.reach import Reach
from ambassadors.models import Ambassador, Upload

TAB = "tab"  # a tabulator is no good value for a list to choose from


class UploadForm(forms.Form):
    """A file from the personnel system, or of leads."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A CSV file or an Excel workbook, as other systems and spreadsheets save it. Which column is which, you say in the next step."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv,text/plain"}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4
        self.fields["file"].widget.attrs["data-largest"] = settings.IMPORT_MEGABYTES * 2**20


class ReadingForm(forms.Form):
    """How a file is written, as it was guessed."""

    kind = forms.ChoiceField(label=_("What stands in it"), choices=Upload.Kind)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=guessing.ENCODINGS)
    delimiter = forms.ChoiceField(
        label=_("Separator"),
        choices={key.replace("\t", TAB): words for key, words in guessing.SEPARATORS.items()},
    )
    dates = forms.ChoiceField(label=_("Days"), choices=formats.DATES)
    decimal = forms.ChoiceField(label=_("Decimal sign"), choices=formats.DECIMALS)

    @classmethod
    def of(cls, upload):
        found = {name: getattr(upload, name) for name in cls.base_fields}
        return cls(initial=found | {"delimiter": found["delimiter"].replace("\t", TAB)})

    def clean_delimiter(self):
        return self.cleaned_data["delimiter"].replace(TAB, "\t")


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours; a column can be one thing only."""

    def __init__(self, *args, upload, by, example=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.taker = by, None
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
        if self.kind.has_taker:
            self.fields["taker"] = _taker_field(upload)

    def clean_taker(self):
        """The ambassador who gets the rows that name nobody: somebody one may hand leads to."""
        address = self.cleaned_data["taker"]
        if not address:
            return ""
        self.taker = Ambassador.objects.with_email(address).first()
        if self.taker is None or self.taker.has_left or not self._reaches(self.taker):
            raise forms.ValidationError(
                _(
                    "Nobody who is active in your scope has this address. Choose another one, or leave it empty."
                )
            )
        return address

    def _reaches(self, ambassador):
        return Reach(self.by).covers(ambassador.unit_code, ambassador.region)

    def clean(self):
        cleaned = super().clean()
        chosen = {name: int(cleaned[name]) for name in self.kind.columns if cleaned.get(name)}
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


def _taker_field(upload):
    return forms.EmailField(
        label=_("Who looks after rows that name nobody"),
        help_text=_("The e-mail address of an ambassador. Left empty, they wait in the queue."),
        required=False,
        initial=upload.taker.person.email if upload.taker else "",
    )


def _told(name, place, example, header):
    """“Vorname (Jolanta)”: the column's name, its number where others are called the same, and what stands in its first row."""
    number = _("column %(number)d") % {"number": place + 1}
    shown = f"{name}, {number}" if name and header.count(name) > 1 else name or number
    sample = " ".join(example[place].split())[:24] if place < len(example) else ""
    return f"{shown} ({sample})" if sample else shown
