"""The role log as an auditor reads it: what happened to roles, by stable pseudonyms and without names."""

from collections import namedtuple

from django.utils.translation import gettext_lazy as _

from ambassadors.models import Reveal, Role, RoleProposal
from ledger.pseudonyms import pseudonym

Line = namedtuple("Line", "at by what role scope whom")
LABELS = [model._meta.label_lower for model in (Role, RoleProposal, Reveal)]
SAID = {
    ("role", "granted"): _("gave the role"),
    ("role", "ended"): _("ended the role"),
    ("roleproposal", "proposed"): _("proposed the role"),
    ("roleproposal", "confirmed"): _("confirmed the proposal"),
    ("roleproposal", "declined"): _("said no to the proposal"),
    ("roleproposal", "withdrawn"): _("took the proposal back"),
    ("reveal", "asked"): _("asked for the name"),
    ("reveal", "agreed"): _("agreed to show the name"),
    ("reveal", "declined"): _("saw no need to show the name"),
    ("reveal", "shown"): _("looked at the name"),
}


def lines(events):
    return [_line(event) for event in events]


def _line(event):
    what = SAID.get((event.subject_type.rpartition(".")[2], event.verb), event.verb)
    person, role, scope = (event.data.get(key) for key in ("person", "role", "scope"))
    return Line(
        at=event.at,
        by=pseudonym("P", event.actor_id) if event.actor_id else "",
        what=what,
        role=_label(Role.Name, role),
        scope=_label(Role.Scope, scope) if scope and scope != Role.Scope.NETWORK else "",
        whom=pseudonym("P", person) if person else "",
    )


def _label(choices, code):
    return choices(code).label if code in choices.values else ""
