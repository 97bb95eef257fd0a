"""What a row says of a lead, checked and put into our words. Nothing is written here."""

from collections import namedtuple
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from ambassadors.imports import cells
from ambassadors.imports.rows import Rejected, cells_of, shown
from leads.imports.columns import BLANK
from leads.imports.identity import identities
from leads.imports.stages import stages
from leads.models import Consent, Customer, Lead
from leads.models.consent import VALIDITY
from leads.models.customer import email_state
from leads.models.numbers import international
from ledger.refusal import Refusal
from ledger.sentences import Sentence as _

SITE = timezone.get_default_timezone()  # a day in a file is a day of the network, whoever reads it in
YES = {"yes", "ja", "true", "wahr", "1", "x", "y", "j"}
YEARS = range(1980, 2100)
MOST_VALUE = Decimal("999999.99")  # as much as the column holds

Facts = namedtuple("Facts", "known_as owner created_at state lead customer number phone consent value")
Said = namedtuple("Said", "given_at source")


def checked(row):
    """The facts of a row that is in order: `number` is what stands in it, `phone` the same as "+49…" where it can be one."""
    cell = BLANK | cells_of(row)
    if not any(cell.values()):
        raise Rejected(_("it says nothing in any of the columns that are taken"))
    created_at = _moment(cell["created"])
    return Facts(
        _known_as(cell),
        cell["owner"].lower(),
        created_at,
        _stage(cell["status"]),
        _lead(cell),
        _customer(cell),
        cell["phone"],
        _international(cell["phone"]),
        _said(cell),
        _value(cell["value"]),
    )


def _known_as(cell):
    """What this lead is recognised by, its own name first."""
    return (
        [cells.fitting(Lead, "external_id", cell["external_id"])] if cell["external_id"] else identities(cell)
    )


def _lead(cell):
    return {
        "former_provider": cells.fitting(Lead, "former_provider", cell["former_provider"]),
        "source": cells.fitting(Lead, "source", cell["source"]),
        "note": cells.fitting(Lead, "note", cell["note"]),
    }


def _customer(cell):
    named = ("first_name", "last_name", "company", "email", "street", "zip_code", "city")
    facts = {field: cells.fitting(Customer, field, " ".join(cell[field].split())) for field in named}
    kind = Customer.Kind.FIRM if facts["company"] else Customer.Kind.PERSON
    return {"kind": kind, "email_state": email_state(facts["email"]), **facts}


def _stage(text):
    """The state of a lead; a file that doesn't say has new ones."""
    if not text:
        return Lead.State.NEW
    if text.lower() not in stages():
        raise Rejected(_("the status “%(text)s” is unknown") % {"text": shown(text)})
    return stages()[text.lower()]


def _moment(text):
    """The moment a lead was made, never one that is still to come; an empty cell is now."""
    if not text:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
        _need_possible(moment)
        return min(moment if moment.tzinfo else timezone.make_aware(moment, SITE), timezone.now()).astimezone(
            UTC
        )
    except (ValueError, OverflowError) as error:
        raise Rejected(_("there is no moment “%(text)s”") % {"text": shown(text)}) from error


def _need_possible(day):
    if day.year not in YEARS:
        raise Rejected(_("the year %(year)d can't be right") % {"year": day.year})


def _said(cell):
    """The yes to calls that the file speaks of, or None; without a day that can be true it is undated."""
    if cell["phone_consent"].lower() not in YES:
        return None
    given = cells.day(cell["consent_date"][:10])
    source = cells.fitting(Consent, "source", cell["consent_source"])
    if given is None:
        return Said(None, source)
    _need_possible(given)
    if given > timezone.localdate():
        return Said(None, source)
    return Said(timezone.make_aware(datetime.combine(given, time.min), SITE), source)


def _value(text):
    """A monthly sum, or None where the file says nothing."""
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Rejected(_("“%(text)s” is no sum") % {"text": shown(text)})
    if not 0 <= value <= MOST_VALUE:
        raise Rejected(_("the sum %(text)s can't be right") % {"text": shown(text)})
    return value.quantize(Decimal("0.01"))


def number_to_keep(facts):
    """The number as "+49…" where a dated consent is in force, else ""."""
    said = facts.consent
    return facts.phone if facts.phone and said and said.given_at and _holds(said.given_at) else ""


def _international(number):
    """The number as "+49…", or "" where it can't be one."""
    try:
        return international(number) if number else ""
    except Refusal:
        return ""


def _holds(given_at):
    return given_at > timezone.now() - VALIDITY
