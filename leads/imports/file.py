"""A file of leads, for the registry of kinds: how it is told, looked at and taken."""

from django.utils.translation import gettext_lazy as _

from ambassadors.imports import kinds
from leads.imports import columns, counting, working


def register():
    kinds.register(
        "leads",
        columns=columns.LEADS,
        fits=columns.fits,
        through=working.through,
        verdicts=working.verdicts,
        words=counting.WORDS,
        told=counting.TOLD,
        quiet=counting.QUIET,
        dates=("created", "consent_date"),
        numbers=("value",),
        usual=_("known already, unchanged"),
        is_forgotten=True,
        has_taker=True,
    )
