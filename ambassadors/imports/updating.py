"""People from an uploaded file: new ones are taken as invited, those we know are brought up to date; or only looked at."""

from django.db import transaction
from django.utils import timezone

from ambassadors.imports import people, words
from ambassadors.imports.changes import BACK, LEAVES, MOVED, OWN, WILL_LEAVE, Known
from ambassadors.imports.people import Intake, checked
from ambassadors.imports.rows import Rejected, cells_of
from ambassadors.imports.tally import KNOWN
from ambassadors.models import Affiliation, Ambassador, HrRecord, Person
from ledger.models import Event, Happened

SAME, UNCONFIRMED, ABSENT, MOVES = "same", "unconfirmed", "absent", "moves"
BLANK = dict.fromkeys(people.COLUMNS, "")
ABSENT_NAMED = 200


class Update(Intake):
    """Reads batch after batch; `note(line, what, text)` hears what changes, and nothing is written unless `writes`."""

    def __init__(self, tally, *, note, reach, columns, leavers=False, writes=True):
        super().__init__(tally)
        self.note, self.reach, self.columns = note, reach, columns
        self.leavers, self.writes = leavers, writes
        self._named = set()  # hashes of all personnel numbers in the file, of rejected rows too

    def remember(self, batch):
        """Meet the rows of a batch that was kept before this process took over."""
        for row in batch:
            try:
                self._checked(row)
            except Rejected:
                continue

    def _facts(self, row):
        cell = BLANK | cells_of(row)
        self._named.add(hash((cell["personnel_no"],)))
        facts = checked(row._replace(cells=words.understood(cell)), self.units)
        for day in (facts.entry, facts.exit):
            words.need_possible_year(day)
        self.reach.need(facts.unit.code, facts.region)
        return facts

    def _look_up(self, found):
        super()._look_up(found)
        known = {record.ambassador_id for record in self.numbers.values()}
        known |= {person.ambassador.pk for person in self.people.values() if hasattr(person, "ambassador")}
        self.affiliations = {}
        for each in Affiliation.objects.of_people(known).in_time(timezone.localdate()) if known else ():
            each.unit = self.units.by_key.get(each.unit_id) or each.unit
            self.affiliations.setdefault(each.ambassador_id, []).append(each)
        self.known = []

    def _record(self, facts):
        person = self.people.get(facts.email)
        ambassador = getattr(person, "ambassador", None)
        if facts.number not in self.numbers and ambassador and not hasattr(ambassador, "hr_record"):
            ambassador.person = person
            record = HrRecord(ambassador=ambassador, personnel_no=facts.number, entry_date=facts.entry)
        else:
            record = super()._record(facts)
        if record:
            self._need_reach(record.ambassador)
        return record

    def _need_reach(self, ambassador):
        belongs = self.affiliations.get(ambassador.pk)
        self.reach.need(belongs[0].unit.code if belongs else "", ambassador.region)

    def _known(self, row, record, facts):
        before = _columns(record)
        known = Known(
            record,
            self.affiliations.get(record.ambassador_id, []),
            facts,
            units=self.units,
            columns=self.columns,
            leavers=self.leavers,
        )
        for change in known.compare():
            self.tally[change.what] += 1
            self.note(row.line, change.what, change.text)
            self._count(change)
        self.tally[KNOWN] += 1
        self.tally[SAME] += not known.changes
        if known.changes or _columns(record) != before:
            self.known.append(known)

    def _count(self, change):
        if change.what == MOVED:
            self.tally[f"{MOVES} {change.text.rpartition(': ')[2]}"] += 1
        if change.what in (LEAVES, WILL_LEAVE) and not self.leavers:
            self.tally[UNCONFIRMED] += 1

    def _write(self, new):
        self.fresh = {facts.number for facts, _person in new}
        if self.writes:
            super()._write(new)
        if self.writes and self.known:
            write(self.known, by=self.reach.person)
            self.units.take_along(each.facts.unit for each in self.known)

    def tell_absent(self):
        """Who is in the company as far as we know and not in this file: told, never taken for a leaver."""
        known = HrRecord.objects.of_the_company().within(self.reach, timezone.localdate()).with_people()
        for record in known.iterator(chunk_size=2000):
            if hash((record.personnel_no,)) not in self._named:
                self.tally[ABSENT] += 1
                if self.tally[ABSENT] <= ABSENT_NAMED:
                    self.note(
                        self.tally[ABSENT], ABSENT, f"{record.ambassador.person}, {record.personnel_no}"
                    )


@transaction.atomic
def write(known, *, by):
    """Write what has changed, each kind of row in one query."""
    records = [each.record for each in known]
    HrRecord.objects.bulk_create([record for record in records if record._state.adding])
    HrRecord.objects.bulk_update(records, ["said", "entry_date", "exit_date", "leaves_on"])
    Person.objects.bulk_update([each.person for each in known], ["first_name", "last_name", "language"])
    for each in known:
        each.ambassador.fold()
    Ambassador.objects.bulk_update([each.ambassador for each in known], ["city", "region", "folded"])
    _write_days(known)
    Event.record_many([_happened(each) for each in known if _done(each)])
    if gone := {each.record: each.facts.exit for each in known if each.is_gone_now}:
        HrRecord.leave(gone, by=by)


def _write_days(known):
    """From which day on each belongs to which unit, and until which."""
    if staying := {each.ambassador.pk: each.stays_from for each in known if each.stays_from}:
        Affiliation.reopen(staying)
    _move([each for each in known if each.moves_on])
    if ending := {each.ambassador.pk: each.record.leaves_on for each in known if each.record.leaves_on}:
        Affiliation.end(ending)


def _move(known):
    """Each from their day on."""
    days = {}
    for each in known:
        days.setdefault(each.moves_on, []).append((each.ambassador, each.facts.unit))
    for day, pairs in days.items():
        Affiliation.change(pairs, day=day)


def _done(known):
    """What of the changes is written here; leaving has an event of its own, and needs a yes."""
    return sorted(
        {change.what for change in known.changes}
        - {LEAVES, OWN, BACK, *(() if known.leavers else (WILL_LEAVE,))}
    )


def _happened(known):
    what = _done(known)
    moved = {"unit_code": known.facts.unit.code} if MOVED in what else {}
    return Happened(known.ambassador, "updated", data={"what": what, **moved})


def _columns(record):
    return record.said, record.entry_date, record.exit_date, record.leaves_on, record._state.adding
