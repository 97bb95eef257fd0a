from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.look import ribbon
from ambassadors.models import Network, Picture
from ledger import colour

OWN = "own"
# Far enough apart to be told from each other, and from the colours of the four kinds by their place.
NAMED = [
    (10, _("Raspberry")),
    (35, _("Brick")),
    (65, _("Amber")),
    (110, _("Olive")),
    (150, _("Green")),
    (190, _("Teal")),
    (230, _("Sky")),
    (262, _("Blue")),
    (295, _("Violet")),
    (335, _("Orchid")),
]


class LookForm(forms.ModelForm):
    """What the network is called, its colour and its mark."""

    colour = forms.ChoiceField(
        label=_("Colour"),
        choices=[*((str(hue), name) for hue, name in NAMED), (OWN, _("Another one"))],
        widget=forms.RadioSelect,
    )
    hue = forms.IntegerField(
        label=_("Another colour, around the wheel"),
        min_value=0,
        max_value=360,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "class": "hue", "min": 0, "max": 360, "step": 1}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 15 MB; a PNG may let the page show through."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Show no logo any more"), required=False)

    class Meta:
        model = Network
        fields = ["name"]
        help_texts = {"name": _("It stands on every page and above every letter.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hue = self.instance.brand_hue
        self.initial.setdefault("hue", hue)
        self.initial.setdefault("colour", str(hue) if hue in dict(NAMED) else OWN)
        self.fields["name"].widget.attrs["data-preview-name"] = ""
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean(self):
        chosen, own = self.cleaned_data.get("colour"), self.cleaned_data.get("hue")
        if chosen == OWN and own is None and "hue" not in self.errors:
            self.add_error("hue", _("Choose a colour around the wheel, from 0 to 360."))
        return self.cleaned_data

    def swatches(self):
        """[(radio, colour as hex)] of the named colours; the last one has none."""
        hexes = [_swatch(hue) for hue, _name in NAMED]
        return list(zip(self["colour"], [*hexes, ""], strict=True))

    @transaction.atomic
    def keep(self, *, by):
        """Write it; raises Refusal when the logo is no picture we can use."""
        said = self.cleaned_data
        hue = said["hue"] if said["colour"] == OWN else int(said["colour"])
        Network.change(by=by, name=said["name"], brand_hue=hue, **self._logo(by))

    def _logo(self, by):
        if self.cleaned_data["logo"]:
            alt = _("The logo of %(name)s") % {"name": self.cleaned_data["name"]}
            return {"logo": Picture.take(self.cleaned_data["logo"], alt=alt, by=by)}
        return {"logo": None} if self.cleaned_data.get("remove_logo") else {}


def _swatch(hue):
    lightness, chroma = ribbon.shades()[0]
    return colour.as_hex(colour.shown(lightness, chroma * ribbon.richness(hue), hue))
