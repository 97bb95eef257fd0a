"""A file of leads, for the registry of kinds: how it is told, looked at and taken."""

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
        is_forgotten=True,
    )
