import uuid

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.forms.consent_request import LANGUAGES
from leads.models import Notice

WAYS = [(value, capfirst(label)) for value, label in Notice.Way.choices]


class NoticeForm(forms.Form):
    """How the notice was handed over, and in which language."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    way = forms.ChoiceField(label=_("How were they told?"), choices=WAYS, initial=Notice.Way.CARD)
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        here = get_language() or settings.LANGUAGE_CODE
        self.initial.setdefault("language", here if here in dict(LANGUAGES) else LANGUAGES[0][0])
        self.initial.setdefault("client_id", uuid.uuid4())
