import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import DateInput
from ambassadors.regions import REGIONS
from leads.models import Gathering

LONGEST = timedelta(days=62)
FARTHEST = timedelta(days=2 * 366)


class GatheringForm(forms.ModelForm):
    """What it is called, where and when it is, and who is offered it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    whose = forms.ChoiceField(
        label=_("Who goes there?"),
        required=False,
        help_text=_("They find it first in the list when they log an encounter."),
    )

    class Meta:
        model = Gathering
        fields = ["name", "place", "occasion", "opens_on", "closes_on"]
        widgets = {"occasion": forms.RadioSelect, "opens_on": DateInput, "closes_on": DateInput}
        labels = {
            "name": _("What is it called?"),
            "place": _("Where is it?"),
            "occasion": _("What is it?"),
            "opens_on": _("First day"),
            "closes_on": _("Last day"),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        scopes = _scopes(by)
        self.fields["whose"].choices = scopes
        self.fields["whose"].required = "" not in dict(scopes)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("whose", _code(self.instance) if "instance" in kwargs else scopes[0][0])
        for name in ("name", "place"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self):
        given = super().clean()
        first, last = given.get("opens_on"), given.get("closes_on")
        today = timezone.localdate()
        if first and not (today - FARTHEST < first < today + FARTHEST):
            self.add_error("opens_on", _("This day is too far away. Look at the year again."))
        if first and last and last < first:
            self.add_error("closes_on", _("It is over before it begins. Look at its days again."))
        elif first and last and last - first > LONGEST:
            self.add_error("closes_on", _("That is longer than two months. Take a shorter time."))
        return given

    @property
    def facts(self):
        kind, _colon, value = self.cleaned_data["whose"].partition(":")
        whose = {"region": value if kind == "region" else "", "unit_code": value if kind == "unit" else ""}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | whose


def _scopes(person):
    """[(code, words)] of what this coordinator may prepare something for."""
    roles = [role for role in person.roles_now if role.name == "coordinator"]
    if any(role.coordinates_everything for role in roles):
        lands = [(f"region:{code}", name) for code, name in REGIONS.items()]
        return [("", _("the whole network")), *lands]
    return [(f"{role.scope_kind}:{role.scope_value}", role.scope) for role in roles]


def _code(gathering):
    if gathering.unit_code:
        return f"unit:{gathering.unit_code}"
    return f"region:{gathering.region}" if gathering.region else ""
