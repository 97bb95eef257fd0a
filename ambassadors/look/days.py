"""Days as people say them: today, tomorrow, Tuesday, 24 November."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _


class Days:
    """The zone, the day and the language of whoever reads now: looked up once for a list that says fifty days."""

    def __init__(self):
        self.zone, self.language = timezone.get_current_timezone(), get_language()
        self.today = timezone.localdate(timezone=self.zone)

    def of(self, value):
        """The day of a moment or of a day."""
        if _is_aware_moment(value):
            return value.astimezone(self.zone).date()
        return value.date() if isinstance(value, datetime) else value

    def day(self, value):
        return _day(self.of(value), self.today, self.language) if value else ""

    def short_day(self, value):
        return _short_day(self.of(value), self.today, self.language) if value else ""

    def due_word(self, value):
        return _due_word(self.of(value), self.today, self.language) if value else ""

    def due_state(self, value):
        return "warn" if value and self.of(value) <= self.today else ""

    def iso(self, value):
        if not value:
            return ""
        aware = _is_aware_moment(value)
        return value.astimezone(self.zone).isoformat(timespec="minutes") if aware else value.isoformat()


def day(value):
    """“today”, “Tuesday, 24 November”, with the year when it isn't this one."""
    return Days().day(value) if value else ""


@lru_cache(maxsize=4096)
def _day(date, today, _language):
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((date - today).days)
    return near or date_format(date, _long(date))


def moment(value):
    """The day and the time: “yesterday, 15:20”."""
    return f"{day(value)}, {_clock(value)}" if value else ""


def short_day(value):
    """“24 Nov”, for the last column of a table."""
    return Days().short_day(value) if value else ""


@lru_cache(maxsize=4096)  # a list says the same few days again and again
def _short_day(date, today, _language):
    form = (
        pgettext("date format, short", "j M")
        if date.year == today.year
        else pgettext("date format, short, with year", "j M Y")
    )
    return date_format(date, form)


def due_word(value):
    """How soon something is wanted: “due today”, “2 days late”, “by Friday”, “on 1 December”."""
    return Days().due_word(value) if value else ""


@lru_cache(maxsize=4096)
def _due_word(date, today, _language):
    ahead = (date - today).days
    if ahead < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -ahead) % {"days": -ahead}
    if ahead == 0:
        return _("due today")
    if ahead < 7:
        return _("by %(weekday)s") % {"weekday": date_format(date, "l")}
    return _("on %(day)s") % {"day": date_format(date, _medium(date))}


def due_state(value):
    """The badge that fits due_word: warn when it is today or late, nothing special before."""
    return Days().due_state(value) if value else ""


def is_over(value):
    """Whether that moment has passed."""
    return value <= timezone.now()


def iso(value):
    """What a <time datetime> wants; moments carry their zone."""
    return Days().iso(value) if value else ""


def _is_aware_moment(value):
    return isinstance(value, datetime) and value.tzinfo is not None


def _clock(value):
    return time_format(timezone.localtime(value) if _is_aware_moment(value) else value, "H:i")


def _this_year(date):
    return date.year == timezone.localdate().year


def _long(date):
    return (
        pgettext("date format, long", "l, j F")
        if _this_year(date)
        else pgettext("date format, long, with year", "l, j F Y")
    )


def _medium(date):
    return (
        pgettext("date format, medium", "j F")
        if _this_year(date)
        else pgettext("date format, medium, with year", "j F Y")
    )
