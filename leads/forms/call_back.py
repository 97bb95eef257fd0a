import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.fields import LineField, PhoneField
from leads.models import CallBack

DAYS = [(3, _("3 days")), (7, _("7 days")), (14, _("14 days"))]


class CallBackForm(forms.Form):
    """Somebody wants one call about one matter: the number, and how long it waits."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    phone = PhoneField(label=_("Phone number"))
    matter = LineField(200, label=_("What is it about?"), required=False)
    days = forms.TypedChoiceField(
        label=_("How long may the number wait?"),
        choices=DAYS,
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        for name in ("phone", "matter"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # it is somebody else's


class CallAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(one.value, one.label) for one in CallBack.OURS])
