"""One's own page: one's own figures, which nobody else sees, and who looked at what of one's own."""

from django.utils.functional import cached_property

from leads.models import Case, Customer, Encounter, FollowUp, Lead
from ledger.models import Look
from stories.models import Story

LOOKS_SHOWN = 20


class Own:
    """What one person may know of themselves; nothing here is ever shown to anybody else."""

    def __init__(self, person):
        self.person = person

    @cached_property
    def figures(self):
        """[(number, what)] since the beginning."""
        mine = self.person.ambassador_or_none
        if mine is None:
            return []
        return [
            (Encounter.objects.owned_by(self.person).count(), "encounters"),
            (Lead.objects.owned_by(self.person).won().count(), "won"),
            (FollowUp.objects.owned_by(self.person).answered().count(), "calls"),
            (Story.objects.of_author(mine).published().count(), "stories"),
        ]

    @cached_property
    def looks(self):
        """The last looks at contact data of one's own customers, by anybody."""
        of_leads, of_cases = (
            noun.objects.owned_by(self.person).order_by().values_list("customer", flat=True)
            for noun in (Lead, Case)
        )
        mine = of_leads.union(of_cases)
        return list(Look.objects.at_any(Customer._meta.label_lower, mine).with_actors()[:LOOKS_SHOWN])
