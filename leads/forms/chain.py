from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.widgets import DateInput
from leads.models import Purpose
from leads.models.chain_step import LONGEST, Step, what_is_wrong

ROWS = 6
UNITS = [("d", _("days")), ("w", _("weeks")), ("m", _("months"))]
PURPOSES = [
    (Purpose.SERVICE, _("Service: their matter")),
    (Purpose.ADVERTISING, _("Advertising: an offer")),
]


class StepForm(forms.Form):
    """One call; with an empty number there is none."""

    number = forms.IntegerField(label=_("After how many?"), min_value=1, max_value=LONGEST, required=False)
    unit = forms.ChoiceField(label=_("Days, weeks or months"), choices=UNITS)
    purpose = forms.ChoiceField(label=_("What for?"), choices=PURPOSES)

    @property
    def step(self):
        given = self.cleaned_data
        return Step(given["number"], given["unit"], given["purpose"]) if given.get("number") else None


class DayForm(forms.Form):
    """From which day on something holds."""

    day = forms.DateField(label=_("From which day on?"), widget=DateInput)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("day", today)
        self.fields["day"].error_messages["required"] = _("Choose a day.")

    def clean_day(self):
        if self.cleaned_data["day"] < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return self.cleaned_data["day"]


class ChainForm(DayForm):
    """A chain: a day, and up to six calls."""

    def __init__(self, data=None, *, steps, purpose, **kwargs):
        super().__init__(data, **kwargs)
        rows = [{"number": one.number, "unit": one.unit, "purpose": one.purpose} for one in steps]
        rows += [{"unit": "d", "purpose": purpose}] * (ROWS - len(rows))
        self.rows = [
            StepForm(data, prefix=f"call{n}", initial=row) for n, row in enumerate(rows[:ROWS], start=1)
        ]

    def is_valid(self):
        faulty = [
            row for row in self.rows if not row.is_valid()
        ]  # all are looked at: each says what is wrong
        return super().is_valid() and not faulty and self._together_fine()

    @property
    def steps(self):
        return [row.step for row in self.rows if row.step]

    def _together_fine(self):
        if wrong := what_is_wrong(self.steps):
            self.add_error(None, wrong)
        return not wrong
