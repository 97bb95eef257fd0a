import time

import pytest
from django.db import connection
from django.urls import reverse

from ledger import doorbell, jobs, sweeps, tasks
from ledger.models import Event, Job, JobNote
from ledger.refusal import Refusal
from tests.racing import at_once

CHUNKS = 4


@pytest.fixture
def counting():
    """A kind of job that writes a note for each of its four chunks; `.fails` names faults by chunk."""

    class Counting:
        fails, began = {}, []

    def work(job):
        Counting.began.append(job.done)
        job.total = CHUNKS
        while job.done < CHUNKS:
            number = job.done + 1
            if fault := Counting.fails.get(number):
                raise fault
            job.note(number, "seen", f"chunk {number}")
            job.done, job.counts = number, {"seen": number}
            yield

    Counting.fails, Counting.began = {}, []
    jobs.register("counting", work, words="Counting", counts={"seen": "seen", "never": "never"})
    return Counting


def notes(job):
    return [(note.line, note.text) for note in job.notes.in_order()]


def test_a_job_is_done_chunk_by_chunk_and_says_so(ada, counting):
    job = Job.begin("counting", by=ada)
    assert (job.state, job.percent, Job.objects.work(seconds=5)) == ("waiting", 0, 1)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent, job.counted) == ("done", 4, 4, 100, [("seen", 4)])
    assert notes(job) == [(n, f"chunk {n}") for n in (1, 2, 3, 4)]
    assert [event.verb for event in Event.objects.about(job)] == ["ended", "begun"]
    assert (job.lease_until, job.token) == (None, None)
    assert job.ended_at >= job.begun_at


def test_the_sweep_does_jobs_without_celery_and_so_does_the_task(ada, counting):
    first = Job.begin("counting", by=ada)
    assert sweeps.sweep_once()["jobs"] == 1
    second = Job.begin("counting", by=ada)
    tasks.work()
    assert [Job.objects.get(pk=job.pk).state for job in (first, second)] == ["done", "done"]


def test_a_chunk_that_fails_is_tried_again_from_where_the_last_one_ended(ada, counting, settings):
    settings.JOB_LEASE_SECONDS = 0
    counting.fails = {3: ValueError("moody")}
    job = Job.begin("counting", by=ada)
    Job.objects.get(pk=job.pk)
    assert Job.objects.claim_one().work(until=_soon()) is None
    job.refresh_from_db()
    assert (job.state, job.done, job.last_error, notes(job)) == (
        "running",
        2,
        "fault: ValueError",
        [(1, "chunk 1"), (2, "chunk 2")],
    )
    counting.fails = {}
    Job.objects.work(seconds=5)
    job.refresh_from_db()
    assert (job.state, job.done, job.last_error, counting.began) == ("done", 4, "", [0, 2])
    assert [line for line, _text in notes(job)] == [1, 2, 3, 4]


def test_a_chunk_that_ends_every_worker_is_put_aside_and_jams_no_line(ada, counting, settings):
    settings.JOB_LEASE_SECONDS = 0
    counting.fails = {3: ValueError("for ever")}
    jobs.register("calm", lambda job: iter(()), words="Calm")
    job, other = Job.begin("counting", by=ada, queue="one"), Job.begin("calm", by=ada, queue="one")
    Job.objects.work(seconds=5)
    job.refresh_from_db(), other.refresh_from_db()
    assert (job.state, job.done, other.state) == ("failed", 2, "done")
    assert job.said == "Something went wrong that isn't yours to mend. What was done stays; tell an admin."


def test_a_refusal_ends_the_job_with_its_sentence(ada, counting):
    counting.fails = {2: Refusal("The file is gone. Upload it again.")}
    job = Job.begin("counting", by=ada)
    Job.objects.work(seconds=5)
    job.refresh_from_db()
    assert (job.state, job.done, job.said) == ("failed", 1, "The file is gone. Upload it again.")


def test_what_cannot_be_done_just_now_waits_a_moment(ada, counting):
    counting.fails = {2: jobs.Later()}
    job = Job.begin("counting", by=ada)
    assert Job.objects.work(seconds=5) == 1
    job.refresh_from_db()
    assert (job.state, job.done, Job.objects.free().count()) == ("running", 1, 0)


def test_jobs_of_one_queue_wait_for_each_other(ada, counting):
    first, second, apart = (Job.begin("counting", by=ada, queue=queue) for queue in ("a", "a", ""))
    assert Job.objects.claim_one().pk == first.pk
    assert Job.objects.claim_one().pk == apart.pk
    assert Job.objects.claim_one() is None
    first.cancel(by=ada)
    assert Job.objects.claim_one().pk == second.pk


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_a_job_once(ada, counting):
    job = Job.begin("counting", by=ada)
    assert at_once(*[lambda: Job.objects.work(seconds=2)] * 6).count(1) == 1
    job.refresh_from_db()
    assert (job.state, notes(job)) == ("done", [(n, f"chunk {n}") for n in (1, 2, 3, 4)])


def test_a_late_finisher_changes_nothing(ada, counting, settings):
    settings.JOB_LEASE_SECONDS = 0
    job = Job.begin("counting", by=ada)
    late = Job.objects.claim_one()
    assert Job.objects.claim_one().work(until=_soon()) is None
    late.work(until=_soon())
    job.refresh_from_db()
    assert (job.state, len(notes(job))) == ("done", 4)


def test_a_cancelled_job_stops_and_cannot_be_stopped_again(ada, counting):
    job = Job.begin("counting", by=ada)
    job.cancel(by=ada)
    assert Job.objects.work(seconds=1) == 0
    with pytest.raises(Refusal):
        job.cancel(by=ada)
    assert Job.objects.get(pk=job.pk).state == "cancelled"


def test_only_its_owner_and_an_admin_see_a_job(ada, dee, max, hanne, as_, counting):
    job = Job.begin("counting", by=ada)
    Job.objects.work(seconds=5)
    addresses = [reverse(f"ledger:{name}", args=[job.pk]) for name in ("job", "job_progress")]
    for person, status in ((ada, 200), (hanne, 200), (dee, 404), (max, 404)):
        assert [as_(person).get(address).status_code for address in addresses] == [status] * 2
    assert as_(dee).post(reverse("ledger:job_cancel", args=[job.pk])).status_code == 404


def test_the_page_tells_how_far_it_is_and_what_was_said(ada, as_, counting):
    job = Job.begin("counting", by=ada)
    assert "waiting" in as_(ada).get(job.get_absolute_url()).content.decode()
    Job.objects.work(seconds=5)
    page = as_(ada).get(job.get_absolute_url()).content.decode()
    assert "100 %" in page
    assert "chunk 3" in page
    assert 'http-equiv="refresh"' not in page


def test_nothing_is_sent_again_while_nothing_moves(ada, as_, counting):
    job = Job.begin("counting", by=ada)
    address = reverse("ledger:job_progress", args=[job.pk])
    first = as_(ada).get(address)
    assert (first.status_code, "<html" in first.content.decode()) == (200, False)
    again = as_(ada).get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Job.objects.work(seconds=5)
    moved = as_(ada).get(address, headers={"If-None-Match": first["ETag"]})
    assert (moved.status_code, "data-ended" in moved.content.decode()) == (200, True)


def test_a_person_stops_a_job_on_its_page(ada, as_, counting):
    job = Job.begin("counting", by=ada)
    answer = as_(ada).post(reverse("ledger:job_cancel", args=[job.pk]), follow=True)
    assert "Stopped. What was done until now stays." in answer.content.decode()


def test_a_job_that_nobody_moves_says_so(ada, as_, counting):
    job = Job.begin("counting", by=ada)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_job SET created_at = now() - interval '5 minutes'")
    assert "Nobody has gone on with it" in as_(ada).get(job.get_absolute_url()).content.decode()


def test_what_was_said_about_lines_is_forgotten_after_two_weeks(ada, counting):
    job = Job.begin("counting", by=ada)
    Job.objects.work(seconds=5)
    assert Job.objects.forget_old() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_job SET ended_at = now() - interval '15 days'")
    assert (Job.objects.forget_old(), JobNote.objects.count(), Job.objects.get().pk) == (4, 0, job.pk)


def test_a_dead_broker_costs_nobody_a_second(settings, monkeypatch):
    monkeypatch.setattr(doorbell, "_broken_until", 0.0)
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    began = time.monotonic()
    doorbell.ring(tasks.work)
    doorbell.ring(tasks.work)
    assert time.monotonic() - began < 1


def _soon():
    return time.monotonic() + 5
