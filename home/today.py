"""What greets a person: what is due, what waits for them, what others told."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.context import address, may_go
from home import first_steps
from leads.models import CallBack, Case, FollowUp, Lead, Referral, SharedCredit
from ledger.again import again, found_again
from ledger.counting import counted
from ledger.models import Letter
from stories.models import Story
from trophies.models import Custody, HandOff

DOORS = [
    ("reports:dashboard", _("Figures"), _("Is the network alive, and what did it do? Sums only.")),
    ("reports:data_sheet", _("Data sheet"), _("Every personal field, what it is for and how long it stays.")),
    ("ambassadors:roles", _("Roles"), _("Who may do what, for what and until when.")),
    ("ambassadors:role_log", _("Role log"), _("Who was given which role, under stable pseudonyms.")),
    ("reports:looks", _("Access log"), _("Who looked at contact data, under stable pseudonyms.")),
    (
        "ambassadors:uploads",
        _("Bring people in"),
        _("From a file of the personnel office; you see what changes before anything does."),
    ),
    ("leads:gatherings", _("Fairs and receptions"), _("Prepare a day that several ambassadors share.")),
    ("home:setup", _("Set-up"), _("Name, colour, company domains, and who answers for it.")),
    ("home:health", _("Promises"), _("What Werkstolz promises of itself, and whether it holds.")),
    ("ambassadors:units", _("Units"), _("The company as it is today.")),
]
NEWEST = 3
DUE_SHOWN = 6


def _parts(me):
    return {
        "call_backs": CallBack.objects.owned_by(me).open(),
        "hand_offs": HandOff.objects.waiting_for(me),
        "desk_answers": Referral.objects.owned_by(me).answered(),
        "credits": SharedCredit.objects.waiting_for(me),
        "to_tell": Lead.objects.owned_by(me).to_tell(),
        "untold": Story.objects.untold(Lead.objects.owned_by(me).won()),
    }


_there = found_again(_parts)


@again
def _due(me):
    return FollowUp.objects.for_today(me, most=DUE_SHOWN)


@again
def _newest_stories():
    return Story.objects.published().as_cards().newest_first()[:NEWEST]


@again
def _custodies():
    return Custody.objects.current().in_a_line().newest_first()[:1]


class Today:
    """The today page's content for one person; every part asks one question, and only when it is shown."""

    def __init__(self, person):
        self.person = person

    @property
    def day(self):
        return self.person.today()

    @property
    def may_join(self):
        """Invited, or gone and welcome back."""
        ambassador = self.person.ambassador_or_none
        return bool(ambassador) and not ambassador.is_active

    @cached_property
    def first_steps(self):
        """What a new network still needs from its admin."""
        return first_steps.road() if self.person.is_admin else []

    @cached_property
    def doors(self):
        """Where somebody with a role and no leads may go: dicts of url, label, text."""
        if self.person.is_ambassador:
            return []
        return [
            {"url": address(route), "label": label, "text": text}
            for route, label, text in DOORS
            if may_go(self.person, route) and address(route)
        ]

    @cached_property
    def _parts(self):
        """What may stand on the page for an ambassador, as rows that nobody has asked for yet."""
        return _parts(self.person)

    @cached_property
    def _there(self):
        """{part: whether there is any of it}, in one question: most days bring one of them, not six."""
        return _there(self.person) if self.person.is_ambassador else {}

    def _rows(self, part):
        return self._parts[part] if self._there.get(part) else None

    @cached_property
    def due(self):
        """The follow-ups that are due, oldest first; six at most, the page links to the rest."""
        return _due(self.person) if self.person.is_ambassador else []

    @cached_property
    def call_backs(self):
        """Who asked to be called once and waits for it, the soonest first."""
        rows = self._rows("call_backs")
        return list(rows.on_cards().soonest_first()[:DUE_SHOWN]) if rows is not None else []

    @cached_property
    def next_up(self):
        """The next follow-up that is planned, for a day without anything due."""
        mine = FollowUp.objects.owned_by(self.person).coming()
        return mine.in_rows().soonest_first().first()

    @cached_property
    def hand_offs(self):
        """Trophies on their way to this person."""
        rows = self._rows("hand_offs")
        return list(rows.with_people()) if rows is not None else []

    @cached_property
    def desk_answers(self):
        """What the service desk is done with, until whoever asked it has read that."""
        rows = self._rows("desk_answers")
        return list(rows.with_subjects().newest_first()[:DUE_SHOWN]) if rows is not None else []

    @cached_property
    def credits_asked(self):
        """Shared credit that waits for this person's word."""
        rows = self._rows("credits")
        return list(rows.with_people().newest_first()[:DUE_SHOWN]) if rows is not None else []

    @cached_property
    def to_tell(self):
        """Customers who came in a file and don't know it yet, as leads, whose month ends first first; each once."""
        rows = self._rows("to_tell")
        if rows is None:
            return []
        each = {}
        for lead in rows.with_people().first_to_tell_first()[: 2 * DUE_SHOWN]:
            each.setdefault(lead.customer_id, lead)
        return list(each.values())[:DUE_SHOWN]

    @cached_property
    def stories(self):
        """The newest stories of the network."""
        return _newest_stories()

    @cached_property
    def custody(self):
        """Who keeps the network's trophy now."""
        return next(iter(_custodies()), None)

    @cached_property
    def untold(self):
        """A lead of one's own that was won and has no story yet."""
        rows = self._rows("untold")
        return rows.newest_first().with_whom().first() if rows is not None else None

    @cached_property
    def waiting(self):
        """What waits for a coordinator: [(number, what)], only what is more than nothing."""
        if not self.person.is_coordinator:
            return []
        waiting = counted(
            {
                "stories": Story.objects.to_moderate_by(self.person),
                "leads": Lead.objects.in_queue().visible_to(self.person),
                "to_tell": Lead.objects.told_too_late().visible_to(self.person),
                "trophies": HandOff.objects.open(),
                "letters": Letter.objects.dead().visible_to(self.person),
                "cases": Case.objects.open().visible_to(self.person),
            }
        )
        return [(number, what) for what, number in waiting.items() if number]
