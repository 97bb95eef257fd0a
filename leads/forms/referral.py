from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from leads.forms.fields import LineField, ParagraphField
from leads.models import CallBack, Referral
from leads.models.referral import channel


class ReferralForm(Watched, forms.Form):
    """What goes to the service desk besides the matter itself."""

    watched = ("remark",)

    remark = ParagraphField(
        1000, required=False, label=_("What else should they know?"),
        help_text=_("About the matter, not about the person."),
    )  # fmt: skip
    with_contact = forms.BooleanField(
        required=False,
        label=_("They agreed that the service desk calls them: name and number go along."),
    )
    reference = LineField(
        80, label=_("Reference of the service desk"),
        error_messages={"required": _("Write the number the service desk gave you.")},
    )  # fmt: skip
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, ground, **kwargs):
        super().__init__(*args, **kwargs)
        if not ground:
            del self.fields["with_contact"]
        elif isinstance(ground[0], CallBack):
            self.fields["with_contact"].label = _(
                "They asked for one call: the service desk makes it, name and number go along."
            )
        if channel() != Referral.Channel.HAND:
            del self.fields["reference"]
        else:
            self.fields.pop("with_contact", None)


class DeskReplyForm(Watched, forms.Form):
    """What the service desk told on the telephone or elsewhere."""

    watched = ("remark",)

    said = forms.ChoiceField(required=False, label=_("Where it stands there"), widget=forms.RadioSelect)
    external_reference = LineField(80, required=False, label=_("Their own number"))
    remark = ParagraphField(2000, required=False, label=_("What they said"))
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        if referral.may_become:
            unchanged = ("", _("unchanged"))
            self.fields["said"].choices = [
                unchanged,
                *((one.value, one.label) for one in referral.may_become),
            ]
        else:
            del self.fields["said"]

    def clean(self):
        said = super().clean()
        if not any(said.get(name) for name in ("said", "external_reference", "remark")):
            raise forms.ValidationError(_("Write at least one thing that they told you."))
        return said
