from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.progress import BarColumn, Progress, TextColumn

from ambassadors.imports.alone import alone
from ambassadors.imports.rows import Unreadable
from ambassadors.imports.terminal import Terminal
from home.demo import loader, people


class Command(BaseCommand):
    help = "Loads the demo network, or what is missing of it; only in the demo."

    def handle(self, **_options):
        if not settings.DEMO:
            raise CommandError(
                _("The demo network has passwords everybody knows. Load it with WERKSTOLZ_DEMO=1 only.")
            )
        console = Terminal(self.stdout).console
        parts = TextColumn("{task.description}"), BarColumn()
        with Progress(*parts, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=len(loader.PARTS))
            try:
                with alone():
                    loader.load(
                        lambda part, number: bar.update(task, description=str(part), completed=number)
                    )
                people.settle_password()
            except Unreadable as sentence:
                raise CommandError(str(sentence)) from sentence
