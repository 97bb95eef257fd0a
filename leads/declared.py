"""What ambassadors said about who their customers are to them, as an auditor reads it: by pseudonyms, and nothing follows from it."""

from collections import namedtuple

from leads.models import Lead
from ledger.models import Event
from ledger.pseudonyms import pseudonym

Line = namedtuple("Line", "at who lead before relation state")


def declarations(relation=""):
    """What was declared, newest first; of one relation, or all of it."""
    events = Event.objects.of_kinds(Lead._meta.label_lower).of_verb("declared").newest_first()
    return events.saying("relation", relation) if relation in Lead.Relation.values else events


def lines(events):
    """[Line]; the state is the one of now, empty where the lead is gone."""
    states = Lead.objects.states_of(event.subject_key for event in events)
    return [
        Line(
            at=event.at,
            who=pseudonym("P", event.actor_id) if event.actor_id else "",
            lead=pseudonym("L", event.subject_key),
            before=_label(Lead.Relation, event.data.get("before")),
            relation=_label(Lead.Relation, event.data.get("relation")),
            state=_label(Lead.State, states.get(event.subject_key)),
        )
        for event in events
    ]


def _label(choices, code):
    return choices(code).label if code in choices.values else ""
