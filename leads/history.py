"""Everything that happened about a lead, in words: the lead itself, its customer, encounter, consents, calls and cases.

A room above registers which of its rows tell of a lead, and how what happened to them reads.
"""

from collections import namedtuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from leads.history_words import SAID
from leads.models import (
    CallBack,
    Case,
    Consent,
    ConsentRequest,
    Customer,
    CustomerLink,
    Duplicate,
    Encounter,
    ErasureWish,
    FollowUp,
    Lead,
    Notice,
    Objection,
    Referral,
    SharedCredit,
)
from ledger.again import keyed_again
from ledger.counting import keyed
from ledger.models import Event

Line = namedtuple("Line", "at icon what more who")
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


def events_of(lead, person=None):
    """All that happened about it, newest first; a shared credit for the two alone, who `person` may be one of."""
    return events_about(keyed(rows_of(lead, person)))


def events_about(rows):
    """All that happened to these rows, [(noun, id)], newest first."""
    return Event.objects.about_rows(rows).with_actors().newest_first()


def rows_of(lead, person=None):
    """{noun: its rows that tell of the lead}"""
    customer = lead.customer_id
    rows = {
        "leads.lead": Lead.objects.only_this(lead),
        "leads.customer": Customer.objects.keyed([customer]),
        "leads.encounter": Encounter.objects.numbered([lead.encounter_id]),
        "leads.consent": Consent.objects.of_customer(customer),
        "leads.followup": FollowUp.objects.keys_about(lead),
        "leads.case": Case.objects.of_lead(lead),
        "leads.notice": Notice.objects.of_customer(customer),
        "leads.callback": CallBack.objects.of_customer(customer),
        "leads.consentrequest": ConsentRequest.objects.of_customer(customer),
        "leads.objection": Objection.objects.of_customer(customer),
        "leads.customerlink": CustomerLink.objects.of_customer(customer),
        "leads.duplicate": Duplicate.objects.of_customer(customer),
        "leads.referral": Referral.objects.about_lead(lead.pk),
        "leads.erasurewish": ErasureWish.objects.of_customer(customer),
        **{label: theirs(lead) for label, (theirs, _said) in _registered.items()},
    }
    if person:
        rows["leads.sharedcredit"] = SharedCredit.objects.visible_to(person).about_lead(lead.pk)
    return rows


all_rows_of = keyed_again(rows_of)


def newest_of(lead, rows):
    """The newest that happened to its rows as a list; of a lead with very many also every move, however old."""
    newest = list(events_about(rows)[:MANY])
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
        return _label(
            CallBack.Answer if event.subject_type == "leads.callback" else FollowUp.Answer, data["answer"]
        )
    if event.verb == "used":
        return _("for the service desk") if data.get("referral") else _("for a call or a letter")
    if "channel" in data and "purpose" in data:
        told = [(name, data[name]) for name in ("channel", "purpose", "manner") if name in data]
        return ", ".join(str(_label(Consent._meta.get_field(name), code)) for name, code in told)
    return ", ".join(str(FIELDS[name]) for name in data.get("fields", []) if name in FIELDS)


def _label(choices, code):
    """The word of a code; one that is gone keeps its code."""
    return dict(choices.choices).get(code, code)
