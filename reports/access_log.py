"""The access log as an auditor reads it: no names, no customer data, stable pseudonyms."""

from collections import namedtuple

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.pseudonyms import pseudonym

Line = namedtuple("Line", "at who noun subject purpose")
PURPOSES = {
    "call": gettext_lazy("for a promised call"),
    "look": gettext_lazy("to see how to reach them"),
    "admin": gettext_lazy("in the administration"),
    "export": gettext_lazy("in an export to a file"),
    "vault_complaint": gettext_lazy("because they say they never allowed it"),
    "vault_authority": gettext_lazy("because an authority asks for it"),
    "vault_dispute": gettext_lazy("for a legal dispute"),
    "vault_check": gettext_lazy("to check the vault itself"),
    "reveal": gettext_lazy("to see whose pseudonym it is"),
}


def lines(looks):
    return [_line(look) for look in looks]


def _line(look):
    return Line(
        at=look.at_time,
        who=pseudonym("P", look.actor_id),
        noun=_noun(look.subject_type),
        subject=_subject(look),
        purpose=PURPOSES.get(look.purpose, look.purpose),
    )


def _subject(look):
    """A person keeps the pseudonym they have everywhere; anything else has one of its own."""
    if look.subject_type == "ambassadors.person":
        return pseudonym("P", look.subject_key)
    return pseudonym("C", f"{look.subject_type}:{look.subject_key}")


def _noun(label):
    """The word for what was looked at; a model that is gone keeps its code."""
    try:
        return capfirst(_(str(apps.get_model(label)._meta.verbose_name)))
    except (LookupError, ValueError):
        return label
