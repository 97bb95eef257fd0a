"""Somebody we know beside what the file says of them now: what has changed, and what of it is written."""

from collections import namedtuple

from django.utils import timezone

from ambassadors.imports.people import DAY, SAID, is_gone
from ambassadors.models import Ambassador
from ambassadors.regions import region_name
from ledger.sentences import Sentence as _

MOVED, RENAMED, PLACED, OWN, LEAVES, WILL_LEAVE, STAYS, BACK, LINKED = (
    "moved", "renamed", "placed", "own", "leaves", "will_leave", "stays", "back", "linked"
)  # fmt: skip
OF_PERSON = ("first_name", "last_name", "language")

Change = namedtuple("Change", "what text")


class Known:
    """One person of the network and one row of the file."""

    def __init__(self, record, affiliations, facts, *, units, columns, leavers):
        self.record, self.affiliations, self.facts = record, affiliations, facts
        self.units, self.columns, self.leavers = units, columns, leavers
        self.ambassador, self.person = record.ambassador, record.ambassador.person
        self.name = str(self.person)
        self.stays_from = self.moves_on = None
        self.leaves = False
        self.kept = []
        self.changes = []

    def compare(self):
        """Find and stage what changes; nothing is written here."""
        if self.record._state.adding:
            self._say(
                LINKED,
                _("%(name)s is in the network already and gets the personnel number") % {"name": self.name},
            )
        self._compare_what_is_said()
        self._compare_exit()
        if not self.leaves and not self.ambassador.has_left and not is_gone(self.facts):
            self._compare_unit()
        return self.changes

    @property
    def is_gone_now(self):
        return self.leavers and self.leaves and is_gone(self.facts)

    @property
    def current(self):
        """The affiliation of today, or the next one to come."""
        return self.affiliations[0] if self.affiliations else None

    def _say(self, what, text):
        self.changes.append(Change(what, text))

    # Names, place and language: what the person changed themself stays

    def _compare_what_is_said(self):
        changed = [name for name in SAID if name in self.columns and self._takes(name)]
        if {"first_name", "last_name"} & set(changed):
            self._say(RENAMED, f"{self.name} → {self.person}")
        placed = [name for name in ("city", "region", "language") if name in changed]
        if placed:
            now = ", ".join(_shown(name, getattr(self.facts, name)) for name in placed)
            self._say(PLACED, f"{self.name}: {now}")
        if self.kept:
            self._say(OWN, f"{self.name}: {'; '.join(self.kept)}")

    def _takes(self, name):
        """Whether the file's word replaces ours; it doesn't where the person has written something else since."""
        holder = self.person if name in OF_PERSON else self.ambassador
        now, new, before = getattr(holder, name), getattr(self.facts, name), self.record.said.get(name)
        if not new:
            return False
        self.record.said = {**self.record.said, name: new}
        if new in (now, before):
            return False
        if now not in (before, "") and (
            before is not None or self.ambassador.state != Ambassador.State.INVITED
        ):
            said = {"now": _shown(name, now), "new": _shown(name, new)}
            self.kept.append(_("“%(now)s” stays (the file says “%(new)s”)") % said)
            return False
        setattr(holder, name, new)
        return True

    # The company's dates

    def _compare_exit(self):
        if "entry_date" in self.columns and self.facts.entry and self._entry_fits():
            self.record.entry_date = self.facts.entry
        if "exit_date" not in self.columns:
            return
        if self.facts.exit is None:
            self._compare_return()
        elif self.ambassador.has_left:
            self.record.exit_date = self.facts.exit
        elif self.record.is_back_from(self.facts.exit):
            return
        elif is_gone(self.facts):
            self._leave(LEAVES, _("%(name)s left on %(day)s"))
        elif self.facts.exit != self.record.exit_date:
            self._leave(WILL_LEAVE, _("%(name)s will leave on %(day)s"))

    def _entry_fits(self):
        return not self.record.exit_date or self.facts.entry <= self.record.exit_date

    def _leave(self, what, sentence):
        self._say(what, sentence % {"name": self.name, "day": self.facts.exit.strftime("%d.%m.%Y")})
        self.leaves = True
        if self.leavers:
            self.stays_from = self.record.leaves_on  # what ended with the day said before
            self.record.plan_exit(self.facts.exit)

    def _compare_return(self):
        if self.record.exit_date and self.ambassador.has_left:
            self._say(
                BACK,
                _("%(name)s has no exit date any more and may come back by their own will")
                % {"name": self.name},
            )
            self.record.plan_exit(None)
        elif self.record.leaves_on:
            self._say(STAYS, _("%(name)s stays: the exit date is gone") % {"name": self.name})
            self.stays_from = self.record.exit_date + DAY
            self.record.plan_exit(None)
        else:
            self.record.exit_date = None

    # Units, from day to day

    def _compare_unit(self):
        now = self.current
        if now and self.units.is_in(now.unit, self.facts.unit):
            return
        before = now.unit.code if now else "–"
        self._say(MOVED, f"{self.name}: {before} → {self.units.code_today(self.facts.unit)}")
        self.moves_on = max(timezone.localdate(), now.valid_from) if now else timezone.localdate()


def _shown(name, value):
    return str(region_name(value)) if name == "region" else value
