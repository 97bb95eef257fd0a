"""How an ambassador and the person of a lead met."""

from datetime import timedelta

from home.demo.content import document, key, said
from leads.models import Encounter

OCCASIONS = {
    "CeBIT": "fair",
    "Kirmes Zwickau": "fair",
    "Stadtfest Bonn": "fair",
    "Zugfahrt": "on_the_way",
    "Kantine": "work",
    "Nachbarschaft": "friends",
    "Vereinsabend": "friends",
    "Empfang": "other",
}


def before(journal, lead, dice, opener):
    """The encounter the lead came from; it takes the first sentence of the note, the lead keeps the rest."""
    sentence, stop, rest = lead.note.partition(". ")
    lead.note = rest or lead.note
    occasion = OCCASIONS.get(lead.source, "other")
    lead.source = said(document("everyday.yaml")["places"][lead.source], "name")
    at = lead.created_at - timedelta(minutes=20)
    lead.encounter = journal.add(
        Encounter(
            pk=key("encounter", lead.external_id),
            ambassador=lead.owner,
            happened_at=at,
            created_at=lead.created_at,
            occasion=occasion,
            place=lead.source,
            opener=dice.one_of([opener, opener, opener, "just_so"]),
            outcomes=_outcomes(dice),
            sentence=(sentence + stop.strip()) if rest else "",
            unit_code=lead.unit_code,
            region=lead.region,
        )
    )
    journal.tell(
        lead.encounter,
        "logged",
        lead.created_at,
        lead.owner.person,
        occasion=lead.encounter.occasion,
        opener=lead.encounter.opener,
        outcomes=lead.encounter.outcomes,
    )


def _outcomes(dice):
    return [
        "offer",
        *(["helped"] if dice.happens(0.15) else []),
        *(["good_word"] if dice.happens(0.25) else []),
    ]
