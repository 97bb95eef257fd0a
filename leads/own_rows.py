"""Which rows of this room are about an ambassador, and what of them is about a customer and stays out."""

from django.utils.translation import gettext_lazy as _

from ambassadors import own_data
from leads.models import (
    Case,
    Encounter,
    EncounterPhoto,
    Export,
    FollowUp,
    Gathering,
    Lead,
    LeadBatch,
    SavedView,
    SharedCredit,
)

OF_THE_CUSTOMER = _("It is about a customer, who has a right of their own to it.")

OF_CUSTOMERS = (
    "leads.customer",
    "leads.customerlink",
    "leads.consent",
    "leads.consentrequest",
    "leads.consentuse",
    "leads.consentwithdrawal",
    "leads.callback",
    "leads.referral",
    "leads.deskreply",
    "leads.notice",
    "leads.objection",
    "leads.merge",
    "leads.duplicate",
    "leads.vaultedproof",
    "leads.paper",
)


def register():
    for label, noun, words in [
        ("leads.encounter", Encounter, ["place", "sentence"]),
        ("leads.encounterphoto", EncounterPhoto, []),
        (
            "leads.lead",
            Lead,
            [
                "former_provider",
                "obstacle",
                "contract_value",
                "note",
                "source",
                "folded",
                "marks",
                "found_by",
            ],
        ),
        ("leads.followup", FollowUp, ["remark"]),
        ("leads.case", Case, ["title", "since_when", "tried", "what_helped", "reference"]),
    ]:
        own_data.register(label, _owned(noun), without=dict.fromkeys(words, OF_THE_CUSTOMER))
    own_data.register("leads.savedview", lambda person: SavedView.objects.visible_to(person).by_name())
    own_data.register("leads.leadbatch", lambda person: LeadBatch.objects.visible_to(person).oldest_first())
    own_data.register("leads.export", _exported, without={"query": OF_THE_CUSTOMER, "file": OF_THE_CUSTOMER})
    own_data.register("leads.sharedcredit", _shared)
    own_data.register("leads.gathering", lambda person: Gathering.objects.prepared_by(person).order_by("pk"))
    for label in OF_CUSTOMERS:
        own_data.leave_out(label, OF_THE_CUSTOMER)


def _exported(person):
    return Export.objects.visible_to(person).order_by("created_at", "pk")


def _owned(noun):
    return lambda person: noun.objects.owned_by(person).order_by("created_at", "pk")


def _shared(person):
    return SharedCredit.objects.of_person(person).order_by("created_at", "pk")
