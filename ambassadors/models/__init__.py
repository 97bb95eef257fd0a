from ambassadors.models.absence import Absence
from ambassadors.models.affiliation import Affiliation
from ambassadors.models.ambassador import Ambassador
from ambassadors.models.deputy import Deputy
from ambassadors.models.first_admin import FirstAdmin
from ambassadors.models.hr_record import HrRecord
from ambassadors.models.invitation import Invitation
from ambassadors.models.leaving import Leaving
from ambassadors.models.network import Network
from ambassadors.models.old_handle import OldHandle
from ambassadors.models.person import Person
from ambassadors.models.picture import Picture
from ambassadors.models.reorganisation import Reorganisation
from ambassadors.models.reveal import Reveal
from ambassadors.models.role import Role
from ambassadors.models.role_proposal import RoleProposal
from ambassadors.models.succession import Succession
from ambassadors.models.unit import Unit, UnitSpan
from ambassadors.models.upload import Upload

__all__ = [
    "Absence",
    "Affiliation",
    "Ambassador",
    "Deputy",
    "FirstAdmin",
    "HrRecord",
    "Invitation",
    "Leaving",
    "Network",
    "OldHandle",
    "Person",
    "Picture",
    "Reorganisation",
    "Reveal",
    "Role",
    "RoleProposal",
    "Succession",
    "Unit",
    "UnitSpan",
    "Upload",
]
