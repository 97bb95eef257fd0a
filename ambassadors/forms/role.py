from datetime import timedelta

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.look.fields import Chosen
from ambassadors.look.widgets import DateInput
from ambassadors.models import Person, Role, RoleProposal, Unit
from ambassadors.models.role import NEED_TWO
from ambassadors.regions import REGIONS
from ledger.refusal import Refusal

SHOWN = 12
ONE_DAY = timedelta(days=1)


class RoleForm(forms.Form):
    """Who gets which role, for which part of the network and for how long."""

    person = Chosen(
        Person.objects.none(),
        label=_("Who"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who it is. Search by name, town or address if you don't see them."),
            "invalid_choice": _("This person can't sign in. Choose somebody else."),
        },
    )
    name = forms.ChoiceField(
        label=_("Which role"),
        choices=Role.Name.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    scope_kind = forms.ChoiceField(
        label=_("For what"),
        choices=Role.Scope.choices,
        initial="network",
        widget=forms.RadioSelect,
        help_text=_("Only a coordinator can have a part of the network."),
    )
    region = forms.ChoiceField(
        label=_("Land"), required=False, choices=[("", _("no land")), *REGIONS.items()]
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=40,
        help_text=_("Its code, like T-DE-S. The tree of units shows them all."),
        widget=forms.TextInput(
            attrs={"list": "units", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    valid_from = forms.DateField(label=_("First day"), required=False, widget=DateInput)
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("The role ends at midnight where the person lives. Without a last day it runs on."),
    )

    def __init__(self, *args, by, wanted="", **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.wanted = by, wanted
        self.fields["person"].queryset = Person.objects.active()

    @cached_property
    def candidates(self):
        """The people to choose from on this page: those that were searched, and whoever is chosen already."""
        shown = list(Person.objects.found_by(self.wanted)[:SHOWN])
        return [self.chosen, *shown] if self.chosen and self.chosen not in shown else shown

    @cached_property
    def chosen(self):
        try:
            return self.fields["person"].clean(self["person"].value())
        except forms.ValidationError:
            return None

    @property
    def units(self):
        return Unit.objects.tree()

    def clean_unit(self):
        return self.cleaned_data["unit"].strip()

    def clean(self):
        facts = super().clean()
        if facts.get("scope_kind") == "region" and not facts.get("region"):
            self.add_error("region", _("Choose the land."))
        if facts.get("scope_kind") == "unit" and "unit" in facts:
            self._check_unit(facts["unit"])
        self._check_term(facts.get("person"), facts.get("valid_from"), facts.get("last_day"))
        return facts

    def keep(self):
        """Grant the role, or propose it where two people are needed: the Role or the RoleProposal, or None with the sentence in the form."""
        facts = self.cleaned_data
        until = facts["last_day"] and facts["last_day"] + ONE_DAY
        term = {"valid_from": facts["valid_from"], "valid_until": until}
        try:
            if facts["name"] in NEED_TWO:
                self._whole_network_only()
                return RoleProposal.propose(facts["person"], facts["name"], by=self.by, **term)
            return Role.grant(facts["person"], facts["name"], by=self.by, **self._scope(), **term)
        except Refusal as refusal:
            self.add_error(None, str(refusal))

    def _scope(self):
        kind = self.cleaned_data["scope_kind"]
        value = {"region": self.cleaned_data["region"], "unit": self.cleaned_data["unit"]}.get(kind, "")
        return {"scope_kind": kind, "scope_value": value}

    def _whole_network_only(self):
        if self.cleaned_data["scope_kind"] != "network":
            raise Refusal(
                _("Only a coordinator has a part of the network. Take the whole network for this role.")
            )

    def _check_unit(self, code):
        if not code:
            self.add_error("unit", _("Name the unit by its code."))
        elif not Unit.objects.with_code(code).exists():
            self.add_error("unit", _("No unit has this code. Look it up in the tree of units."))

    def _check_term(self, person, first, last):
        if first and last and last < first:
            self.add_error("last_day", _("The term ends before it begins. Look at its days again."))
        elif person and last and last < person.today():
            self.add_error("last_day", _("This term is over already. Choose a later last day."))


class RoleEndForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("Leave it empty and the role ends now."),
    )
