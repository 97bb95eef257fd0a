"""What of a lead or a case goes to the service desk: shown before it is sent, and the same when it leaves."""

from django.utils import formats
from django.utils.translation import gettext as _

from leads.models import CallBack, Case, Lead

SHOWN_DIGITS = 2


def facts_of(subject):
    """[(key, label, value)] about the matter, only what is known; nothing that says who the customer is."""
    told = _of_a_case(subject) if isinstance(subject, Case) else _of_a_lead(subject)
    return [(key, label, str(value)) for key, label, value in told if value]


def contact_of(customer, number, *, whole=True):
    """[(key, label, value)] of what lets the desk reach them; for one call (not `whole`) without where they live."""
    name = " ".join(filter(None, [customer.first_name, customer.last_name])) or customer.called
    told = [
        ("name", _("Name"), name),
        ("company", _("Company"), customer.company),
        ("phone", _("Telephone"), number),
        ("city", _("Place"), whole and " ".join(filter(None, [customer.zip_code, customer.city]))),
    ]
    return [(key, label, str(value)) for key, label, value in told if value]


def contact_by(ground, customer):
    """The same by what lets it go: consents, or the one call they asked for; nothing without either."""
    if not ground:
        return []
    asked = ground[0] if isinstance(ground[0], CallBack) else None
    return contact_of(customer, asked.phone if asked else customer.phone, whole=asked is None)


def hinted(facts):
    """The same for eyes that only want to know what goes along: of a number its last two digits."""
    return [
        (key, label, f"… {value[-SHOWN_DIGITS:]}" if key == "phone" else value) for key, label, value in facts
    ]


def facts_sent(referral):
    """Everything that leaves now with this referral."""
    facts = facts_of(referral.subject)
    if referral.remark:
        facts.append(("remark", _("From the ambassador"), referral.remark))
    if referral.shares_contact:
        whole = referral.customer.may_be_called("service")
        facts += contact_of(referral.customer, referral.number, whole=whole)
    return facts


def _of_a_case(case):
    return [
        ("matter", _("Matter"), case.title),
        ("since", _("Since"), case.since_when and formats.date_format(case.since_when, "SHORT_DATE_FORMAT")),
        ("tried", _("Tried so far"), case.tried),
    ]


def _of_a_lead(lead):
    interest = "" if lead.interest == Lead.Interest.UNKNOWN else lead.get_interest_display()
    return [
        ("matter", _("Matter"), _("Somebody would like to become a customer")),
        ("interest", _("Interest"), interest),
        ("former_provider", _("Until now with"), lead.former_provider),
    ]
