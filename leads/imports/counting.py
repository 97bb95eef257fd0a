"""What a file of leads brings, in words."""

from django.utils.translation import gettext_lazy as _

from ambassadors.imports.tally import KNOWN, REJECTED, TAKEN
from leads.imports.intake import (
    DISCARDED,
    HELD_BACK,
    KEPT,
    NUMBERS,
    QUEUED,
    TO_CORRECT,
    TO_TELL,
    TWINS,
    UNDATED,
    UNREACHABLE,
    UNVALUED,
    VALUED,
)

WORDS = {
    TAKEN: _("taken"),
    NUMBERS: _("with a number"),
    KEPT: _("numbers kept with their consent"),
    DISCARDED: _("numbers discarded: no consent"),
    UNDATED: _("consents without a day, not valid for a call"),
    TO_TELL: _("to be told what is kept of them, within a month"),
    VALUED: _("with what the contract is worth"),
    UNVALUED: _("monthly values discarded: this network keeps none"),
    TO_CORRECT: _("e-mail addresses to correct"),
    UNREACHABLE: _("without address and number"),
    QUEUED: _("for the coordinators' queue"),
    HELD_BACK: _("with a number or address that was taken back before: left out"),
    TWINS: _("offered as a duplicate to merge"),
    KNOWN: _("known already, unchanged"),
    REJECTED: _("not taken"),
}
TOLD = (REJECTED, HELD_BACK, TWINS)
QUIET = (KNOWN, REJECTED)
