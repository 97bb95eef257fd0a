from django.core.management.base import BaseCommand

from ledger import promises


class Command(BaseCommand):
    help = "A sentence per promise; the exit code is 1 when one of them is broken."

    def handle(self, **_options):
        checked = promises.checked()
        for name, kept, sentence in checked:
            self.stdout.write(f"{'ok ' if kept else 'RED'}  {name}: {sentence}")
        if not all(kept for _name, kept, _sentence in checked):
            raise SystemExit(1)
