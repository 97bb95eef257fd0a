"""What somebody searches among leads: words, or a number that was left to us; what was typed is written down nowhere."""

import re

from leads.models.customer import international
from ledger.pages import page_of
from ledger.refusal import Refusal
from ledger.text import words

NUMBER = re.compile(r"[\d\s()+/.\-–]+")
FEWEST_DIGITS = 6


class Search:
    """One page of the leads that fit what was typed; where none does, of those that are spelt or sound nearly so."""

    def __init__(self, text, *, widened=False):
        self.text, self.is_wide = text, widened and bool(words(text))
        self.number = _number(text)

    def page(self, leads, request):
        found = self._page(leads, request)
        if found.rows or self.is_wide or self.number or not found.is_first or not words(self.text):
            return found
        self.is_wide = True
        return self._page(leads, request)

    def _page(self, leads, request):
        rows = leads.found_fast(self.text) if self._is_plain else self.rows(leads)
        return page_of(rows.newest_first(), request, time="created_at")

    @property
    def _is_plain(self):
        return bool(self.text) and not self.number and not self.is_wide

    def rows(self, leads):
        """All of these leads that fit."""
        if self.number:
            return leads.reached_at(self.number)
        return leads.found_nearly(self.text) if self.is_wide else leads.found_by(self.text)


def _number(text):
    """The telephone number in any notation as it is kept ("+49…"), or "" when this is none."""
    if sum(char.isdigit() for char in text) < FEWEST_DIGITS or not NUMBER.fullmatch(text):
        return ""
    try:
        return international(text)
    except Refusal:
        return ""
