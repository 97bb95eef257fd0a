from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Picture

FORMATS = "image/jpeg,image/png,image/webp"


class PhotoForm(forms.Form):
    """A photo as a phone or a page sends it; what is to be seen may be said."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    photo = forms.FileField(
        label=_("Photo"),
        allow_empty_file=True,
        help_text=_("JPEG, PNG or WebP up to 15 MB. Place and camera data are removed."),
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        error_messages={"required": _("Choose a photo.")},
    )
    alt = Picture._meta.get_field("alt").formfield(
        required=False, help_text=_("One sentence for those who can't see it.")
    )
