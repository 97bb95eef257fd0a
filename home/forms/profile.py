from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from ambassadors.profile import LANGUAGES, PARTS, Audience, channels_of, topics_of
from ambassadors.regions import REGIONS
from ledger.models import Event
from ledger.refusal import Refusal

_ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
)
AUDIENCES = [f"{part}_to" for part in PARTS]
KEPT = ["city", "region", "about", "languages", "topics", "channels", "extension", *AUDIENCES]


class ProfileForm(forms.ModelForm):
    """What somebody says of themselves and who may see it, and when and where reminders reach them."""

    region = forms.ChoiceField(
        label=_("Land"),
        required=False,
        choices=[("", _("not in this list")), *REGIONS.items()],
        help_text=_("Its public holidays are yours: no reminder comes on them."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        required=False,
        choices=LANGUAGES.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.CharField(
        label=_("You can help with …"),
        required=False,
        max_length=400,
        help_text=_("A few words each, separated by commas: fibre at home, roaming, moving house."),
    )
    channels = forms.CharField(
        label=_("Where you like to be reached"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("One address a line: your intranet page, LinkedIn, Mastodon, an e-mail address."),
    )
    extension = forms.RegexField(
        r"^[0-9 +()/-]*$",
        label=_("Phone extension"),
        required=False,
        max_length=30,
        error_messages={"invalid": _("A phone number has digits, spaces and + ( ) / - in it, nothing else.")},
    )
    handle = forms.CharField(
        label=_("Handle"),
        required=False,
        max_length=80,
        help_text=_(
            "The name in the address of your page. The old one keeps leading to you, and nobody else can take it."
        ),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in _ZONES],
        help_text=_("Reminders come at nine in the morning there."),
    )

    class Meta:
        model = Ambassador
        fields = KEPT
        labels = {"about": _("In a sentence")}
        help_texts = {"about": _("One sentence for the network: what may people ask you?")}
        widgets = {"about": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, instance, initial=None, **kwargs):
        said = {
            "topics": ", ".join(instance.topics), "channels": "\n".join(instance.channels),
            "handle": instance.handle, "time_zone": instance.person.time_zone,
        }  # fmt: skip
        super().__init__(*args, instance=instance, initial=said | (initial or {}), **kwargs)
        self.now = Ambassador.objects.with_people().get(pk=instance.pk)  # as it is kept, whatever was typed
        for name in AUDIENCES:
            self.fields[name] = forms.ChoiceField(
                label=_("Seen by"), choices=Audience.choices, required=False, widget=forms.RadioSelect
            )

    def clean(self):
        """What wasn't sent along stays as it is: an audience is never widened by leaving it out."""
        for name in AUDIENCES:
            self.cleaned_data[name] = self.cleaned_data.get(name) or getattr(self.instance, name)
        return super().clean()

    def clean_topics(self):
        return topics_of(self.cleaned_data["topics"])

    def clean_channels(self):
        return channels_of(self.cleaned_data["channels"])

    def clean_handle(self):
        try:
            return self.instance.handle_to_take(self.cleaned_data["handle"] or self.instance.handle)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    @transaction.atomic
    def keep(self, *, by):
        """Write the profile; refuses nothing that passed the form, but a handle that was taken meanwhile."""
        self.instance.take_handle(self.cleaned_data["handle"], by=by)
        self.instance.fold()
        self.instance.save(update_fields=[*KEPT, "folded"])
        self.instance.person.live_in(self.cleaned_data["time_zone"])
        changed = sorted(set(self.changed_data) - {"handle"})
        Event.record(self.instance, "changed", by=by, fields=changed)


class PortraitForm(forms.Form):
    portrait = forms.FileField(
        label=_("A picture of you"),
        help_text=_("JPEG, PNG or WebP, up to 15 MB. Where it was taken is removed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
