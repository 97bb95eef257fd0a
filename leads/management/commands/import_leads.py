from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ambassadors.imports import tally
from ambassadors.imports.alone import alone
from ambassadors.imports.rows import Rows, Unreadable
from ambassadors.imports.terminal import Terminal
from ambassadors.models import Ambassador
from leads.imports import crm, intake


class Command(BaseCommand):
    help = "Takes leads from a CRM's CSV export; a second run changes nothing, and nobody is written to or called."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--owner", metavar="EMAIL", help="gets the leads that name nobody; else they wait in the queue"
        )

    def handle(self, *, file, owner, **_options):
        terminal = Terminal(self.stdout)
        try:
            with alone():
                rows = Rows(file)
                rows.need(*crm.COLUMNS)
                with terminal.importing(rows) as (counted, advance):
                    intake.take(rows, counted, advance, owner=owner and _owner(owner))
                terminal.table(rows.name, _counts(counted))
        except Unreadable as sentence:
            raise CommandError(str(sentence)) from sentence


def _owner(address):
    ambassador = Ambassador.objects.with_email(address).first()
    if ambassador is None:
        raise CommandError(_("Nobody in the network has the address %(owner)s.") % {"owner": address})
    return ambassador


def _counts(counted):
    yield _("taken"), counted[tally.TAKEN]
    yield _("with a number"), counted[intake.NUMBERS]
    yield _("numbers kept with their consent"), counted[intake.KEPT]
    yield _("numbers discarded: no consent"), counted[intake.DISCARDED]
    yield _("e-mail addresses to correct"), counted[intake.TO_CORRECT]
    yield _("without address and number"), counted[intake.UNREACHABLE]
    yield _("for the coordinators' queue"), counted[intake.QUEUED]
    yield _("known already, unchanged"), counted[tally.KNOWN]
    yield _("not taken"), counted[tally.REJECTED]
