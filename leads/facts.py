"""What is known about a lead, in the order in which one tells it; what a contract is worth only where the network keeps it."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from leads.models import Lead


def facts_of(lead, network):
    """[(word, value)] of what has been said."""
    known = [
        (_("Interest"), lead.get_interest_display() if lead.interest != Lead.Interest.UNKNOWN else ""),
        (_("Until now with"), lead.former_provider),
        (_("Win-back"), _won_back(lead)),
        (_("What stands in the way"), lead.get_obstacle_display()),
        (_("Who they are to the ambassador"), lead.get_relation_display()),
        (_("Worth a month"), _worth(lead, network)),
    ]
    return [(word, value) for word, value in known if value]


def _won_back(lead):
    if lead.is_won and lead.former_provider:
        return _("Won from %(provider)s") % {"provider": lead.former_provider}
    if lead.win_back:
        return _("Came back to us") if lead.is_won else _("Was with us before")
    return ""


def _worth(lead, network):
    if not network.keeps_contract_values or lead.contract_value is None:
        return ""
    return _("%(amount)s euros") % {"amount": number_format(lead.contract_value, 2)}
