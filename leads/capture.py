"""What an ambassador brings home from an encounter, in one go: who was there, what they allowed, what comes of it."""

from datetime import timedelta
from typing import NamedTuple
from uuid import uuid5

from django.utils.translation import gettext as _

from leads.discarded import sentences
from leads.models import (
    CallBack,
    Case,
    Consent,
    ConsentWording,
    Counterpart,
    Customer,
    Encounter,
    Lead,
    Notice,
)
from ledger.models import Event
from ledger.refusal import Refusal
from ledger.wholes import whole

TITLE = 100
CALL_BACK = "call_back"  # no consent: one call they asked for
LED_TO = {"offer", "helped"}


class Met(NamedTuple):
    """Somebody met (None: nobody to remember), and what of their contact data was not kept."""

    customer: Customer | None
    discarded: list


def take(form, ambassador, *, by):
    """Keep what a valid capture form says, whether its page or a phone's outbox sent it; answers like `log`."""
    return log(
        ambassador,
        by=by,
        client_id=form.client_id_sent,
        encounter=form.encounter_facts,
        people=form.people.facts,
    )


def notes(people):
    """What has to be said about those who were met: sentences."""
    return sentences([name for met in people for name in met.discarded])


def log(ambassador, *, by, client_id, encounter, people):
    """Keep an encounter and everybody it tells of; sent twice it is kept once. Returns (encounter, [Met, …])."""
    keys = [client_id and uuid5(client_id, str(number)) for number in range(len(people))]
    with whole():
        kept = Encounter.log(ambassador, by=by, client_id=client_id, **encounter)
        keep = _keep if kept.is_new else meet
        met = [keep(kept, by=by, client_id=key, **person) for key, person in zip(keys, people, strict=True)]
    return kept, met


def meet(encounter, *, by, client_id, **person):
    """Keep one person of an encounter that is there already; sent twice they are kept once."""
    with whole():
        now = (
            encounter.locked()
        )  # of two who send the same form at once, the second finds what the first kept
        first = Counterpart.objects.sent_as(client_id).first()
        return _the_same(first, encounter) if first else _keep(now, by=by, client_id=client_id, **person)


def _keep(encounter, *, by, client_id, outcomes, consent="", phone="", email="", told=False, **facts):
    """The customer, a consent, and a lead or a case as the outcomes say."""
    said = consent, facts.pop("aloud", "")
    about, trouble, who = _sorted(facts)
    remembered = LED_TO & set(outcomes) or any([consent, phone, email, *about.values(), *who.values()])
    customer = _customer(encounter, by, client_id, who) if remembered else None
    Counterpart.objects.create(encounter=encounter, customer=customer, outcomes=outcomes, client_id=client_id)
    encounter.add_outcomes(outcomes)
    if customer is None:
        return Met(None, [])
    if told:
        Notice.hand_over(customer, by=by, at=encounter.happened_at)
    not_kept = _keep_contact(encounter, customer, by, said, phone=phone, email=email)
    _open_what_follows(encounter, customer, by, outcomes, about, trouble)
    return Met(customer, not_kept)


def _sorted(facts):
    """(what the lead is about, what the trouble is, who it is); the kind of customer alone tells of nobody."""
    about = {name: facts.pop(name, "") for name in ("interest", "former_provider", "relation", "win_back")}
    trouble = {name: facts.pop(name, None) for name in ("since_when", "what_helped", "minutes")}
    trouble |= {"tried": facts.pop("tried", ""), **{name: facts.pop(name, []) for name in ("desks", "steps")}}
    if facts.get("kind") == Customer.Kind.PERSON:
        facts.pop("kind")
    return about, trouble, facts


def _customer(encounter, by, client_id, who):
    customer = Customer.objects.create(client_id=client_id, **who)
    customer.is_new = True
    Event.record_first(customer, "met", by=by, encounter=encounter.pk)
    return customer


def _keep_contact(encounter, customer, by, said, **contact):
    consent, aloud = said
    if consent == CALL_BACK:
        return _keep_for_one_call(encounter, customer, by, **contact)
    if consent:
        _take_consent(encounter, customer, by, consent, aloud)
    return customer.keep_contact(by=by, **contact) if any(contact.values()) else []


def _take_consent(encounter, customer, by, purpose, aloud):
    """A yes to the words that the page showed when they were read; a page that names none showed those of that moment."""
    wording = ConsentWording.heard(purpose, aloud)
    words = {"wording": wording} if wording else {}
    when = {"given_at": encounter.happened_at, "place": encounter.place}
    Consent.take(customer, by=by, purpose=purpose, **when, **words)


def _keep_for_one_call(encounter, customer, by, *, phone, **contact):
    """They asked for one call: the number waits for it, and for nothing else."""
    not_kept = customer.keep_contact(by=by, **contact) if any(contact.values()) else []
    if phone and not Notice.objects.of_customer(customer).exists():
        return [*not_kept, "phone", "uninformed"]
    if phone:
        CallBack.ask(customer, owner=encounter.ambassador, by=by, phone=phone)
    return not_kept


def _the_same(first, encounter):
    if first.encounter_id != encounter.pk:
        raise Refusal(_("This form was sent before, for another encounter. Open a new one."))
    return Met(first.customer, [])


def _open_what_follows(encounter, customer, by, outcomes, about, trouble):
    """Help becomes a case; everything else about a person is a lead."""
    if "helped" in outcomes:
        _open_case(encounter, customer, by, **trouble)
    if "helped" not in outcomes or "offer" in outcomes:
        about = {name: value for name, value in about.items() if value}
        how = {"owner": encounter.ambassador, "encounter": encounter, "source": "encounter"}
        Lead.open_for(customer, by=by, **how, **about)


def _open_case(encounter, customer, by, *, what_helped, minutes, **trouble):
    """The trouble, and at once its end where something has helped: it took so many minutes until the encounter."""
    title = (encounter.sentence.strip().splitlines() or [_("Help")])[0]
    title = title if len(title) <= TITLE else f"{title[:TITLE].rsplit(' ', 1)[0]} …"
    case = Case.open_for(
        customer, owner=encounter.ambassador, by=by, encounter=encounter, title=title,
        opened_at=encounter.happened_at - timedelta(minutes=minutes or 0), **trouble,
    )  # fmt: skip
    if what_helped:
        case.solve(by=by, what_helped=what_helped, at=encounter.happened_at)
