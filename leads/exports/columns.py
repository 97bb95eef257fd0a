"""The columns that an export may have; they are called as an import understands them."""

from collections import namedtuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.imports.columns import LEADS

Column = namedtuple("Column", "words text contact", defaults=(False,))


def _of_customer(name):
    return lambda lead, _consent: getattr(lead.customer, name)


def _day(moment):
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _words(name):
    return LEADS[name][0]


COLUMNS = {
    "external_id": Column(_words("external_id"), lambda lead, _consent: lead.external_id or str(lead.pk)),
    "first_name": Column(_words("first_name"), _of_customer("first_name"), contact=True),
    "last_name": Column(_words("last_name"), _of_customer("last_name"), contact=True),
    "company": Column(_words("company"), _of_customer("company"), contact=True),
    "email": Column(_words("email"), _of_customer("email"), contact=True),
    "phone": Column(
        _words("phone"), lambda lead, consent: lead.customer.phone if consent else "", contact=True
    ),
    "street": Column(_words("street"), _of_customer("street"), contact=True),
    "zip_code": Column(_words("zip_code"), _of_customer("zip_code"), contact=True),
    "city": Column(_words("city"), _of_customer("city")),
    "source": Column(_words("source"), lambda lead, _consent: lead.source),
    "status": Column(_words("status"), lambda lead, _consent: str(lead.get_state_display())),
    "interest": Column(gettext_lazy("Interest"), lambda lead, _consent: str(lead.get_interest_display())),
    "former_provider": Column(_words("former_provider"), lambda lead, _consent: lead.former_provider),
    "created": Column(_words("created"), lambda lead, _consent: _day(lead.created_at)),
    "owner": Column(_words("owner"), lambda lead, _consent: lead.owner.person.email if lead.owner else ""),
    "note": Column(_words("note"), lambda lead, _consent: lead.note, contact=True),
    "phone_consent": Column(_words("phone_consent"), lambda _lead, consent: _("yes") if consent else ""),
    "consent_date": Column(
        _words("consent_date"), lambda _lead, consent: _day(consent.given_at) if consent else ""
    ),
    "consent_source": Column(
        _words("consent_source"), lambda _lead, consent: consent.source if consent else ""
    ),
}
USUAL = [name for name, column in COLUMNS.items() if not column.contact]


def heads(names):
    return [str(COLUMNS[name].words) for name in names]


def cells(names, lead, consent):
    """The texts of a row; `consent` is one that allows a call at this moment, or None."""
    return [str(COLUMNS[name].text(lead, consent)) for name in names]
