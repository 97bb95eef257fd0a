import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.forms.follow_up import FollowUpForm
from leads.forms.lead import HandOverForm
from leads.models import Lead, LeadBatch


class _Once(forms.Form):
    """A form whose repeat changes nothing."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())


class HandForm(_Once, HandOverForm):
    """Who looks after all of them from now on."""

    @property
    def facts(self):
        return {"taker": str(self.cleaned_data["to"].pk)}


class MoveForm(_Once):
    """Which state they go to."""

    to = forms.ChoiceField(
        label=_("Where do they stand now?"),
        choices=[(state.value, state.label) for state in (Lead.State.CONTACTED, Lead.State.OFFERED, Lead.State.WON)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where they stand.")},
    )  # fmt: skip

    @property
    def facts(self):
        return {"to": self.cleaned_data["to"]}


class LoseForm(_Once):
    """What stood in the way of all of them."""

    obstacle = forms.ChoiceField(
        label=_("What stood in the way?"),
        choices=Lead.Obstacle.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what stood in the way.")},
    )

    @property
    def facts(self):
        return {"obstacle": self.cleaned_data["obstacle"]}


class CallForm(FollowUpForm):
    """One call with each of them, on the same day."""

    @property
    def facts(self):
        wall = self.cleaned_data["wall"]
        said = {name: self.cleaned_data[name] for name in ("purpose", "remark")}
        return {"day": wall.day.isoformat(), "hour": wall.hour.isoformat(), **said}


Act = LeadBatch.Act


def form_for(act, request, **initial):
    """The form that this act needs, bound to what was sent."""
    data = request.POST or None
    if act == Act.HAND:
        wanted = request.GET.get("who", "")[:80]
        return HandForm(data, lead=None, wanted=wanted, initial=initial)
    if act == Act.CALL:
        return CallForm(data, tz=request.user.time_zone, initial=initial)
    return {Act.MOVE: MoveForm, Act.LOSE: LoseForm}[act](data, initial=initial)
