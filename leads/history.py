"""Everything that happened about a lead, in words: the lead itself, its customer, encounter, consents, calls and cases.

A room above registers which of its rows tell of a lead, and how what happened to them reads.
"""

from collections import namedtuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from leads.models import (
    CallBack,
    Case,
    Consent,
    ConsentRequest,
    Customer,
    Encounter,
    FollowUp,
    Lead,
    Notice,
    Objection,
)
from ledger.counting import keyed
from ledger.models import Event

Line = namedtuple("Line", "at icon what more who")
SAID = {
    "lead": {
        "opened": ("flag", _("The lead began")),
        "imported": ("flag", _("The lead was taken over from another system")),
        "moved": ("next", _("It went on")),
        "changed": ("edit", _("The lead was changed")),
        "declared": ("user", _("It was said who the customer is")),
        "handed_on": ("handshake", _("Somebody else looks after the lead")),
        "queued": ("inbox", _("Nobody looks after the lead")),
    },
    "customer": {
        "met": ("user", _("The customer was written down")),
        "changed": ("edit", _("What we know of the customer was changed")),
        "number_erased": ("no", _("The number was erased")),
        "email_erased": ("no", _("The e-mail address was erased")),
        "contact_erased": ("no", _("What reaches the customer was erased: nobody confirmed it in time")),
    },
    "encounter": {
        "logged": ("speech", _("The encounter was logged")),
        "changed": ("edit", _("The encounter was changed")),
        "photographed": ("camera", _("A photo was added")),
        "photo_discarded": ("no", _("A photo was thrown away")),
    },
    "consent": {
        "given": ("shield", _("The customer said yes")),
        "withdrawn": ("no", _("The customer took the yes back")),
        "used": ("phone", _("A call used the consent")),
    },
    "followup": {
        "planned": ("calendar", _("A call was promised")),
        "answered": ("phone", _("The call was made")),
        "corrected": ("edit", _("The answer was corrected")),
        "snoozed": ("clock", _("The call was put off")),
        "ended": ("no", _("The call isn't wanted any more")),
        "handed_over": ("handshake", _("Somebody else makes the call")),
    },
    "notice": {"handed_over": ("file", _("The notice was handed over"))},
    "callback": {
        "asked": ("phone", _("The customer asked for a call")),
        "done": ("check", _("The call that was asked for was made")),
        "tried": ("clock", _("Nobody was reached")),
        "handed_over": ("handshake", _("Somebody else makes the call")),
        "ended": ("no", _("The call isn't wanted any more")),
        "number_erased": ("no", _("The number was erased")),
    },
    "consentrequest": {
        "asked": ("shield", _("The customer was asked for a yes")),
        "begun": ("shield", _("The customer began a yes on their own page")),
        "said": ("speech", _("The customer answered")),
        "confirmed": ("check", _("The customer confirmed the yes")),
    },
    "objection": {
        "declared": ("no", _("The customer objected")),
        "ended": ("undo", _("The objection was taken back")),
    },
    "case": {
        "opened": ("help", _("A help case was opened")),
        "changed": ("edit", _("The help case was changed")),
        "handed_over": ("handshake", _("Somebody else helps")),
        "handed_on": ("outbox", _("The service desk took it over")),
        "solved": ("check", _("The trouble is over")),
        "reopened": ("undo", _("The trouble is back")),
        "dropped": ("no", _("The help case was a mistake")),
    },
}  # fmt: skip
ELSE = ("edit", _("Something was changed"))
FIELDS = {
    "interest": _("interest"),
    "former_provider": _("provider"),
    "obstacle": _("what stands in the way"),
    "relation": _("who they are"),
    "win_back": _("win-back"),
    "contract_value": _("what the contract is worth"),
    "note": _("note"),
    "phone": _("number"),
    "email": _("e-mail"),
    "street": _("street"),
    "zip_code": _("postcode"),
    "city": _("town"),
    "nickname": _("what we call them"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "company": _("company"),
    "kind": _("kind"),
    "title": _("title"),
    "what_helped": _("what helped"),
    "tried": _("what was tried"),
    "since_when": _("since when"),
    "reference": _("reference"),
}
MANY = 200  # more than most leads ever have
_registered = {}


def register(label, rows, said):
    """Let rows of another noun tell of leads: `rows(lead)` are theirs, `said` is {verb: (icon, words)}; other verbs stay untold."""
    _registered[label] = (rows, said)


def events_of(lead):
    """All that happened about it, newest first."""
    customer = lead.customer_id
    rows = {
        "leads.lead": Lead.objects.only_this(lead),
        "leads.customer": Customer.objects.keyed([customer]),
        "leads.encounter": Encounter.objects.numbered([lead.encounter_id]),
        "leads.consent": Consent.objects.of_customer(customer),
        "leads.followup": FollowUp.objects.about(lead),
        "leads.case": Case.objects.of_lead(lead),
        "leads.notice": Notice.objects.of_customer(customer),
        "leads.callback": CallBack.objects.of_customer(customer),
        "leads.consentrequest": ConsentRequest.objects.of_customer(customer),
        "leads.objection": Objection.objects.of_customer(customer),
        **{label: theirs(lead) for label, (theirs, _said) in _registered.items()},
    }
    return Event.objects.about_rows(keyed(rows)).with_actors().newest_first()


def newest_of(lead):
    """The newest of them as a list; of a lead with very many also every move, however old."""
    newest = list(events_of(lead)[:MANY])
    if len(newest) < MANY:
        return newest
    seen = {event.pk for event in newest}
    moves = Event.objects.about(lead).of_verb("moved", "handed_on")
    return newest + [event for event in moves if event.pk not in seen]


def lines(events):
    """The events in words; those of other rooms only where they have some."""
    told = [(event, *_said(event)) for event in events]
    return [Line(event.at, icon, what, _more(event), event.actor) for event, icon, what in told if what]


def _said(event):
    if event.subject_type in _registered:
        return _registered[event.subject_type][1].get(event.verb, ("", ""))
    return SAID.get(event.subject_type.rpartition(".")[2], {}).get(event.verb, ELSE)


def _more(event):
    """What the event says of itself: from where to where, what was changed, which answer."""
    data = event.data
    if "to" in data and "before" in data:
        return format_lazy("{} → {}", _label(Lead.State, data["before"]), _label(Lead.State, data["to"]))
    if "relation" in data:
        return _label(Lead.Relation, data["relation"]) or _("not said")
    if "answer" in data:
        return _label(FollowUp.Answer, data["answer"])
    if "channel" in data and "purpose" in data:
        told = [(name, data[name]) for name in ("channel", "purpose", "manner") if name in data]
        return ", ".join(str(_label(Consent._meta.get_field(name), code)) for name, code in told)
    return ", ".join(str(FIELDS[name]) for name in data.get("fields", []) if name in FIELDS)


def _label(choices, code):
    """The word of a code; one that is gone keeps its code."""
    return dict(choices.choices).get(code, code)
