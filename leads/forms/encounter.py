import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from ambassadors.look.widgets import MomentInput
from leads.forms.people import People
from leads.models import Encounter, Gathering

OLDEST = timedelta(days=5 * 365)
CLOCKS_DIFFER = timedelta(minutes=15)


class OccasionField(forms.ChoiceField):
    """An occasion, or the key of a gathering; those are looked up only where one was named."""

    def valid_value(self, value):
        return value in Encounter.Occasion.values or super().valid_value(value)


class EncounterForm(Watched, forms.ModelForm):
    """Where, which kind and a sentence; everything else may follow.

    `occasion` is one of the occasions or the key of a gathering, which then says what it is and where. The people
    are forms of their own: `form.people`.
    """

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    occasion = OccasionField(
        label=_("Where did you meet?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Tap where you met."),
            "invalid_choice": _("This is not on your list any more. Tap where you met."),
        },
    )
    opener = forms.ChoiceField(
        label=_("What got you talking?"),
        choices=Encounter.Opener.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Tap what got you talking.")},
    )

    watched = ("sentence", "place")

    class Meta:
        model = Encounter
        fields = ["sentence", "place", "happened_at"]
        widgets = {"sentence": forms.Textarea(attrs={"rows": 2}), "happened_at": MomentInput}
        labels = {
            "sentence": _("One sentence"),
            "place": _("Which place or event?"),
            "happened_at": _("When?"),
        }

    def __init__(self, data=None, *, ambassador, initial=None, asks=True):
        super().__init__(data, initial=initial or {})
        self.ambassador = ambassador
        self.asks = asks
        self.people = People(data, typed=initial, asks=asks)
        self.fields["sentence"].required = True
        self.fields["sentence"].error_messages["required"] = _("Write one sentence: what happened?")
        self.fields["happened_at"].required = False
        self.fields["happened_at"].initial = timezone.localtime
        self.fields["occasion"].choices = lambda: [*self._offered, *Encounter.Occasion.choices]
        self.initial.setdefault("client_id", uuid.uuid4())

    def is_valid(self):
        people_are = self.people.are_valid  # asked first, so that all of it is told at once
        return super().is_valid() and people_are

    def clean_happened_at(self):
        moment = self.cleaned_data["happened_at"] or timezone.now()
        if moment > timezone.now() + CLOCKS_DIFFER:
            raise forms.ValidationError(_("This lies in the future. Log it when it has happened."))
        if moment < timezone.now() - OLDEST:
            raise forms.ValidationError(_("This is more than five years ago. Look at the year again."))
        return min(moment, timezone.now())

    def clean_opener(self):
        return self.cleaned_data["opener"] or Encounter.Opener.JUST_SO

    @property
    def client_id_sent(self):
        return self.cleaned_data["client_id"]

    @property
    def encounter_facts(self):
        facts = {name: self.cleaned_data[name] for name in [*self.Meta.fields, "opener"]}
        occasion = self.cleaned_data["occasion"]
        gathering = None if occasion in Encounter.Occasion.values else self.gatherings.get(occasion)
        where = {"occasion": gathering.occasion, "gathering": gathering} if gathering else {}
        return {
            **facts,
            "occasion": occasion,
            "outcomes": self.people.outcomes,
            "place": facts["place"] or (gathering.place_of_it if gathering else ""),
            **where,
        }

    def with_people(self, people):
        """This page again with other people on it, and nothing said about what is still missing."""
        typed = {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        again = EncounterForm(ambassador=self.ambassador, initial=typed)
        again.people = people
        return again

    @cached_property
    def gatherings(self):
        """{key: gathering} of those this may have happened at."""
        there = Gathering.objects.offered_to(self.ambassador).of_late(timezone.localdate())
        return {str(gathering.pk): gathering for gathering in there.ending_first()}

    @property
    def _offered(self):
        """What is on today comes first; what was lately is taken from a phone that had no reception."""
        sent = self.data.get("occasion") if self.is_bound else self.initial.get("occasion")
        return [
            (key, gathering.name)
            for key, gathering in self.gatherings.items()
            if gathering.is_running or key == sent
        ]
