"""The leads as columns, one for each state, each with its newest and a way to the others."""

from collections import namedtuple

from django.urls import reverse
from django.utils.functional import cached_property

from leads.models import Lead

SHOWN = 12  # cards in a column
Column = namedtuple("Column", "state leads more_url")


class Board:
    """What a list of leads looks like from above."""

    def __init__(self, leads):
        self._list = leads

    @cached_property
    def columns(self):
        cards = self._cards
        return [self._column(state, [lead for lead in cards if lead.state == state]) for state in Lead.State]

    @property
    def is_empty(self):
        return not any(column.leads for column in self.columns)

    def _column(self, state, leads):
        more = reverse("leads:index") + self._list.address(state=state.value)
        return Column(state, leads[:SHOWN], more if len(leads) > SHOWN else "")

    @property
    def _cards(self):
        """Two questions, however many columns there are."""
        keys = self._list.found.newest_of_each_state(SHOWN + 1)
        return list(Lead.objects.numbered(keys).with_people().with_chain().newest_first())
