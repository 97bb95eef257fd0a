"""Promised calls: how many were made within the days the network promises."""

from datetime import timedelta

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _

from leads.models import FollowUp
from reports import rates, words
from reports.drawings import gauge
from reports.tallies import sums


def read(months, *, since, by="region"):
    """Those that are judged, by the month they were due: answered, or over the time that was promised."""
    return sums(FollowUp.objects.judged(), "due_at", months, since=since, by=by, what="follow_ups", **facts())


def facts():
    """Of each: whose, whether in time, how late."""
    promised = F("due_at") + timedelta(days=settings.FOLLOW_UP_IN_TIME_DAYS)
    in_time = ExpressionWrapper(Q(answered_at__lte=promised), output_field=BooleanField())
    return {"person": F("owner"), "good": in_time, "size": F("answered_at") - F("due_at")}


def in_time(books, scope):
    """The share (0 to 1) of the twelve whole months, whatever the period; or why not."""
    found = rates.of(books, books.follow_ups[1], scope)
    return found if rates.is_hidden(found) else found.good / found.cases


def chart(books, scope):
    found = rates.of(books, books.follow_ups[1], scope)
    if rates.is_hidden(found):
        return _hidden(found)
    share = found.good / found.cases
    return {
        "title": _("%(share)s of promised calls within %(days)s days") % _facts(share),
        "note": _note(scope),
        "says": _("Gauge at %(share)s: %(good)s of %(cases)s calls in time")
        % {**_facts(share), "good": found.good, "cases": found.cases},
        "template": "reports/charts/gauge.html",
        "drawing": gauge.drawn(int(share * 100), words.percent(share)),
        "head": [_("Promised calls"), _("Number")],
        "rows": _rows(found),
        "key": "in-time",
    }


def _facts(share):
    return {"share": words.percent(share), "days": settings.FOLLOW_UP_IN_TIME_DAYS}


def _rows(found):
    late = found.cases - found.good
    return [
        [_("In time"), words.number(found.good)],
        [_("Late, or still waiting"), words.number(late)],
        [_("All"), words.number(found.cases)],
    ]


def _note(scope):
    return _("Over twelve whole months, until the end of %(month)s") % {"month": rates.last_month(scope)}


def _hidden(why):
    return {
        "title": _("Promised calls in time"),
        "note": str(why),
        "says": _("Share of promised calls in time, not shown"),
        "template": "reports/charts/hidden.html",
        "head": [_("Promised calls"), _("Number")],
        "rows": [[_("In time"), words.not_shown()], [_("All"), words.not_shown()]],
        "key": "in-time",
    }
