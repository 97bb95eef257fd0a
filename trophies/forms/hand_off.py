import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.look.fields import Chosen
from ambassadors.look.slips import Watched
from ambassadors.models import Ambassador
from trophies.models import HandOff

SHOWN = 12


class HandOffForm(Watched, forms.ModelForm):
    """To whom a trophy goes, and why."""

    watched = ("reason",)

    to = Chosen(
        Ambassador.objects.none(),
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who gets it. Search by name or town if you don't see them."),
            "invalid_choice": _("This person is not an active ambassador. Choose somebody else."),
        },
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["to", "reason", "client_id"]

    class Meta:
        model = HandOff
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        labels = {"reason": _("Why this person")}
        help_texts = {"reason": _("One sentence for everybody: it stands on the trophy's journey.")}
        error_messages = {
            "reason": {"required": _("Say in a sentence why. It stands on the trophy's journey.")}
        }

    def __init__(self, *args, trophy, wanted, **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.initial.setdefault("client_id", uuid.uuid4())
        self.fields["to"].queryset = self._takers = Ambassador.objects.active().besides(trophy.keeper)

    @cached_property
    def candidates(self):
        """The people to choose from on this page: those that were searched, and whoever is chosen already."""
        shown = list(self._takers.named(self.wanted).with_people().by_name()[:SHOWN])
        chosen = self.chosen
        return [chosen, *shown] if chosen and chosen not in shown else shown

    @cached_property
    def chosen(self):
        value = self["to"].value()
        try:
            return self.fields["to"].clean(value)
        except forms.ValidationError:
            return None
