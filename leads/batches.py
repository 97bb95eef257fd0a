"""The work of a batch of leads, so many in a chunk that whatever dies has done them or not."""

CHUNK = 25
COUNTED = ("done", "left", "undone", "stayed")


def do(job):
    """Each lead that hasn't been tried yet."""
    batch = _batch(job)
    yield from _through(job, batch, batch.do_some, lambda: batch.rows.all().open())
    batch.finish()


def undo(job):
    """Each lead with which it was done."""
    batch = _batch(job)
    yield from _through(job, batch, batch.undo_some, lambda: batch.rows.all().done())


def _through(job, batch, act, waiting):
    while rows := list(waiting()[:CHUNK]):
        act(rows)
        job.done += len(rows)
        counts = batch.rows.all().by_state()
        job.counts = {code: counts[code] for code in COUNTED if code in counts}
        yield


def _batch(job):
    from leads.models import LeadBatch

    return LeadBatch.objects.select_related("by").numbered(job.data["batch"]).get()
