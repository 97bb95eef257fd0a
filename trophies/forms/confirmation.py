from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.look.fields import Chosen
from ambassadors.models import UnitSpan
from trophies.models import Custody


class ConfirmationForm(forms.ModelForm):
    """Where the trophy stands from now on: in which town, and as whose guest."""

    host_unit = Chosen(
        UnitSpan.objects.none(),
        required=False,
        label=_("As a guest of"),
        empty_label=_("my own unit"),
        error_messages={"invalid_choice": _("This unit doesn't exist today. Choose another one.")},
    )
    field_order = ["host_city", "host_unit"]

    class Meta:
        model = Custody
        fields = ["host_city"]
        labels = {"host_city": _("Town it stands in")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host_unit"].queryset = UnitSpan.objects.on(timezone.localdate()).by_name()

    def clean_host_unit(self):
        span = self.cleaned_data["host_unit"]
        return span and span.unit
