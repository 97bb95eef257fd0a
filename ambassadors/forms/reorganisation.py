from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import DateInput
from ambassadors.models import Unit, UnitSpan
from ambassadors.regions import REGIONS
from ledger.text import one_line

PARTS = 4
NAME = {"max_length": UnitSpan._meta.get_field("name").max_length, "validators": [one_line]}
CODE = {
    "max_length": Unit._meta.get_field("code").max_length,
    "validators": [one_line],
    "help_text": _("As your personnel files write it, for example T-DE."),
}


class ReorganisationForm(forms.Form):
    """What all kinds ask for: the day. What it comes to is checked by the plan itself."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    takes_effect_on = forms.DateField(
        label=_("From which day"), widget=DateInput,
        help_text=_("Tomorrow at the earliest: until that day it can be undone."),
    )  # fmt: skip

    unit_fields: tuple[str, ...] = ("unit",)
    parent_fields: tuple[str, ...] = ("parent",)
    says: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = _units()
        for name in self.unit_fields:
            many = isinstance(self.fields[name], forms.MultipleChoiceField)
            self.fields[name].choices = _plain(units) if many else [("", _("choose …")), *units]
        for name in self.parent_fields:
            self.fields[name].choices = [("", _("at the top")), *units]

    def clean_takes_effect_on(self):
        day = self.cleaned_data["takes_effect_on"]
        if day > timezone.localdate() + timedelta(days=3660):
            raise forms.ValidationError(_("This is more than ten years ahead. Look at the year."))
        return day

    def plan(self):
        """What the form says, as a Reorganisation keeps it."""
        return {name: self.cleaned_data[name] for name in self.says}


class RenameForm(ReorganisationForm):
    unit = forms.ChoiceField(label=_("Which unit"))
    name = forms.CharField(label=_("New name"), **NAME)
    field_order = ["client_id", "unit", "name", "takes_effect_on"]
    parent_fields = ()
    says = ("unit", "name")


class MoveForm(ReorganisationForm):
    unit = forms.ChoiceField(label=_("Which unit"))
    parent = forms.ChoiceField(label=_("Below which unit from now on"), required=False)
    field_order = ["client_id", "unit", "parent", "takes_effect_on"]
    says = ("unit", "parent")


class FoundForm(ReorganisationForm):
    name = forms.CharField(label=_("Name"), **NAME)
    code = forms.CharField(label=_("Code"), **CODE)
    parent = forms.ChoiceField(label=_("Below which unit"), required=False)
    field_order = ["client_id", "name", "code", "parent", "takes_effect_on"]
    unit_fields = ()
    says = ("name", "code", "parent")


class MergeForm(ReorganisationForm):
    """Units that become one: an existing unit, or a new one with a code of its own."""

    sources = forms.MultipleChoiceField(
        label=_("Which units end"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the units that end.")},
    )  # fmt: skip
    into = forms.ChoiceField(
        label=_("They go into this unit"), required=False,
        help_text=_("Leave it open and write a code and a name below, if all of them become a new unit."),
    )  # fmt: skip
    code = forms.CharField(label=_("Code of a new unit"), required=False, **CODE)
    name = forms.CharField(
        label=_("Name from then on"), required=False, **NAME, help_text=_("Leave it empty to keep the name it has.")
    )  # fmt: skip
    parent = forms.ChoiceField(label=_("A new unit stands below"), required=False)
    field_order = ["client_id", "sources", "into", "code", "name", "parent", "takes_effect_on"]
    unit_fields = ("sources", "into")

    def clean(self):
        into, code = self.cleaned_data.get("into"), self.cleaned_data.get("code")
        if bool(into) == bool(code):
            self.add_error(
                "into", _("Choose one unit that goes on, or write the code of a new one: one of both.")
            )
        elif code and not self.cleaned_data.get("name"):
            self.add_error("name", _("A new unit needs a name."))
        return self.cleaned_data

    def plan(self):
        said = self.cleaned_data
        return {
            "sources": said["sources"], "into": said["into"] or said["code"], "new": bool(said["code"]),
            "name": said["name"], "parent": said["parent"] if said["code"] else "",
        }  # fmt: skip


class SplitForm(ReorganisationForm):
    """A unit that becomes several; who goes where is said by land and place, and for those left by hand."""

    unit = forms.ChoiceField(label=_("Which unit ends"))
    parent_fields = ()
    order = "name", "code", "lands", "places", "children"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = _units()
        for number in range(1, PARTS + 1):
            self.fields |= {f"{name}_{number}": field for name, field in _part_fields(number, units).items()}
        self.order_fields(["client_id", "unit", "takes_effect_on"])

    @property
    def parts(self):
        """[(number, [bound fields])] of the parts, for the page."""
        return [(number, [self[f"{name}_{number}"] for name in self.order]) for number in range(1, PARTS + 1)]

    def clean(self):
        for number in range(1, PARTS + 1):
            if self._said(number, "name") and not self._said(number, "code"):
                self.add_error(f"code_{number}", _("Each part needs a code of its own."))
            if self._said(number, "code") and not self._said(number, "name"):
                self.add_error(f"name_{number}", _("Each part needs a name."))
        return self.cleaned_data

    def plan(self):
        numbers = [number for number in range(1, PARTS + 1) if self._said(number, "code")]
        return {
            "unit": self.cleaned_data["unit"],
            "parts": [self._part(number) for number in numbers],
            "by_hand": {},
        }

    def _part(self, number):
        places = (place.strip() for place in self._said(number, "places").split(","))
        lists = {name: self._said(number, name) for name in ("lands", "children")}
        return {
            "code": self._said(number, "code"), "name": self._said(number, "name"),
            "places": [place for place in places if place], **lists,
        }  # fmt: skip

    def _said(self, number, name):
        return self.cleaned_data.get(f"{name}_{number}") or ""


FORMS = {"merge": MergeForm, "split": SplitForm, "rename": RenameForm, "move": MoveForm, "found": FoundForm}


def _part_fields(number, units):
    needed = number <= 2
    chosen = {"required": False, "widget": forms.CheckboxSelectMultiple}
    return {
        "name": forms.CharField(label=_("Name"), required=needed, **NAME),
        "code": forms.CharField(label=_("Code"), required=needed, **CODE),
        "lands": forms.MultipleChoiceField(
            label=_("People from these lands"), choices=list(REGIONS.items()), **chosen
        ),
        "places": forms.CharField(
            label=_("People from these places"), required=False, max_length=500, validators=[one_line],
            help_text=_("With commas between them. A place counts before its land."),
        ),
        "children": forms.MultipleChoiceField(
            label=_("Units below it that go along"), choices=_plain(units), **chosen,
            help_text=_("Those that nobody takes go with the first part."),
        ),
    }  # fmt: skip


def _units():
    return [(code, f"{'– ' * depth}{name} ({code})") for depth, code, name in Unit.objects.tree()]


def _plain(units):
    """For chips, which show no steps."""
    return [(code, name.lstrip("– ")) for code, name in units]
