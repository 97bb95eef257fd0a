"""The two jobs about an uploaded file: looking at all of it without writing anything, and taking it."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ambassadors.imports import kinds, units
from ambassadors.imports.alone import LOCK
from ambassadors.imports.reach import Reach
from ambassadors.imports.rows import Unreadable
from ambassadors.imports.tally import Tally
from ambassadors.imports.updating import Update
from ledger import jobs
from ledger.refusal import Refusal

QUEUE = "imports"
TRIAL, TAKE = "ambassadors.trial", "ambassadors.take"


def trial(job):
    """The whole file as it would be taken; nothing is written but what is to be said about it."""
    yield from _through(job, writes=False)


def take(job):
    """The whole file, a thousand rows in a chunk."""
    yield from _through(job, writes=True)


def _through(job, *, writes):
    from ambassadors.models import Upload

    upload = Upload.objects.of_job(job)
    try:
        yield from kinds.kind(upload.kind).through(job, upload, upload.sheet(), writes)
    except Unreadable as sentence:
        raise Refusal(str(sentence)) from sentence
    if writes:
        upload.arrive()


def people(job, upload, sheet, writes):
    intake = Update(
        tally_of(job),
        note=job.note,
        reach=Reach(job.owner),
        columns=set(sheet.mapping),
        leavers=upload.takes_leavers,
        writes=writes,
    )
    for batch in sheet.batches():
        if batch[-1].last <= job.done:
            intake.remember(batch)
            continue
        if writes:
            wait_for_our_turn()
        intake.keep(batch)
        job.done, job.counts = batch[-1].last, shown(intake.tally)
        yield
    intake.tell_absent()
    job.counts = shown(intake.tally)


def of_units(job, _upload, sheet, writes):
    """A company has few units: they are one chunk."""
    if not Reach(job.owner).everything:
        raise Refusal(
            _(
                "Units belong to the whole network. Ask a coordinator of the network or an admin to bring them in."
            )
        )
    tally = tally_of(job)
    wait_for_our_turn()
    point = transaction.savepoint()
    units.take(sheet, tally, lambda _line: None)
    if not writes:
        transaction.savepoint_rollback(point)
    job.done, job.counts = sheet.lines, shown(tally)
    yield


def tally_of(job):
    """What was counted until now, that notes each rejected line."""
    tally = Tally(lambda line, reason: job.note(line, "rejected", reason))
    tally.update(job.counts)
    return tally


def shown(tally):
    return {what: number for what, number in tally.items() if number}


def wait_for_our_turn():
    """An import from the console holds this lock: this one goes on when that has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise jobs.Later
