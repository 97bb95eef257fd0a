"""What is known about a lead, in the order in which one tells it."""

from django.utils.translation import gettext as _


def facts_of(lead):
    """[(word, value)] of what has been said."""
    known = [
        (_("Until now with"), lead.former_provider),
        (_("Win-back"), _won_back(lead)),
        (_("What stands in the way"), lead.get_obstacle_display()),
        (_("Who they are to the ambassador"), lead.get_relation_display()),
    ]
    return [(word, value) for word, value in known if value]


def _won_back(lead):
    if lead.is_won and lead.former_provider:
        return _("Won from %(provider)s") % {"provider": lead.former_provider}
    if lead.win_back:
        return _("Came back to us") if lead.is_won else _("Was with us before")
    return ""
