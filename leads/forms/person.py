import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.look.slips import Watched
from ambassadors.look.widgets import DateInput
from leads.capture import CALL_BACK
from leads.forms.case import day_of_trouble
from leads.forms.fields import ChoicesField, LineField, ParagraphField, PhoneField
from leads.models import Customer, Encounter, Lead, Purpose
from leads.models.checklist import Desk, Step
from ledger.text import one_line

CONSENTS = [
    (Purpose.ADVERTISING, _("Yes, also later and with offers")),
    (Purpose.SERVICE, _("Yes, about this only")),
    (CALL_BACK, _("One call, then forget the number")),
    ("", _("No")),
]
OF_THE_PERSON = [
    "consent",
    "told",
    "phone",
    "kind",
    "nickname",
    "city",
    "email",
    "interest",
    "former_provider",
    "relation",
    "win_back",
]
OF_THE_TROUBLE = ["since_when", "desks", "tried", "steps", "minutes", "what_helped"]
A_WORKING_DAY = 600  # minutes; nobody helps longer in one go


class PersonForm(Watched, forms.Form):
    """One person of an encounter: what came of it for them, and as much or as little as they wanted to leave."""

    outcomes = forms.MultipleChoiceField(
        label=_("What came of it?"),
        choices=Encounter.Outcome.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tap at least one.")},
    )
    consent = forms.ChoiceField(
        label=_("May we call back?"), choices=CONSENTS, widget=forms.RadioSelect, required=False
    )
    aloud = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80, validators=[one_line])
    phone = PhoneField(label=_("Phone number"), required=False)
    told = forms.BooleanField(
        label=_("They know what happens to their data: I showed them the card"), required=False
    )
    kind = forms.ChoiceField(
        label=_("Who is it?"),
        choices=Customer.Kind.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Customer.Kind.PERSON,
    )
    nickname = LineField(80, label=_("What do you call them?"), required=False)
    city = LineField(80, label=_("Where do they live?"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    interest = forms.ChoiceField(
        label=_("What would help them?"),
        choices=Lead.Interest.choices,
        widget=forms.RadioSelect,
        required=False,
        initial="unknown",
    )
    former_provider = LineField(80, label=_("Where are they now?"), required=False)
    win_back = forms.BooleanField(
        label=_("They were with us before: this would win them back"), required=False
    )
    relation = forms.ChoiceField(
        label=_("Who are they to you?"),
        choices=Lead.Relation.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Lead.Relation.STRANGER,
    )
    since_when = forms.DateField(label=_("Since when?"), widget=DateInput, required=False)
    desks = ChoicesField(Desk, label=_("Where did they ask before?"))
    steps = ChoicesField(Step, label=_("The checklist"))
    tried = LineField(
        300, label=_("What have they tried?"), required=False,
        help_text=_("The hotline, the shop, the app … and what came of it."),
    )  # fmt: skip
    what_helped = ParagraphField(
        2000, rows=2, label=_("What helped?"), required=False,
        help_text=_("Leave it empty if it isn’t solved yet."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes did it take?"), required=False, min_value=1, max_value=A_WORKING_DAY
    )

    watched = ("nickname", "former_provider", "tried", "what_helped")
    icons = {
        "advertising": "check",
        "service": "check-circle",
        CALL_BACK: "clock",
        "": "no",
        "customer": "user",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("phone", "email", "nickname", "city", "former_provider"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # it is somebody else's
        self.fields["minutes"].widget.attrs["inputmode"] = "numeric"

    def has_changed(self):
        """Whether somebody said anything about this person; what the page chooses by itself is nothing."""
        return any(field.data not in _EMPTY for field in self if not field.is_hidden)

    def clean_since_when(self):
        return day_of_trouble(self.cleaned_data["since_when"])

    @property
    def person_facts(self):
        facts = {
            name: self.cleaned_data[name] for name in ["outcomes", "aloud", *OF_THE_PERSON, *OF_THE_TROUBLE]
        }
        known = facts["interest"] if facts["interest"] != Lead.Interest.UNKNOWN else ""
        relation = facts["relation"] if facts["relation"] != Lead.Relation.STRANGER else ""
        kind = facts["kind"] or Customer.Kind.PERSON
        return {**facts, "interest": known, "relation": relation, "kind": kind}

    @property
    def is_about_more(self):
        """Whether something stands in the fields that are folded away, or is wrong there."""
        names = [name for name in OF_THE_PERSON if name not in ("consent", "phone")]
        return any(self[name].errors or self[name].value() not in _EMPTY for name in names)

    @property
    def tells_of_trouble(self):
        return any(self[name].errors or self[name].value() for name in OF_THE_TROUBLE)


class SomebodyElseForm(PersonForm):
    """One more person, remembered after the encounter was kept."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())

    @property
    def client_id_sent(self):
        return self.cleaned_data["client_id"]


_EMPTY = (
    None,
    "",
    [],
    False,
    "unknown",
    Lead.Relation.STRANGER,
    Customer.Kind.PERSON,
    Customer.Kind.PERSON.value,
)
