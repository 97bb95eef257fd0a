"""Keeps the leads of a file that are new, a thousand in a transaction; sends nothing and plans nothing."""

from collections import namedtuple

from django.db import transaction
from django.utils import timezone

from ambassadors.imports.rows import Rejected, shown
from ambassadors.imports.tally import KNOWN, TAKEN
from ambassadors.models import Network, Person
from leads.imports import facts
from leads.imports.identity import PREFIX
from leads.imports.suppressed import Suppressed
from leads.imports.twins import Twins
from leads.models import Channel, Consent, Customer, Lead, Purpose
from leads.models.notice import TOLD_WITHIN
from leads.models.proven import seals_of_new
from ledger.copying import copy_in
from ledger.models import Event, Happened
from ledger.sentences import Sentence as _

NUMBERS, KEPT, DISCARDED = "numbers", "kept", "discarded"
TO_CORRECT, UNREACHABLE, QUEUED, UNDATED, TWINS, HELD_BACK = (
    "to_correct",
    "unreachable",
    "queued",
    "undated",
    "twins",
    "held_back",
)
REACH_BY = ("phone", "email", "street")
VALUED, UNVALUED, TO_TELL = "valued", "unvalued", "to_tell"

Taken = namedtuple("Taken", "lead customer consent")


def take(rows, tally, advance, *, owner=None):
    """Keep what is new; `owner` (an Ambassador) gets the rows that name nobody."""
    intake = Intake(tally, owner)
    for batch in rows.batches():
        intake.keep(batch)
        advance(batch[-1].line)


class Intake:
    """What has to be remembered from batch to batch: which leads were met in this file.

    `reach` says what somebody may bring in (all of it without one), `note(line, what, text)` hears what is to be said
    about a row that is taken, and nothing is written unless `writes`.
    """

    def __init__(self, tally, owner=None, *, reach=None, note=None, writes=True):
        self.tally, self.owner, self.reach, self.writes = tally, owner, reach, writes
        self.note = note or (lambda _line, _what, _text: None)
        self.twins, self.suppressed = Twins(), Suppressed()
        self.keeps_values = Network.now().keeps_contract_values
        self._met = set()  # of hashes: a million leads fit into memory

    @transaction.atomic
    def keep(self, batch):
        found = self.tally.accepted(batch, self._checked)
        known = Lead.objects.known_as([name for _row, said in found for name in said.known_as])
        new = [(row, said) for row, said in found if known.isdisjoint(said.known_as)]
        self.tally[KNOWN] += len(found) - len(new)
        self.taken = self._taken(new)
        if self.writes:
            write([taken for _row, taken in self.taken])

    def remember(self, batch):
        """Meet the rows of a batch that was kept before this process took over."""
        for row in batch:
            try:
                self._checked(row)
            except Rejected:
                continue

    def _checked(self, row):
        said = facts.checked(row)
        name = said.known_as[0]
        if hash(name) in self._met:
            raise Rejected(
                _("this row stands further up in the file already")
                if name.startswith(PREFIX)
                else _("this Lead ID stands further up in the file already")
            )
        self._met.add(hash(name))
        return said

    def _taken(self, new):
        owners = owners_by_email(said.owner for _row, said in new)
        self.twins.look_up(said.customer["email"] for _row, said in new)
        self.suppressed.look_up(said for _row, said in new)
        taken = []
        for row, said in new:
            kept, is_held_back = self.suppressed.held_back(said)
            try:
                taken.append((row, built(self._without_value(kept), self._owner(said, owners))))
            except Rejected as reason:
                self.tally.reject(row.line, reason)
                continue
            self._count(said, taken[-1][1])
            self._note_held_back(row, is_held_back)
            self._note_twin(row, kept)
        return taken

    def _without_value(self, said):
        """The facts without what a contract is worth, unless the network keeps that."""
        return said if self.keeps_values else said._replace(value=None)

    def _note_held_back(self, row, is_held_back):
        if is_held_back:
            self.tally[HELD_BACK] += 1
            self.note(
                row.line, HELD_BACK, _("its number or address was taken back here before: it is left out")
            )

    def _note_twin(self, row, said):
        """Somebody of this address is here already: both stay, and a person decides whether they are one."""
        if self.twins.has(said.customer["email"]):
            self.tally[TWINS] += 1
            self.note(
                row.line,
                TWINS,
                _("somebody with this e-mail address is here already; both stay until you merge them"),
            )

    def _owner(self, said, owners):
        """Who looks after it, or None for the queue."""
        if said.owner and said.owner not in owners:
            raise Rejected(_("nobody here has the address “%(owner)s”") % {"owner": shown(said.owner)})
        owner = owners.get(said.owner, self.owner)
        if self.reach:
            self._need_reach(owner)
        return owner

    def _need_reach(self, owner):
        if owner is None and not self.reach.everything:
            raise Rejected(
                _("it names nobody who looks after it; say who, or ask a coordinator of the network")
            )
        place = _place(owner)
        self.reach.need(place.get("unit_code", ""), place.get("region", ""))

    def _count(self, said, taken):
        counted = {
            TAKEN: True,
            NUMBERS: said.number,
            KEPT: taken.customer.phone,
            DISCARDED: said.number and not taken.customer.phone,
            TO_CORRECT: taken.customer.email_state == Customer.EmailState.TO_CORRECT,
            UNREACHABLE: not (said.number or taken.customer.email),
            QUEUED: taken.lead.owner is None,
            UNDATED: taken.consent and taken.consent.given_at is None,
            VALUED: taken.lead.contract_value is not None,
            UNVALUED: said.value is not None and taken.lead.contract_value is None,
            TO_TELL: any(getattr(taken.customer, name) for name in REACH_BY),
        }
        self.tally.update({what: bool(so) for what, so in counted.items()})


def owners_by_email(addresses):
    """{address: Ambassador} with the affiliations at hand, in three queries."""
    people = Person.objects.select_related("ambassador").prefetch_related("ambassador__affiliations__unit")
    found = people.in_bulk({address for address in addresses if address}, field_name="email")
    return {address: person.ambassador for address, person in found.items() if hasattr(person, "ambassador")}


def built(said, owner):
    """Lead, customer and consent (or None) of a row, unsaved; an alumnus' lead lies in the queue of the unit."""
    customer = Customer(
        **said.customer,
        phone=facts.number_to_keep(said),
        created_at=said.created_at,
        tell_until=timezone.now() + TOLD_WITHIN,
    )
    lead = Lead(
        customer=customer,
        owner=None if _is_gone(owner) else owner,
        external_id=said.known_as[0],
        contract_value=said.value,
        created_at=said.created_at,
        state=said.state,
        state_since=timezone.now(),  # the clocks of retention start on the day of the import
        won_at=said.created_at if said.state == Lead.State.WON else None,
        **_place(owner),
        **said.lead,
    )
    lead.fold()
    return Taken(lead, customer, _consent(said, customer, owner))


def _is_gone(owner):
    return owner is not None and owner.left_at is not None


def _place(owner):
    """The last unit and the region of the owner."""
    if owner is None:
        return {}
    last = max(owner.affiliations.all(), key=lambda affiliation: affiliation.valid_from, default=None)
    return {"unit_code": last.unit.code if last else "", "region": owner.region}


def _consent(said, customer, owner):
    yes = said.consent
    return yes and Consent(
        customer=customer,
        channel=Channel.PHONE,
        purpose=Purpose.ADVERTISING,
        given_at=yes.given_at,
        manner=Consent.Manner.IMPORTED,
        taken_by=owner,
        source=yes.source,
    )


def write(taken):
    """Everything of a batch, in the order that the database wants."""
    consents = [each.consent for each in taken if each.consent]
    copy_in(Customer, (each.customer for each in taken))
    copy_in(Lead, (each.lead for each in taken))
    copy_in(Consent, consents)
    Event.record_firsts(
        Happened(each.lead, "imported", data={"customer": each.customer.pk}) for each in taken
    )
    seals = seals_of_new(consents)
    Event.record_firsts(
        Happened(consent, "given", data={**consent.told(), "seal": seals[consent.pk]}) for consent in consents
    )
