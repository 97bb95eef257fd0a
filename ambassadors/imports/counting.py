"""What an uploaded file brings, in words: counted, and line by line."""

from collections import namedtuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ambassadors.imports import changes, kinds, people, updating
from ambassadors.imports.tally import KNOWN, REJECTED, TAKEN

TRYING, TAKING = _("Dry run of the whole file"), _("Taking the file")
WORDS = {
    TAKEN: _("new"),
    people.ALUMNI: _("of them gone already: alumni"),
    changes.LINKED: _("in the network already, now with their personnel number"),
    changes.MOVED: _("move to another unit"),
    changes.RENAMED: _("have another name"),
    changes.PLACED: _("have another place or language"),
    changes.LEAVES: _("have left the company"),
    changes.WILL_LEAVE: _("will leave the company"),
    changes.STAYS: _("stay after all"),
    changes.BACK: _("are back in the company"),
    changes.OWN: _("keep what they wrote themselves"),
    updating.SAME: _("unchanged"),
    REJECTED: _("not taken"),
    updating.ABSENT: _("in the network and not in this file"),
}
UNITS_WORDS = {TAKEN: _("new"), KNOWN: _("unchanged"), REJECTED: _("not taken")}
QUIET = (KNOWN, updating.SAME, REJECTED, updating.ABSENT, changes.OWN)
LEAVERS = (changes.LEAVES, changes.WILL_LEAVE)
TOLD = (*LEAVERS, changes.MOVED, changes.RENAMED, changes.PLACED, changes.OWN, changes.LINKED, changes.STAYS, changes.BACK,
        REJECTED, updating.ABSENT)  # fmt: skip
NOTES_SHOWN = 50

Told = namedtuple("Told", "what words number notes more")


class Report:
    """What one job found in a file."""

    def __init__(self, job, kind):
        self.job, self.kind = job, kinds.kind(kind)
        self.counts = job.counts
        self.told = self._told()

    @property
    def counted(self):
        """[(words, number)], the rows that don't fit among them, in one order."""
        return [(said, self.counts[what]) for what, said in self.kind.words.items() if self.counts.get(what)]

    @property
    def moves(self):
        """[(from → to, number)], the largest first."""
        pairs = [
            (what.partition(" ")[2], number)
            for what, number in self.counts.items()
            if what.startswith(f"{updating.MOVES} ")
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    @property
    def leavers(self):
        return sum(self.counts.get(what, 0) for what in LEAVERS)

    @property
    def rejected(self):
        return self.counts.get(REJECTED, 0)

    @property
    def changes_nothing(self):
        return not any(number for what, number in self.counts.items() if what not in self.kind.quiet)

    def _told(self):
        shown = {}
        for note in self.job.notes.first_of_each(NOTES_SHOWN):
            shown.setdefault(note.what, []).append(note)
        return {what: self._one(what, shown[what]) for what in self.kind.told if what in shown}

    def _one(self, what, notes):
        number = self.counts.get(what, len(notes))
        return Told(what, self.kind.words[what], number, notes, number > len(notes))


def address(job):
    return reverse("ambassadors:upload", args=[job.data["upload"]])
