"""The nightly sweep: dates every row, then ends those whose date is over, in small bites.

At night in the zone of the site, and whenever a night was missed as soon as somebody sweeps again. Any number of processes
may do it at once, and each may be killed at any line: the next one goes on.
"""

import logging
import time
from datetime import datetime, timedelta
from datetime import time as wall_time

from django.db import transaction
from django.utils import timezone

from ledger import dating, erasing, retention
from ledger.models import KeptQuerySet, SweepRun

log = logging.getLogger(__name__)
FROM, UNTIL = (
    wall_time(2),
    wall_time(5),
)  # what is over by then is over for less than a day in the next night, too
BITE = 200  # rows in one transaction
DATES, ENDS = "retention dates", "retention night"


def sweep(*, seconds=20, now=None):
    """Do a part of the night's work if it is night, or if a night was missed; returns how many rows ended."""
    now = now or timezone.now()
    if not is_night(now) and not was_missed(now):
        return 0
    return Night(now, until=time.monotonic() + seconds).work()


def is_night(now):
    return FROM <= timezone.localtime(now, timezone.get_default_timezone()).time() < UNTIL


def was_missed(now):
    done = SweepRun.objects.last_finished(ENDS)
    return done is None or done < last_night(now)


def last_night(now):
    """When the last night's work was to begin."""
    zone = timezone.get_default_timezone()
    day = timezone.localtime(now, zone).date()
    begins = datetime.combine(day, FROM, tzinfo=zone)
    return begins if begins <= now else datetime.combine(day - timedelta(days=1), FROM, tzinfo=zone)


class Night:
    """One go at the night's work, until nothing is left or the time is over."""

    def __init__(self, now, *, until):
        self.now, self.until = now, until
        self.faults, self.resisting = [], {}

    def work(self):
        ended = 0
        if self._dates_are_written():
            for rule in retention.dated():
                ended += self._end_all(rule)
            if not self._is_over():
                SweepRun.finished(ENDS, ended)
        if self.faults:
            raise ExceptionGroup("Some rows could not be ended", self.faults)
        return ended

    def _is_over(self):
        return time.monotonic() >= self.until

    def _dates_are_written(self):
        """Every row's date anew, once a night; where a kill or the end of the time stopped it, it goes on."""
        begins = last_night(self.now)
        last = SweepRun.objects.last_finished(DATES)
        if last is not None and last >= begins:
            return True
        done = SweepRun.objects.done_since(DATES, begins)
        if not done:
            SweepRun.started(DATES)
            SweepRun.advanced(DATES, 0)
        parts = [(rule, rows) for rule in retention.dated() for rows in dating.shards(rule.model)]
        for number, (rule, rows) in enumerate(parts[done:], start=done + 1):
            if self._is_over():
                return False
            dating.date(rule, rows)
            SweepRun.advanced(DATES, number)
        SweepRun.finished(DATES, 0)
        return True

    def _end_all(self, rule):
        ended, looked_at = 0, BITE
        while looked_at and not self._is_over():
            looked_at, done = self._bite(rule)
            ended += done
        return ended

    def _bite(self, rule):
        """End the next rows together; where one resists, each by itself, so that it stops no other. (looked at, ended)"""
        try:
            return end_next(rule, BITE, besides=self._resisting(rule))
        except Exception:
            log.exception("Rows of %s could not be ended together", rule.model._meta.label)
        keys = due(rule, BITE, besides=self._resisting(rule))
        return len(keys), sum(self._alone(rule, key) for key in keys)

    def _alone(self, rule, key):
        try:
            return end_these(rule, [key])
        except Exception as fault:
            log.exception("%s %s could not be ended", rule.model._meta.label, key)
            self.faults.append(fault)
            self._resisting(rule).append(key)
            return 0

    def _resisting(self, rule):
        return self.resisting.setdefault((rule.model, rule.column), [])


def due(rule, many, *, besides=()):
    return KeptQuerySet.first_of(dating.past(rule), many, besides=besides, column=rule.column)


@transaction.atomic
def end_next(rule, many, *, besides=()):
    """End so many rows whose date is over; rows another process holds are left to it. (looked at, ended)"""
    keys = KeptQuerySet.claimed(dating.past(rule), many, besides=besides, column=rule.column)
    return len(keys), end_these(rule, keys)


@transaction.atomic
def end_these(rule, keys):
    """End those of these rows whose date is over still, once what happened lately is counted in; returns how many."""
    dating.date_again(rule, keys)
    still = list(KeptQuerySet.numbered(dating.past(rule), keys).values_list("pk", flat=True))
    if not rule.is_whole:
        rule.erase(still)
        return len(still)
    erasing.erase(rule.model, still)
    remaining = KeptQuerySet.numbered(rule.model._default_manager.all(), still)  # without their words
    remaining.update(delete_after=None)
    return len(still)
