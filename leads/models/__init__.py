from leads.models.case import Case
from leads.models.consent import Consent
from leads.models.consent_use import ConsentUse
from leads.models.consent_withdrawal import ConsentWithdrawal
from leads.models.consent_wording import Channel, ConsentWording, Purpose
from leads.models.customer import Customer
from leads.models.customer_link import CustomerLink
from leads.models.encounter import Encounter
from leads.models.follow_up import FollowUp
from leads.models.lead import Lead
from leads.models.notice_wording import NoticeWording

__all__ = [
    "Case",
    "Channel",
    "Consent",
    "ConsentUse",
    "ConsentWithdrawal",
    "ConsentWording",
    "Customer",
    "CustomerLink",
    "Encounter",
    "FollowUp",
    "Lead",
    "NoticeWording",
    "Purpose",
]
