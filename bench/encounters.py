"""What the measured network has met, promised and won: four hundred encounters told by the models, then multiplied."""

import random
from datetime import timedelta

from django.db import transaction

from bench.multiplying import multiply
from bench.people import FIRST, LAST, RARE, TOWNS
from bench.terminal import bar

TOLD = 400
DAYS = 700
NUMBER, RARE_NUMBER = "+4930230125{:03}", "+4930230125999"
PROVIDERS = ["Blitznetz", "Funkwerk", "Leitung & Co", ""]
SENTENCES = [
    "She tapped on the rucksack and asked about fibre for the flat upstairs.",
    "Der Router ging seit vier Tagen nicht, wir haben ihn zusammen neu gestartet.",
    "Wants away from the other provider, as nobody answers the hotline there.",
]
STATES = ["new", "contacted", "offered", "won", "lost"]
DAY = timedelta(days=1)


def meet(viewer, owners, rows, now):
    """So many leads with their customers, consents, follow-ups and events; the viewer's own are those that were told."""
    told = min(TOLD, rows)
    with transaction.atomic(), bar("encounters told", told) as advance:
        for place in range(told):
            _tell(viewer, place, now)
            advance()
    with transaction.atomic():
        _multiply(owners, rows // told - 1)
    _rare(viewer, now)


def _tell(viewer, place, now):
    """One encounter with everything that can come of it, at some moment of the last two years."""
    from leads.models import Consent, Encounter, Lead

    at = now - timedelta(days=DAYS * (place + 0.5) / TOLD)
    sentence = SENTENCES[place % len(SENTENCES)]
    met = Encounter.log(
        viewer, by=viewer.person, happened_at=at, place="Fair", outcomes=["offer"], sentence=sentence
    )
    customer = _customer(place, at)
    if place % 2:
        Consent.take(customer, by=viewer.person, given_at=at, channel="phone", purpose="advertising")
        customer.keep_contact(by=viewer.person, phone=NUMBER.format(place), email=f"c{place}@example.org")
    lead = Lead.open_for(customer, owner=viewer, by=viewer.person, encounter=met, created_at=at,
                         former_provider=random.choice(PROVIDERS), note="Calls back in the evening.")  # fmt: skip
    _call_again(lead, viewer, place, at, now)
    _become(lead, STATES[place % len(STATES)], at)


def _customer(place, at):
    from leads.models import Customer

    dice = random.Random(place)
    return Customer.objects.create(first_name=dice.choice(FIRST), last_name=dice.choice(LAST), created_at=at,
                                   city=dice.choice(list(TOWNS)))  # fmt: skip


def _call_again(lead, viewer, place, at, now):
    """A promised call: every tenth is due today, the older ones were answered, the others are to come."""
    from leads.calendar import wall_at
    from leads.models import FollowUp

    due = now - timedelta(hours=place % 40) if place % 10 == 0 else at + 21 * DAY
    call = FollowUp.plan(lead=lead, by=None, wall=wall_at(due, viewer.person.time_zone), purpose="service", rule="by_hand",
                         occurrence=1)  # fmt: skip
    FollowUp.objects.only_this(call).update(remind_at=None)
    if place % 10 and due < now:
        FollowUp.objects.only_this(call).update(
            answered_at=due + DAY, answered_by=viewer.person, answer="all_ok"
        )


def _become(lead, state, at):
    """The state as it stands now, long after the fact."""
    from leads.models import Lead

    won = {"won_at": at + 14 * DAY} if state == "won" else {}
    Lead.objects.only_this(lead).update(state=state, state_since=at + 14 * DAY, **won)


def _multiply(owners, copies):
    from leads.models import Consent, Customer, Encounter, FollowUp, Lead
    from ledger.models import Event

    parts = {
        Customer: "",
        Encounter: "",
        Consent: "",
        Lead: "",
        FollowUp: "",
        Event: "row.subject_type = 'leads.lead'",
    }
    with bar("and multiplied", len(parts)) as advance:
        for _model, _number in multiply(
            parts, copies=copies, owners=owners, owned=("owner", "ambassador", "taken_by")
        ):
            advance()


def _rare(viewer, now):
    """One customer with a name and a number that nobody else has."""
    from leads.models import Consent, Customer, Lead

    customer = Customer.objects.create(
        first_name="Elke", last_name=RARE, city="Zwickau", created_at=now - 90 * DAY
    )
    Consent.take(customer, by=viewer.person, given_at=now - 90 * DAY, channel="phone", purpose="advertising")
    customer.keep_contact(by=viewer.person, phone=RARE_NUMBER)
    Lead.open_for(customer, owner=viewer, by=viewer.person, created_at=now - 90 * DAY)
