"""People from a personnel export: taken as invited, gone ones as alumni. Nobody is mailed, no superior is kept."""

import secrets
from collections import namedtuple
from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone

from ambassadors.imports import cells
from ambassadors.imports.handles import Handles
from ambassadors.imports.known_units import KnownUnits
from ambassadors.imports.rows import Rejected, cells_of, shown
from ambassadors.imports.tally import KNOWN, TAKEN
from ambassadors.models import Affiliation, Ambassador, HrRecord, Person
from ambassadors.models.hr_record import end_of
from ledger.copying import copy_in
from ledger.models import Event, Happened
from ledger.sentences import Sentence as _

COLUMNS = ("personnel_no", "first_name", "last_name", "email", "unit_code", "city", "region", "entry_date", "exit_date",
           "language")  # fmt: skip
SAID = ("first_name", "last_name", "city", "region", "language")
ALUMNI, LEFT = "alumni", "left"
DAY = timedelta(days=1)

Facts = namedtuple("Facts", "number email first_name last_name unit city region entry exit language")


def take(rows, tally, advance, *, at=None):
    """Keep the people that are new, a thousand in a transaction: what was taken stays, whatever happens then."""
    intake = Intake(tally, at)
    for batch in rows.batches():
        intake.keep(batch)
        advance(batch[-1].line)


class Intake:
    """What has to be remembered from batch to batch: who was met in this file, and how far the handles have come."""

    def __init__(self, tally, at=None):
        self.tally = tally
        self.at = at
        self.handles = Handles()
        self.units = KnownUnits()
        self._met = set()  # of hashes: a million people fit into memory

    @transaction.atomic
    def keep(self, batch):
        self.leaving = {}
        found = self.tally.accepted(batch, self._checked)
        self._look_up(found)
        self._write(self._new(found))

    def _look_up(self, found):
        self.people = Person.objects.select_related("ambassador__hr_record").in_bulk(
            [facts.email for _row, facts in found], field_name="email"
        )
        self.numbers = HrRecord.objects.select_related("ambassador__person").in_bulk(
            [facts.number for _row, facts in found], field_name="personnel_no"
        )

    def _write(self, new):
        if new:
            _write(new, self.handles, self.at)
            self.units.take_along(facts.unit for facts, _person in new)
        if self.leaving:
            HrRecord.leave(self.leaving)

    def _facts(self, row):
        return checked(row, self.units)

    def _checked(self, row):
        facts = self._facts(row)
        met = {hash(facts.email), hash((facts.number,))}
        if met & self._met:
            raise Rejected(_("this person stands further up in the file already"))
        self._met |= met
        return facts

    def _new(self, found):
        new = []
        for row, facts in found:
            try:
                record = self._record(facts)
            except Rejected as rejected:
                self.tally.reject(row.line, rejected)
                continue
            if record:
                self._known(row, record, facts)
            else:
                new.append((facts, self.people.get(facts.email)))
        self.tally[TAKEN] += len(new)
        self.tally[ALUMNI] += sum(is_gone(facts) for facts, _person in new)
        return new

    def _known(self, _row, record, facts):
        self.tally[KNOWN] += 1
        if is_gone(facts) and not record.ambassador.has_left and not record.is_back_from(facts.exit):
            self.leaving[record] = facts.exit
            self.tally[LEFT] += 1

    def _record(self, facts):
        """The record we have of this person, None for somebody new."""
        record, person = self.numbers.get(facts.number), self.people.get(facts.email)
        if record and record.ambassador.person.email != facts.email:
            raise Rejected(
                _("the personnel number %(number)s belongs to another address")
                % {"number": shown(facts.number)}
            )
        if not record and person and hasattr(person, "ambassador"):
            raise Rejected(_("this address belongs to somebody else in the network"))
        return record


def checked(row, units):
    """The facts of a row that is in order."""
    cell = cells_of(row)
    email = cells.fitting(Person, "email", cells.address(cell["email"]))
    if not cell["personnel_no"]:
        raise Rejected(_("there is no personnel number"))
    if not (cell["first_name"] or cell["last_name"]):
        raise Rejected(_("there is no name"))
    if cell["unit_code"] not in units.by_code:
        raise Rejected(_("the unit “%(code)s” is unknown") % {"code": shown(cell["unit_code"])})
    entry, gone = cells.day(cell["entry_date"]), cells.day(cell["exit_date"])
    if entry and gone and gone < entry:
        raise Rejected(_("the exit date is before the entry date"))
    return Facts(
        cells.fitting(HrRecord, "personnel_no", cell["personnel_no"]), email,
        cells.fitting(Person, "first_name", cell["first_name"]), cells.fitting(Person, "last_name", cell["last_name"]),
        units.called(cell["unit_code"], entry, gone),
        cells.fitting(Ambassador, "city", cell["city"]), cells.fitting(Ambassador, "region", cell["region"].upper()),
        entry, gone, cells.fitting(Person, "language", cell["language"].lower()),
    )  # fmt: skip


def is_gone(facts):
    return facts.exit is not None and facts.exit < timezone.localdate()


def _write(new, handles, at):
    people = _people(new)
    names = [f"{facts.first_name} {facts.last_name}" for facts, _person in new]
    ambassadors = [_ambassador(facts, person, handle)
                   for (facts, _known), person, handle in zip(new, people, handles.give(names), strict=True)]  # fmt: skip
    copy_in(Ambassador, ambassadors)
    pairs = [(facts, ambassador) for (facts, _person), ambassador in zip(new, ambassadors, strict=True)]
    copy_in(HrRecord, (_hr_record(*pair) for pair in pairs))
    copy_in(Affiliation, (_affiliation(*pair) for pair in pairs))
    Event.record_firsts(Happened(ambassador, "imported", at=at) for ambassador in ambassadors)


def _people(new):
    """The person of each: who can sign in already, or a new one who can't yet."""
    copy_in(Person, fresh := [_person(facts) for facts, person in new if person is None])
    following = iter(fresh)
    return [person or next(following) for _facts, person in new]


def _person(facts):
    return Person(email=facts.email, first_name=facts.first_name, last_name=facts.last_name, language=facts.language,
                  password=UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20))  # fmt: skip


def _ambassador(facts, person, handle):
    ambassador = Ambassador(person=person, handle=handle, city=facts.city, region=facts.region)
    if is_gone(facts):
        ambassador.state, ambassador.left_at = Ambassador.State.ALUMNUS, end_of(facts.exit)
    ambassador.fold()
    return ambassador


def _hr_record(facts, ambassador):
    record = HrRecord(
        ambassador=ambassador, personnel_no=facts.number, entry_date=facts.entry, said=said(facts)
    )
    record.plan_exit(facts.exit)
    if is_gone(facts):
        record.leaves_on = None
    return record


def said(facts):
    """What the personnel office says of somebody, to tell later whether it or the person has changed it."""
    return {name: getattr(facts, name) for name in SAID}


def _affiliation(facts, ambassador):
    """The day somebody leaves is the last one in the unit."""
    until = facts.exit and facts.exit + DAY
    since = facts.entry or (min(timezone.localdate(), facts.exit) if facts.exit else timezone.localdate())
    return Affiliation(ambassador=ambassador, unit=facts.unit, valid_from=since, valid_until=until)
