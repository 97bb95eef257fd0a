"""The chunks in which a job goes through a file of leads, and what is said of its first rows."""

from django.utils.translation import gettext as _

from ambassadors.imports.reach import Reach
from ambassadors.imports.tally import REJECTED, TAKEN, Tally
from ambassadors.imports.working import shown, tally_of, wait_for_our_turn
from leads.imports.intake import Intake


def through(job, upload, sheet, writes):
    """A thousand rows in a chunk; looked at only, unless `writes`."""
    intake = Intake(tally_of(job), upload.taker, reach=Reach(job.owner), note=job.note, writes=writes)
    for batch in sheet.batches():
        if batch[-1].last <= job.done:
            intake.remember(batch)
            continue
        if writes:
            wait_for_our_turn()
        intake.keep(batch)
        job.done, job.counts = batch[-1].last, shown(intake.tally)
        yield
    job.counts = shown(intake.tally)


def verdicts(upload, batch, by):
    """{line: [(what, text)]}; nothing is written."""
    said = {}
    tally = Tally(lambda line, reason: said.setdefault(line, []).append((REJECTED, reason)))
    intake = Intake(
        tally,
        upload.taker,
        reach=Reach(by),
        note=lambda line, what, text: said.setdefault(line, []).append((what, text)),
        writes=False,
    )
    intake.keep(batch)
    for row, taken in intake.taken:
        became = ", ".join([_("new"), *_lacks(row, taken)])
        said.setdefault(row.line, []).insert(0, (TAKEN, became))
    return said


def _lacks(row, taken):
    """What of a row that is taken is not as the file may let somebody think."""
    if taken.lead.owner is None:
        yield _("into the queue")
    if row.cells.get("phone") and not taken.customer.phone:
        yield _("its number is not kept")
    if row.cells.get("value") and taken.lead.contract_value is None:
        yield _("its monthly value is not kept")
    if taken.consent and taken.consent.given_at is None:
        yield _("consent without a day")
