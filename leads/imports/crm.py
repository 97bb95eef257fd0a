"""Leads from a CRM export: what a row says, checked and put into our words. Nothing is written here."""

from collections import namedtuple
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.imports import cells
from ambassadors.imports.rows import Rejected, cells_of, shown
from leads.models import Consent, Customer, Lead
from leads.models.consent import VALIDITY
from leads.models.customer import email_state, international
from ledger.refusal import Refusal

COLUMNS = (
    "Lead ID", "First Name", "Last Name", "Company", "Email", "Phone", "Lead Source", "Status", "Current Provider",
    "Street", "Zip/Postal Code", "City", "Created Date", "Lead Owner Email", "Phone Consent", "Phone Consent Date",
    "Phone Consent Source", "Description",
)  # fmt: skip
STATES = {
    "open - not contacted": Lead.State.NEW,
    "open": Lead.State.NEW,
    "new": Lead.State.NEW,
    "working - contacted": Lead.State.CONTACTED,
    "working": Lead.State.CONTACTED,
    "contacted": Lead.State.CONTACTED,
    "closed - converted": Lead.State.WON,
    "qualified": Lead.State.WON,
    "closed - not converted": Lead.State.LOST,
    "unqualified": Lead.State.LOST,
}
YES = {"yes", "ja", "true", "1", "x"}
DAY = timedelta(days=1)

Facts = namedtuple("Facts", "external_id owner created_at state lead customer number consent")
Said = namedtuple("Said", "given_at source")


def checked(row):
    """The facts of a row that is in order; whether a number may be kept is `number` and `consent` together."""
    cell = cells_of(row)
    if not cell["Lead ID"]:
        raise Rejected(_("there is no Lead ID, so a second import could not recognise it"))
    return Facts(
        cells.fitting(Lead, "external_id", cell["Lead ID"]),
        cell["Lead Owner Email"].lower(),
        _moment(cell["Created Date"]),
        _state(cell["Status"]),
        _lead(cell),
        _customer(cell),
        cell["Phone"],
        _said(cell),
    )


def _lead(cell):
    return {
        "former_provider": cells.fitting(Lead, "former_provider", cell["Current Provider"]),
        "source": cells.fitting(Lead, "source", cell["Lead Source"]),
        "note": cells.fitting(Lead, "note", cell["Description"]),
    }


def _customer(cell):
    named = {
        "first_name": cell["First Name"],
        "last_name": cell["Last Name"],
        "company": cell["Company"],
        "email": cell["Email"],
        "street": cell["Street"],
        "zip_code": cell["Zip/Postal Code"],
        "city": cell["City"],
    }
    facts = {field: cells.fitting(Customer, field, " ".join(text.split())) for field, text in named.items()}
    kind = Customer.Kind.FIRM if facts["company"] else Customer.Kind.PERSON
    return {"kind": kind, "email_state": email_state(facts["email"]), **facts}


def _state(text):
    if text.lower() not in STATES:
        raise Rejected(_("the status “%(text)s” is unknown") % {"text": shown(text)})
    return STATES[text.lower()]


def _moment(text):
    """The moment a lead was made, never one that is still to come; an empty cell is now."""
    if not text:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Rejected(_("there is no moment “%(text)s”") % {"text": shown(text)}) from error
    return min(moment if moment.tzinfo else timezone.make_aware(moment), timezone.now()).astimezone(UTC)


def _said(cell):
    """The yes to calls that the export speaks of, or None; without a day that can be true it is undated."""
    if cell["Phone Consent"].lower() not in YES:
        return None
    given = cells.day(cell["Phone Consent Date"])
    source = cells.fitting(Consent, "source", cell["Phone Consent Source"])
    if given is None or given > timezone.localdate():
        return Said(None, source)
    return Said(timezone.make_aware(datetime.combine(given, time.min)), source)


def number_to_keep(facts):
    """The number as "+49…" where a dated consent is in force, else ""."""
    said = facts.consent
    if not (facts.number and said and said.given_at and _holds(said.given_at)):
        return ""
    try:
        return international(facts.number)
    except Refusal:
        return ""


def _holds(given_at):
    return given_at > timezone.now() - VALIDITY
