from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ambassadors.imports import people, tally, units
from ambassadors.imports.alone import alone
from ambassadors.imports.rows import Rows, Unreadable
from ambassadors.imports.terminal import Terminal


class Command(BaseCommand):
    help = "Takes units and people from CSV files, told apart by their columns; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, files, **_options):
        terminal = Terminal(self.stdout)
        try:
            with alone():
                for kind, rows in _units_first([_told_apart(Rows(path)) for path in files]):
                    with terminal.importing(rows) as (counted, advance):
                        kind.take(rows, counted, advance)
                    terminal.table(rows.name, _counts(kind, counted))
        except Unreadable as sentence:
            raise CommandError(str(sentence)) from sentence


def _told_apart(rows):
    """(units or people, rows): every file is looked at before the first row is taken."""
    kind = units if "parent_code" in rows.columns else people
    rows.need(*kind.COLUMNS)
    return kind, rows


def _units_first(files):
    return sorted(files, key=lambda file: file[0] is not units)


def _counts(kind, counted):
    if kind is people:
        yield _("invited"), counted[tally.TAKEN] - counted[people.ALUMNI]
        yield _("alumni, gone already"), counted[people.ALUMNI]
        yield _("alumni since the last import"), counted[people.LEFT]
    yield _("taken"), counted[tally.TAKEN]
    yield _("known already, unchanged"), counted[tally.KNOWN]
    yield _("not taken"), counted[tally.REJECTED]
