"""The states of a lead as other systems and people call them."""

from functools import cache

from django.utils.translation import override

from leads.models import Lead

_NEW, _CONTACTED, _OFFERED, _WON, _LOST = (
    Lead.State.NEW, Lead.State.CONTACTED, Lead.State.OFFERED, Lead.State.WON, Lead.State.LOST
)  # fmt: skip
_OTHERS = {
    "open - not contacted": _NEW, "open": _NEW, "new": _NEW, "neu": _NEW, "offen": _NEW,
    "working - contacted": _CONTACTED, "working": _CONTACTED, "contacted": _CONTACTED, "kontaktiert": _CONTACTED,
    "in bearbeitung": _CONTACTED, "offered": _OFFERED, "angebot": _OFFERED, "angeboten": _OFFERED, "proposal": _OFFERED,
    "closed - converted": _WON, "converted": _WON, "qualified": _WON, "won": _WON, "gewonnen": _WON,
    "closed - not converted": _LOST, "unqualified": _LOST, "lost": _LOST, "verloren": _LOST,
}  # fmt: skip


@cache
def stages():
    """{name in small letters: state}: others' names, and ours in English and German."""
    found = dict(_OTHERS)
    for language in ("en", "de"):
        with override(language):
            found |= {str(state.label).lower(): state for state in Lead.State}
    return found
