from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Network


class LeadFactsForm(forms.ModelForm):
    """What the network keeps about leads besides what it needs."""

    class Meta:
        model = Network
        fields = ["keeps_contract_values"]
        help_texts = {
            "keeps_contract_values": _(
                "An amount a month, seen on the lead by its ambassador and coordinators. It stands in no report, and nobody is compared by it. "
                "Off, what was kept is shown nowhere."
            )
        }  # fmt: skip

    def keep(self, *, by):
        Network.change(by=by, **self.cleaned_data)
