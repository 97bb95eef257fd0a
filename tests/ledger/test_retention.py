"""Rows end by clocks: their dates come from what happened, never from saving."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from ledger import dating, nightly, retention
from ledger.models import Event, Job, KeptQuerySet, Letter, Look, SweepRun
from tests.cast import DAY

pytestmark = pytest.mark.django_db


def after(moment, clock):
    number, unit = settings.RETENTION[clock]
    return moment + relativedelta(**{unit: number})


def test_a_new_row_has_a_date_before_anybody_has_read_the_clocks(ada):
    letter = Letter.write("test", recipient=ada, dedup_key="1")
    assert letter.delete_after > timezone.now() + timedelta(days=700)


def test_a_letter_is_kept_for_a_year(ada):
    letter = Letter.write("test", recipient=ada, dedup_key="1")
    dating.date_all(Letter)
    letter.refresh_from_db()
    assert letter.delete_after == after(letter.created_at, "letter")


def test_a_job_that_has_not_ended_has_no_end(ada):
    job = Job.begin("test", by=ada)
    dating.date_all(Job)
    job.refresh_from_db()
    assert job.delete_after is None


def test_a_look_gets_its_date_at_once_and_no_other(ada, bo):
    look = Look.record(bo, by=ada, purpose="look")
    assert dating.date_all(Look) == 0
    look.refresh_from_db()
    assert abs(look.delete_after - after(look.at_time, "look")) < timedelta(seconds=1)


def test_dating_twice_writes_once(ada):
    Letter.write("test", recipient=ada, dedup_key="1")
    assert [dating.date_all(Letter), dating.date_all(Letter)] == [1, 0]


def test_every_clock_can_be_read_by_the_database():
    for rule in retention.rules():
        dating.date_all(rule.model)


def test_a_date_that_is_over_is_found(ada):
    letter = Letter.write("test", recipient=ada, dedup_key="1")
    Letter.write("test", recipient=ada, dedup_key="2")
    Letter.objects.filter(pk=letter.pk).update(delete_after=timezone.now() - DAY)
    past = KeptQuerySet.past(Letter.objects.all())
    assert list(past) == [letter]
    assert not KeptQuerySet.past(Letter.objects.all(), by=2 * DAY)


def test_what_an_event_told_of_is_dated_by_the_next_sweep(ada):
    letter = Letter.write("test", recipient=ada, dedup_key="1")
    Event.record(letter, "sent_again", by=ada)
    assert dating.date_what_moved() == 1
    letter.refresh_from_db()
    assert letter.delete_after == after(letter.created_at, "letter")


class Hurried(nightly.Night):
    """A night with time for so many parts."""

    def __init__(self, parts):
        super().__init__(
            timezone.datetime(2026, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone()), until=0
        )
        self.parts = parts

    def _is_over(self):
        self.parts -= 1
        return self.parts < 0


def test_dating_goes_on_where_its_time_was_over(ada):
    total, since = sum(len(dating.shards(rule.model)) for rule in retention.dated()), timezone.now() - DAY
    done = []
    for parts in (5, 7, total - 12):
        Hurried(parts)._dates_are_written()
        done.append(SweepRun.objects.done_since(nightly.DATES, since))
    assert done == [5, 12, 0] and SweepRun.objects.last_finished(nightly.DATES)
