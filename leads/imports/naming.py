"""Which uploaded files of leads name somebody who is erased: they are thrown away with them, and with what was said of their lines.

A row is not taken out alone: the file would be another one than somebody looked at. In doubt it goes; it is brought again in a minute.
"""

import re

from ambassadors.models import Upload
from leads.models import Lead
from ledger.models import JobNote
from ledger.text import folded, words

_CELLS = re.compile(r"[\s;,|\"'<>]+")
_NUMBER = re.compile(r"\d[\d /().\-]{5,}")
LAST_DIGITS = 7  # the same number is written with and without the codes of country and town

SHORTEST_ID = 5  # a shorter one stands in every file by chance


class Named:
    """The customers of these rows, as a line of a file may name them: by address, number, name or the number of their lead."""

    def __init__(self, customers):
        self._signs = {}
        for customer in customers:
            for sign in _signs_of(customer):
                self._signs.setdefault(min(sign), []).append(sign)
        leads = Lead.objects.of_customers([customer.pk for customer in customers])
        for key in leads.values_list("external_id", flat=True):
            if key and len(key) >= SHORTEST_ID:
                self._signs.setdefault(folded(key), []).append({folded(key)})

    def stand_in(self, line):
        said = _said_in(line)
        return any(sign <= said for first in said & self._signs.keys() for sign in self._signs[first])

    def stand_in_file(self, upload):
        """Also in one that can't be read."""
        try:
            with upload.lying() as file:
                return any(map(self.stand_in, file))
        except (OSError, LookupError):
            return True


def forget_what_names(customers):
    """Throw away the files that name these, and what was said of lines with them."""
    named = Named(list(customers))
    for upload in Upload.objects.of_customers().with_jobs():
        if upload.file and named.stand_in_file(upload):
            JobNote.objects.of_jobs([upload.trial_id, upload.job_id]).forget()
            upload.discard(by=None)
    notes = JobNote.objects.of_jobs(Upload.objects.of_customers().their_jobs()).with_text()
    JobNote.objects.numbered([note.pk for note in notes.iterator() if named.stand_in(note.text)]).forget()


def _signs_of(customer):
    """Sets of words that have to stand in a line together."""
    name = words(f"{customer.first_name} {customer.last_name}") if customer.last_name else []
    number = _last_digits(customer.phone)
    return [
        set(sign) for sign in ([folded(customer.email)], name, words(customer.company), [number]) if any(sign)
    ]


def _said_in(line):
    numbers = map(_last_digits, _NUMBER.findall(line))
    return {*words(line), *_CELLS.split(folded(line)), *numbers} - {""}


def _last_digits(text):
    digits = re.sub(r"\D", "", text)
    return digits[-LAST_DIGITS:] if len(digits) >= LAST_DIGITS else ""
