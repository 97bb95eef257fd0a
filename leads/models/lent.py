from django.db import transaction

from ledger.models import Event

OPEN = {"answered_at": None, "ended_at": None}  # of a follow-up that waits for its answer


class Lent:
    """A promise that somebody else keeps while whoever made it is away."""

    @transaction.atomic
    def lend_to(self, ambassador_id):
        """Somebody who agreed stands in while its ambassador is away, and is reminded of it."""
        giver = self.owner_id
        lent = {"owner_id": ambassador_id, "stands_in_for_id": giver, "remind_at": self.due_at}
        self._claim({**OPEN, "owner": giver}, **lent)
        Event.record(self, "lent", giver=giver, taker=ambassador_id)

    @transaction.atomic
    def give_back(self):
        """To who was away; kept by who stands in where they have left meanwhile."""
        giver, lender = self.owner_id, self.stands_in_for
        back = {"stands_in_for": None}
        if lender.is_active:
            back |= {"owner": lender, "remind_at": self.due_at}
        self._claim({**OPEN, "owner": giver}, **back)
        Event.record(self, "given_back", giver=giver, taker=self.owner_id)
