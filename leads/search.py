"""What somebody searches among leads: words, or a number that was left to us; what was typed is written down nowhere."""

from leads.models import Lead
from leads.models.dialled import dialled
from leads.models.frequent import are_rare, by_index
from ledger.again import KeysField, again
from ledger.pages import page_of
from ledger.text import words


@again
def _in_rows(keys: KeysField):
    return Lead.objects.any_of_keys(keys).in_rows().newest_first()


class Search:
    """One page of the leads that fit what was typed; where none does, of those that are spelt or sound nearly so."""

    def __init__(self, text, *, widened=False):
        self.text, self.number = text, dialled(text).digits
        self.is_wide = widened and bool(words(text)) and not self.number

    def page(self, leads, request):
        found = self._page(leads, request)
        if found.rows or self.is_wide or self.number or not found.is_first or not words(self.text):
            return found
        self.is_wide = True
        return self._page(leads, request)

    def _page(self, leads, request):
        return page_of(self.rows(leads).newest_first(), request, time="created_at", read=self._read)

    def _read(self, rows, number, _after):
        """Their keys first, which is a short question and planned for what is asked; rare words are looked up, so that nobody
        walks a million leads for one. What their rows say is asked in the same way each time."""
        said = [] if self.is_wide else words(self.text)
        rows = by_index(rows) if said and are_rare(said) else rows
        return _in_rows(list(rows.values_list("pk", flat=True)[:number]))

    def rows(self, leads):
        """All of these leads that fit."""
        if not self.text:
            return leads
        return leads.found_nearly(self.text) if self.is_wide else leads.found_by(self.text)
