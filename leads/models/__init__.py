from leads.models.call_back import CallBack
from leads.models.case import Case
from leads.models.chain import Chain
from leads.models.consent import Consent
from leads.models.consent_request import ConsentRequest
from leads.models.consent_use import ConsentUse
from leads.models.consent_withdrawal import ConsentWithdrawal
from leads.models.consent_wording import Channel, ConsentWording, Purpose
from leads.models.counterpart import Counterpart
from leads.models.customer import Customer
from leads.models.customer_link import CustomerLink
from leads.models.desk_reply import DeskReply
from leads.models.duplicate import Duplicate
from leads.models.encounter import Encounter
from leads.models.encounter_photo import EncounterPhoto
from leads.models.erasure_wish import ErasureWish
from leads.models.export import Export
from leads.models.follow_up import FollowUp
from leads.models.gathering import Gathering
from leads.models.lead import Lead
from leads.models.lead_batch import LeadBatch
from leads.models.lead_batch_row import LeadBatchRow
from leads.models.merge import Merge
from leads.models.notice import Notice
from leads.models.notice_wording import NoticeWording
from leads.models.objection import Objection
from leads.models.paper import Paper
from leads.models.referral import Referral
from leads.models.saved_view import SavedView
from leads.models.shared_credit import SharedCredit
from leads.models.suppression import Suppression
from leads.models.vaulted_proof import VaultedProof

__all__ = [
    "CallBack",
    "Case",
    "Chain",
    "Channel",
    "Consent",
    "ConsentRequest",
    "ConsentUse",
    "ConsentWithdrawal",
    "ConsentWording",
    "Counterpart",
    "Customer",
    "CustomerLink",
    "DeskReply",
    "Duplicate",
    "Encounter",
    "EncounterPhoto",
    "ErasureWish",
    "Export",
    "FollowUp",
    "Gathering",
    "Lead",
    "LeadBatch",
    "LeadBatchRow",
    "Merge",
    "Notice",
    "NoticeWording",
    "Objection",
    "Paper",
    "Purpose",
    "Referral",
    "SavedView",
    "SharedCredit",
    "Suppression",
    "VaultedProof",
]
