from zoneinfo import available_timezones

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from ambassadors.regions import REGIONS
from ledger.models import Event

_ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
)


class ProfileForm(forms.ModelForm):
    """What somebody says of themselves, and when and where reminders reach them."""

    region = forms.ChoiceField(
        label=_("Land"),
        required=False,
        choices=[("", _("not in this list")), *REGIONS.items()],
        help_text=_("Its public holidays are yours: no reminder comes on them."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in _ZONES],
        help_text=_("Reminders come at nine in the morning there."),
    )

    class Meta:
        model = Ambassador
        fields = ["city", "region", "about"]
        help_texts = {"about": _("One sentence for the network: what may people ask you?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = self.instance.person.time_zone

    @transaction.atomic
    def keep(self, *, by):
        """Write the profile; refuses nothing that passed the form."""
        self.instance.fold()
        self.instance.save(update_fields=["city", "region", "about", "folded"])
        self.instance.person.live_in(self.cleaned_data["time_zone"])
        Event.record(self.instance, "changed", by=by, fields=sorted(self.changed_data))


class PortraitForm(forms.Form):
    portrait = forms.FileField(
        label=_("A picture of you"),
        help_text=_("JPEG, PNG or WebP, up to 15 MB. Where it was taken is removed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
