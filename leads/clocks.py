"""When what is known of customers ends: by the state of a lead or case, anew with every contact."""

from django.db.models import Case as When_
from django.db.models import DateTimeField, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from leads import forgetting
from leads.models import (
    Case,
    Consent,
    Customer,
    Encounter,
    EncounterPhoto,
    Export,
    FollowUp,
    Lead,
    VaultedProof,
    unconfirmed,
)
from leads.models.consequences import REACHED
from ledger import retention
from ledger.retention import Later

PROMISED = {"span": "30 days"}  # a call that is promised holds what it is about until so long after its day


def register():
    retention.register(Lead, ends=lead_ends(), moved_by={"leads.followup": "follow_ups"})
    retention.register(Case, ends=case_ends(), moved_by={"leads.followup": "follow_ups"})
    came_of_it = {
        "leads.lead": "leads",
        "leads.case": "cases",
        "leads.followup": "leads__follow_ups",
    }
    retention.register(Encounter, ends=encounter_ends(), moved_by=came_of_it, erase=forgetting.forget_words)
    theirs = {"leads.lead": "leads", "leads.case": "cases", "leads.followup": "follow_ups"}
    retention.register(Customer, ends=customer_ends(), moved_by=theirs)
    asked = {
        "leads.consent": "consents",
        "leads.callback": "call_backs",
        "leads.consentrequest": "consent_requests",
    }
    contact = {"ends": unconfirmed.ends, "erase": unconfirmed.forget, "moved_by": asked}
    retention.register_part(Customer, "contact_until", **contact)
    retention.register(VaultedProof, ends=F("delete_after"), quiet=True)
    retention.before(Customer, forgetting.forget_where_they_were_met)
    retention.before(Lead, forgetting.forget_what_led_to_it)
    retention.before(Case, forgetting.forget_what_led_to_it)
    retention.before(Customer, forgetting.vault_their_proofs)
    retention.before(Consent, forgetting.move_into_the_vault)
    retention.register(Export, ends=Later(F("created_at"), "look"))
    retention.before(EncounterPhoto, forgetting.discard_pictures)


def lead_ends():
    """Lost: so long after it was lost; won or open: so long after the last contact. PostgreSQL's greatest ignores NULL."""
    calls = FollowUp.objects.of_lead(OuterRef("pk"))
    contact = Greatest(F("created_at"), F("state_since"), _last(calls.answered(*REACHED), "answered_at"))
    ends = When_(
        When(state="lost", then=Later(F("state_since"), "lead_lost")),
        When(state="won", then=Later(Greatest(contact, F("won_at")), "lead_won")),
        default=Later(contact, "lead_open"),
        output_field=DateTimeField(),
    )
    return Greatest(ends, Later(_last(calls.open(), "due_at"), **PROMISED))


def case_ends():
    calls = FollowUp.objects.of_case(OuterRef("pk"))
    contact = Greatest(F("opened_at"), F("solved_at"), _last(calls.answered(*REACHED), "answered_at"))
    ends = When_(
        When(state="open", then=Later(contact, "case_open")),
        default=Later(contact, "case_closed"),
        output_field=DateTimeField(),
    )
    return Greatest(ends, Later(_last(calls.open(), "due_at"), **PROMISED))


def encounter_ends():
    """With the last lead or case that came of it; without one by its own clock."""
    own = {"encounter": OuterRef("pk")}
    held = Greatest(
        _last(Lead.objects.of_encounter(own["encounter"]), "delete_after"),
        _last(Case.objects.of_encounter(own["encounter"]), "delete_after"),
    )
    ends = Coalesce(held, Later(F("happened_at"), "encounter"))
    return When_(When(place="", sentence="", then=None), default=ends, output_field=DateTimeField())


def customer_ends():
    """With the last lead or case; merged, with whom they were merged into; who never had one was never confirmed."""
    held = Greatest(
        _last(Lead.objects.of_customer(OuterRef("pk")), "delete_after"),
        _last(Case.objects.of_customer(OuterRef("pk")), "delete_after"),
    )
    other = _last(Customer.objects.numbered(OuterRef("merged_into")), "delete_after")
    return Coalesce(other, held, Later(F("created_at"), "unconfirmed"))


def _last(rows, moment):
    """The latest of these moments of correlated rows, or NULL."""
    return Subquery(rows.order_by(f"-{moment}").values(moment)[:1])
