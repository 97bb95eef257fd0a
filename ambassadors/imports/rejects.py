"""The rows that were not taken, as a file that can be corrected and sent again."""

import csv

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ambassadors.imports.sheet import guarded
from ambassadors.imports.tally import REJECTED


class _Echo:
    def write(self, text):
        return text


def lines(upload, job):
    """The file in pieces: the original columns and the reason in the language of now, with the delimiter of the original."""
    return _lines(upload, job, get_language())


def _lines(upload, job, language):
    writer = csv.writer(_Echo(), delimiter=upload.delimiter)
    with override(language):
        first = _("Reason")
    yield "\ufeff" + writer.writerow([*map(guarded, upload.header), first])
    reasons = job.notes.of_kind(REJECTED).in_order().iterator(chunk_size=2000)
    wanted = next(reasons, None)
    for line, _last, cells in upload.sheet().raw():
        if wanted is None:
            return
        if line == wanted.line:
            yield writer.writerow([*map(guarded, cells), guarded(_told(wanted, language))])
            wanted = next(reasons, None)


def _told(note, language):
    """Pieces of a file are sent when the request, and its language, are over."""
    with override(language):
        return note.told
