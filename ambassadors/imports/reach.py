"""Whom somebody may bring in: an admin and a coordinator of the network everybody, another coordinator their scope."""

from ambassadors.imports.rows import Rejected
from ledger.sentences import Sentence as _


class Reach:
    """The scope of one person, asked for many rows."""

    def __init__(self, person):
        self.person = person
        self.everything = person.has_role("admin") or person.coordinates_everything
        scopes = [role for role in person.roles_now if role.name == "coordinator"]
        self.regions = {role.scope_value for role in scopes if role.scope_kind == "region"}
        self.codes = {code for role in scopes if role.scope_kind == "unit" for code in role.unit_codes()}

    def covers(self, unit_code, region):
        return self.everything or unit_code in self.codes or (region in self.regions if region else False)

    def need(self, unit_code, region):
        if not self.covers(unit_code, region):
            raise Rejected(_("it lies outside your scope"))
