import uuid
from datetime import time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from ambassadors.look.widgets import DateInput, TimeInput
from leads.calendar import MORNING, Wall, is_working_day, next_working_day, wall_at
from leads.forms.fields import LineField
from leads.models import FollowUp, Purpose
from leads.models.consequences import NOBODY_MAY_CALL, REACHED
from leads.models.due import refuse_unreasonable
from ledger.refusal import Refusal

EVENING = time(17)


class WallForm(forms.Form):
    """A day and an hour on the wall clock of the ambassador."""

    day = forms.DateField(label=_("Which day?"), widget=DateInput)
    hour = forms.TimeField(label=_("At what time?"), widget=TimeInput, initial="09:00")

    def __init__(self, *args, tz, **kwargs):
        super().__init__(*args, **kwargs)
        self.tz = tz
        self.fields["day"].error_messages["required"] = _("Choose a day.")

    def clean(self):
        given = super().clean()
        if given.get("day") and given.get("hour"):
            given["wall"] = Wall(given["day"], given["hour"].replace(second=0, microsecond=0), self.tz)
            self._check(given["wall"])
        return given

    def _check(self, wall):
        try:
            refuse_unreasonable(wall)
        except Refusal as refusal:
            self.add_error("day", str(refusal))


class FollowUpForm(Watched, WallForm):
    """A call that somebody promises by hand."""

    watched = ("remark",)

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    purpose = forms.ChoiceField(label=_("What for?"), widget=forms.RadioSelect, choices=[
        (Purpose.SERVICE, _("Service: their matter")), (Purpose.ADVERTISING, _("Advertising: an offer")),
    ])  # fmt: skip
    remark = LineField(200, label=_("What is it about?"), required=False)
    field_order = ["day", "hour", "purpose", "remark"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("purpose", Purpose.SERVICE)


class SnoozeForm(WallForm):
    """Another day and hour for a call."""


class AnswerForm(forms.Form):
    """What came of a call."""

    answer = forms.ChoiceField(
        choices=FollowUp.Answer.choices,
        error_messages={
            "required": _("Tap what came of it."),
            "invalid_choice": _("Tap one of the answers below."),
        },
    )
    how = forms.ChoiceField(
        label=_("How did you speak?"),
        choices=[(one.value, one.label) for one in (FollowUp.How.MET, FollowUp.How.THEY_CALLED)],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, follow_up, **kwargs):
        super().__init__(*args, **kwargs)
        self.follow_up = follow_up

    def clean(self):
        given = super().clean()
        if given.get("answer") in REACHED and self.asks_how and not given.get("how"):
            self.add_error("how", NOBODY_MAY_CALL)
        return given

    @property
    def asks_how(self):
        """A call about an offer that no consent allows: they met, or the customer called."""
        return self.follow_up.purpose == Purpose.ADVERTISING and not self.follow_up.may_call

    @property
    def said(self):
        """What came of it, as the verbs of a follow-up take it."""
        return {"answer": self.cleaned_data["answer"], "how": self.cleaned_data.get("how", "")}


def quick_choices(now, tz, region):
    """The wall times a call is put off to with one tap: this evening, the next working day, next week."""
    today = wall_at(now, tz)
    tomorrow = next_working_day(today.day + timedelta(days=1), region)
    monday = next_working_day(today.day + timedelta(days=7 - today.day.weekday()), region)
    this_evening = [today.day] if today.hour < time(16) and is_working_day(today.day, region) else []
    evenings = [Wall(day, EVENING, tz) for day in [*this_evening, tomorrow]]
    mornings = [Wall(day, MORNING, tz) for day in [tomorrow, monday]]
    return sorted({*evenings, *mornings})
