from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.fields import Chosen
from ambassadors.models import Ambassador, Leaving


class LeavingForm(forms.Form):
    """What somebody stays as, who takes over, and what becomes of the name under their stories."""

    stays_as = forms.ChoiceField(
        label=_("How would you like to go?"), choices=Leaving.StaysAs.choices, initial="alumnus"
    )
    deputy = Chosen(
        Ambassador.objects.none(),
        label=_("Who takes over"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("Nobody: leads go to the coordinators, calls end"),
        error_messages={"invalid_choice": _("This person hasn't agreed to stand in for you. Choose again.")},
    )
    stories_as = forms.ChoiceField(
        label=_("Your stories stay"),
        choices=Leaving.StoriesAs.choices,
        initial="name",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, ambassador, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = (
            Ambassador.objects.agreed_to_stand_in_for(ambassador).with_people().by_name()
        )
        self.ways = [way for way in WAYS if way["value"] != ambassador.state]


# What each way of going means, for the page.
WAYS = [
    {
        "value": "alumnus", "icon": "users", "label": _("Stay as one of the alumni"),
        "text": _("You read along and find your own stories. No leads, no calls, nothing to log."),
    },
    {
        "value": "fan", "icon": "eye", "label": _("Stay as a fan"),
        "text": _("You read stories and follow the trophy. Nothing else, and nobody asks you anything."),
    },
    {
        "value": "gone", "icon": "logout", "label": _("Go altogether"),
        "text": _("Your login closes, your page is hidden, your stories lose your name. An invitation brings you back."),
    },
]  # fmt: skip
