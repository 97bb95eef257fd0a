from ledger.models.erasure import Erasure, keyed_id
from ledger.models.event import Event, Happened
from ledger.models.job import Job, JobNote
from ledger.models.kept import Kept, KeptQuerySet
from ledger.models.letter import Letter
from ledger.models.look import Look
from ledger.models.mailbox_message import MailboxMessage
from ledger.models.noun import Noun, Submitted
from ledger.models.salt import Salt
from ledger.models.sweep_run import SweepRun

__all__ = [
    "Erasure",
    "Event",
    "Happened",
    "Job",
    "JobNote",
    "Kept",
    "KeptQuerySet",
    "Letter",
    "Look",
    "MailboxMessage",
    "Noun",
    "Salt",
    "Submitted",
    "SweepRun",
    "keyed_id",
]
