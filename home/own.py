"""One's own page: one's own figures, which nobody else sees, and who looked at what of one's own."""

from django.utils.functional import cached_property

from ambassadors.models import Ambassador, Person, Reveal
from ambassadors.models.farewell import is_soon_forgotten
from leads.models import Case, Customer, Encounter, FollowUp, Lead
from ledger.models import Look
from stories.models import Story

LOOKS_SHOWN = 5  # the rest has a page of its own


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

    @property
    def farewell(self):
        """The day on which somebody who left is forgotten, once it is near; else None."""
        return self.person.delete_after if is_soon_forgotten(self.person) else None

    @cached_property
    def roles(self):
        """The roles one holds or is about to."""
        lasting = self.person.roles.lasting(self.person.today()).with_people().by_term()
        return [role for role in lasting if not role.is_over]

    @cached_property
    def reveals(self):
        """The times one's own name was revealed behind its pseudonym."""
        return list(Reveal.objects.of_the_name_of(self.person).with_people().newest_first()[:LOOKS_SHOWN])

    @cached_property
    def looks(self):
        """The last looks at one's own data and at contact data of one's own customers, by anybody."""
        return list(self.all_looks[:LOOKS_SHOWN])

    @property
    def all_looks(self):
        """Every look, newest first."""
        of_leads, of_cases = (
            noun.objects.owned_by(self.person).order_by().values_list("customer", flat=True)
            for noun in (Lead, Case)
        )
        mine = {
            Customer._meta.label_lower: of_leads.union(of_cases),
            Person._meta.label_lower: [self.person.pk],
            Ambassador._meta.label_lower: Ambassador.objects.of(self.person).values_list("pk", flat=True),
        }
        return Look.objects.at_these(mine).select_related("actor__ambassador__portrait").newest_first()
