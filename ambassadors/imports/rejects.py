"""The rows that were not taken, as a file that can be corrected and sent again."""

import csv

from django.utils.translation import gettext as _

from ambassadors.imports.sheet import guarded
from ambassadors.imports.tally import REJECTED


class _Echo:
    def write(self, text):
        return text


def lines(upload, job):
    """The file in pieces: the original columns and the reason, with the delimiter of the original."""
    writer = csv.writer(_Echo(), delimiter=upload.delimiter)
    yield "\ufeff" + writer.writerow([*map(guarded, upload.header), _("Reason")])
    reasons = job.notes.of_kind(REJECTED).in_order().values_list("line", "text").iterator(chunk_size=2000)
    wanted = next(reasons, None)
    for line, _last, cells in upload.sheet().raw():
        if wanted is None:
            return
        if line == wanted[0]:
            yield writer.writerow([*map(guarded, cells), guarded(wanted[1])])
            wanted = next(reasons, None)
