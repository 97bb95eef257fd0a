from django import forms
from django.core.validators import MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from ambassadors.models import Ambassador, Network
from leads.models import Lead

SHOWN = 12


class LeadForm(Watched, forms.ModelForm):
    """What is known about a lead; what a contract is worth only in networks that keep it."""

    watched = ("former_provider", "note")

    relation = forms.ChoiceField(
        label=_("Who are they to you?"), choices=Lead.Relation.choices, widget=forms.RadioSelect, required=False,
        help_text=_("Helping friends and family is fine. Auditors see it under a pseudonym, and nothing follows from it."),
    )  # fmt: skip
    obstacle = forms.ChoiceField(
        label=_("What stands in the way?"),
        choices=[("", _("Nothing, or not known")), *Lead.Obstacle.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Lead
        fields = ["interest", "former_provider", "win_back", "obstacle", "relation", "contract_value", "note"]
        widgets = {"interest": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 5})}
        labels = {
            "interest": _("What would help them?"),
            "former_provider": _("Where are they now?"),
            "win_back": _("They were with us before: this would win them back"),
            "contract_value": _("What the contract is worth"),
            "note": _("Note"),
        }
        help_texts = {
            "note": _("About the matter, not about the person."),
            "contract_value": _("In euros a month. Shown here only, and in no report."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if Network.now().keeps_contract_values:
            self.fields["contract_value"].validators.append(MinValueValidator(0))
        else:
            del self.fields["contract_value"]


class StateForm(forms.Form):
    """The state a lead goes to; the transitions are the model's affair."""

    to = forms.ChoiceField(choices=Lead.State.choices)
    seen = forms.CharField(max_length=10, required=False)


class HandOverForm(forms.Form):
    """Who looks after the lead from now on."""

    to = forms.ModelChoiceField(
        Ambassador.objects.none(),
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose somebody. Search by name or town if you don't see them."),
            "invalid_choice": _("This person is not an active ambassador. Choose somebody else."),
        },
    )

    def __init__(self, *args, lead, wanted, **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        owner = lead and lead.owner
        self.fields["to"].queryset = self._takers = Ambassador.objects.active().besides(owner)

    @cached_property
    def candidates(self):
        """The people to choose from: those searched for, and whoever is chosen already."""
        shown = list(self._takers.named(self.wanted).with_people().by_name()[:SHOWN])
        return [self.chosen, *shown] if self.chosen and self.chosen not in shown else shown

    @cached_property
    def chosen(self):
        try:
            return self.fields["to"].clean(self["to"].value())
        except forms.ValidationError:
            return None
