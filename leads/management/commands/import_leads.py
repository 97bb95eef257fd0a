from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ambassadors.imports import kinds
from ambassadors.imports.alone import alone
from ambassadors.imports.formats import DATES, DECIMALS
from ambassadors.imports.guessing import ENCODINGS, SEPARATORS
from ambassadors.imports.reading import sheet_of
from ambassadors.imports.rows import Unreadable
from ambassadors.imports.terminal import Terminal
from ambassadors.models import Ambassador
from leads.imports import intake
from leads.imports.counting import WORDS


class Command(BaseCommand):
    help = "Takes leads from a CRM's or a spreadsheet's file; a second run changes nothing, and nobody is written to or called."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--owner", metavar="EMAIL", help="gets the leads that name nobody; else they wait in the queue"
        )
        guessed = "guessed unless said"
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help=guessed)
        parser.add_argument("--separator", choices=[*SEPARATORS, "tab"], default="", help=guessed)
        parser.add_argument("--dates", choices=DATES, default="", help=guessed)
        parser.add_argument("--decimal", choices=DECIMALS, default="", help=guessed)
        parser.add_argument(
            "--column", action="append", default=[], metavar="OURS=THEIRS", help="which column is which"
        )

    def handle(self, *, file, owner, **options):
        terminal = Terminal(self.stdout)
        try:
            with alone():
                rows = _sheet(file, **options)
                terminal.note(_how(rows))
                with terminal.importing(rows) as (counted, advance):
                    intake.take(rows, counted, advance, owner=owner and _owner(owner))
                terminal.table(rows.name, [(words, counted[what]) for what, words in WORDS.items()])
        except Unreadable as sentence:
            raise CommandError(str(sentence)) from sentence


def _sheet(file, *, encoding, separator, dates, decimal, column, **_options):
    how = {"encoding": encoding, "delimiter": "\t" if separator == "tab" else separator}
    sheet = sheet_of(
        file, kinds.kind("leads"), mapping=_said(column), dates=dates, decimal=decimal, **how
    )  # fmt: skip
    if not sheet.mapping:
        raise Unreadable(
            _("%(file)s has no column that belongs to a lead. Say which is which with --column OURS=THEIRS.")
            % {"file": sheet.name}
        )
    return sheet


def _said(pairs):
    """A function of the header that answers {our column: its place} for what was said by hand."""

    def places(header):
        return {
            ours: _place(ours, theirs, header)
            for ours, _is, theirs in (pair.partition("=") for pair in pairs)
        }

    return places


def _place(ours, theirs, header):
    if ours not in kinds.kind("leads").columns:
        raise CommandError(
            _("There is no column “%(name)s” with us. These are: %(names)s.")
            % {"name": ours, "names": ", ".join(kinds.kind("leads").columns)}
        )
    if theirs not in header:
        raise CommandError(_("The file has no column “%(name)s”.") % {"name": theirs})
    return header.index(theirs)


def _how(sheet):
    """How the file was understood, in a line."""
    return _("%(file)s: %(encoding)s, %(separator)s, days like %(dates)s, %(decimal)s") % {
        "file": sheet.name,
        "encoding": ENCODINGS[sheet.encoding],
        "separator": SEPARATORS[sheet.delimiter],
        "dates": DATES[sheet.formats.dates],
        "decimal": DECIMALS[sheet.formats.decimal],
    }


def _owner(address):
    ambassador = Ambassador.objects.with_email(address).first()
    if ambassador is None:
        raise CommandError(_("Nobody in the network has the address %(owner)s.") % {"owner": address})
    return ambassador
