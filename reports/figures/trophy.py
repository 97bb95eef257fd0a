"""The stations of the trophy. They are public; who kept it is told on its own page."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.look.days import short_day
from reports import words
from reports.drawings import journey
from trophies.models import Custody

MOST = 60  # custodies that are looked through
STATIONS = 8  # that the ribbon has room for


def stations():
    """The custodies of the trophy that moved last, the oldest first, at most so many."""
    rows = (
        Custody.objects.using(settings.REPORTS_DATABASE).with_hosts().select_related("trophy").newest_first()
    )
    found = list(rows[:MOST])
    of_one = [custody for custody in found if custody.trophy_id == found[0].trophy_id]
    return of_one[:STATIONS][::-1]


def chart(found):
    """The chart of these stations, or None when no trophy travels yet."""
    if not found:
        return None
    return {
        "title": _title(found),
        "note": _("%(trophy)s is in %(town)s now")
        % {"trophy": found[-1].trophy, "town": found[-1].host_city},
        "says": _("A ribbon through %(towns)s")
        % {"towns": ", ".join(custody.host_city for custody in found)},
        "template": "reports/charts/journey.html",
        "drawing": journey.drawn([(custody.host_city, short_day(custody.since)) for custody in found]),
        "head": [_("Town"), _("Guest of"), _("Since"), _("Days")],
        "rows": [_row(custody) for custody in found],
        "key": "journey",
    }


def _title(found):
    said = ngettext("The trophy at %(n)s station", "The trophy at %(n)s stations", len(found))
    return said % {"n": words.number(len(found))}


def _row(custody):
    return [custody.host_city, custody.host_name or "–", short_day(custody.since), words.number(custody.days)]
