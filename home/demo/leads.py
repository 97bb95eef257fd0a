"""The five hundred leads of the CRM export, moved into the last year and a half, with what became of them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ambassadors.imports import kinds
from ambassadors.imports.reading import sheet_of
from home.demo import encounters, follow_ups
from home.demo.content import DATA, key, table
from home.demo.journal import Journal
from home.demo.moments import Dice, by_day
from home.demo.people import ADA, BO, CY, everybody, openers
from leads.imports import facts
from leads.imports.intake import built, owners_by_email
from leads.models import Lead

YOUNGEST, OLDEST = timedelta(days=0.6), timedelta(days=540)
GROWTH = 1.25  # above 1: more and more leads
NEW, CONTACTED, OFFERED, WON, LOST = "new", "contacted", "offered", "won", "lost"
STALE = timedelta(days=45)
STEPS = {CONTACTED: (0.5, 6), OFFERED: (7, 14), WON: (12, 32), LOST: (10, 40)}  # days after the encounter
OBSTACLES = ["price", "price", "price", "contract", "contract", "coverage", "landlord", "trouble", "effort"]
RELATIONS = ["stranger"] * 6 + ["friend"] * 3 + ["family"] * 2 + ["myself"]
STILL_HERE = (ADA, BO, CY)  # what these have is told by hand


def load():
    rows = list(sheet_of(DATA / "leads.csv", kinds.kind("leads")))
    if Lead.objects.known_as([rows[0].cells["external_id"]]):
        return
    journal = Journal()
    network = Network()
    for row, created_at in _spread(rows):
        _live(journal, network, _moved(row, created_at, network))
    journal.keep()


class Network:
    """Who looks after a lead: its owner of the export, or an active ambassador where that one was only invited."""

    def __init__(self):
        self.active = everybody()
        self.openers = openers()
        self.notes = _notes()
        self._takers = [address for address in sorted(self.active) if address not in STILL_HERE]
        self._known = owners_by_email(row["Lead Owner Email"] for row in table("leads.csv"))

    def owner(self, address, lead_id):
        known = self._known[address]
        if address in self.active or known.state == "alumnus":
            return self.active.get(address, known)
        return self.active[Dice("owner", lead_id).one_of(self._takers)]


def _notes():
    """{lead id: note} in a German network; the export itself brings the English ones."""
    if settings.LANGUAGE_CODE != "de":
        return {}
    return {row["Lead ID"]: row["Description"] for row in table("leads_notes_de.csv")}


def _spread(rows):
    """[(row, moment)] from the oldest to the newest, closer and closer to today."""
    rows = sorted(rows, key=lambda row: row.cells["created"])
    now, last = timezone.now(), len(rows) - 1
    for place, row in enumerate(rows):
        yield row, by_day(now - YOUNGEST - (OLDEST - YOUNGEST) * ((last - place) / last) ** GROWTH)


def _moved(row, created_at, network):
    """Lead, customer and consent of a row as the import builds them, on its new day and with its new owner."""
    lead_id = row.cells["external_id"]
    cells = {
        **row.cells,
        "created": created_at.isoformat(),
        "consent_date": row.cells["consent_date"] and str(timezone.localdate(created_at)),
        "note": network.notes.get(lead_id, row.cells["note"]),
    }
    said = facts.checked(row._replace(cells=cells))
    taken = built(said, network.owner(said.owner, lead_id))
    taken.customer.tell_until = None  # they were met, and told then
    return taken


def _live(journal, network, taken):
    lead, customer, consent = taken
    dice = Dice("life", lead.external_id)
    lead.pk, customer.pk = key("lead", lead.external_id), key("customer", lead.external_id)
    lead.customer = customer
    by = lead.owner and lead.owner.person
    if lead.owner and dice.happens(0.7):
        encounters.before(journal, lead, dice, network.openers[by.email])
    _pass_through(journal, lead, dice, by)
    _say_more(journal, lead, dice, by)
    lead.fold()
    for row in filter(None, taken):
        journal.add(row)
    if consent:
        consent.customer = customer
        consent.created_at = consent.given_at = max(consent.given_at, lead.created_at)
        journal.tell(consent, "given", consent.given_at, by, customer=customer.pk, channel="phone")
    if lead.owner:
        follow_ups.of(journal, lead, consent, dice)


def _pass_through(journal, lead, dice, by):
    """The lead's states one after the other, as far as time has come."""
    last, lead.state = _goal(lead, dice), NEW
    lead.state_since = lead.created_at
    journal.tell(lead, "opened", lead.created_at, by, customer=lead.customer_id, encounter=lead.encounter_id)
    for state in _way(last, dice):
        at = by_day(lead.created_at + dice.days(*STEPS[state]))
        at = max(at, lead.state_since + timedelta(hours=1))
        if at >= timezone.now():
            break
        journal.tell(lead, "moved", at, by, before=lead.state, to=state)
        lead.state, lead.state_since = state, at
    lead.won_at = lead.state_since if lead.state == WON else None


def _say_more(journal, lead, dice, by):
    """What stood in the way of most that were lost, and here and there who the customer is to somebody."""
    if lead.state == LOST and dice.happens(0.8):
        lead.obstacle = dice.one_of(OBSTACLES)
    lead.win_back = bool(lead.former_provider) and dice.happens(0.15)
    if by and dice.happens(0.3):
        lead.relation = dice.one_of(RELATIONS)
        journal.tell(lead, "declared", lead.created_at, by, before="", relation=lead.relation)


def _goal(lead, dice):
    """Where the export says the lead stands; what is open for too long has moved on."""
    stale = lead.created_at < timezone.now() - STALE
    if lead.state == NEW and stale:
        return dice.one_of([NEW, CONTACTED, CONTACTED, OFFERED])
    if lead.state == CONTACTED:
        return dice.one_of([CONTACTED, CONTACTED, OFFERED])
    return lead.state


def _way(last, dice):
    """The states on the way to the last one, new left out."""
    if last == NEW:
        return []
    if last == CONTACTED:
        return [CONTACTED]
    offered = [OFFERED] if last == OFFERED or dice.happens(0.6) else []
    return [CONTACTED, *offered, *([last] if last != OFFERED else [])]
