"""How figures are written."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.group_rule import Hidden


def number(value):
    """“12,400”, or “not shown” where there is a reason."""
    return (
        not_shown()
        if value is None or isinstance(value, Hidden)
        else number_format(value, force_grouping=True)
    )


def not_shown():
    return _("not shown")


def percent(share):
    """A share from 0 to 1 as whole percents, rounded down, so that 100 means all of them."""
    return _("%(percent)s %%") % {"percent": int(share * 100)}


def duration(span):
    """“45 minutes”, “6 hours” below two days, “4 days”; rounded."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
