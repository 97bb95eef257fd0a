"""What somebody searches among leads: words, or a number that was left to us; what was typed is written down nowhere."""

from leads.models.dialled import dialled
from leads.models.frequent import are_rare, looked_up
from ledger.pages import first_of, page_of
from ledger.text import words


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

    def _read(self, rows, number):
        """So many of these rows: rare words are looked up, so that nobody walks a million leads for one."""
        said = [] if self.is_wide else words(self.text)
        return looked_up(rows, number) if said and are_rare(said) else first_of(rows, number)

    def rows(self, leads):
        """All of these leads that fit."""
        if not self.text:
            return leads
        return leads.found_nearly(self.text) if self.is_wide else leads.found_by(self.text)
