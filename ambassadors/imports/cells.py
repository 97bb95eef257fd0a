"""What a cell must be like: the same rules that the forms have, said as the reason why a row isn't taken."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ambassadors.imports.rows import Rejected, shown
from ledger.sentences import Sentence as _
from ledger.sentences import sentence_of


def fitting(model, field, text):
    """The text, if the model's field may hold it."""
    column = model._meta.get_field(field)
    if column.max_length and len(text) > column.max_length:
        raise Rejected(
            _("%(field)s is longer than %(most)d characters") % {"field": field, "most": column.max_length}
        )
    try:
        for rule in column.validators:
            rule(text)
    except ValidationError as error:
        raise Rejected(_("%(field)s: %(why)s") % {"field": field, "why": sentence_of(error)}) from error
    return text


def address(text):
    """An e-mail address in small letters, that could be one."""
    if not text:
        raise Rejected(_("there is no e-mail address"))
    try:
        validate_email(text)
    except ValidationError as error:
        raise Rejected(_("“%(text)s” is no e-mail address") % {"text": shown(text)}) from error
    return text.lower()


def day(text):
    """A date like 2026-11-22 or 22.11.2026, or None for an empty cell."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text)  # noqa: DTZ007
    except ValueError as error:
        raise Rejected(_("there is no day “%(text)s”") % {"text": shown(text)}) from error
