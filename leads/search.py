"""What somebody searches among leads: words, or a number that was left to us; what was typed is written down nowhere."""

from leads.models.dialled import dialled
from ledger.pages import page_of
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
        rows = self.rows(leads) if self.is_wide or not self.text else leads.found_fast(self.text)
        return page_of(rows.newest_first(), request, time="created_at")

    def rows(self, leads):
        """All of these leads that fit."""
        return leads.found_nearly(self.text) if self.is_wide else leads.found_by(self.text)
