from django.core.management.base import BaseCommand, CommandError

from ledger import erasures
from ledger.models import Erasure


class Command(BaseCommand):
    help = "After a backup was restored: erases again what had been erased since, by the file that lies beside the database."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="VAR/erasures.log unless another one is named")

    def handle(self, *, file, **_options):
        file = file or erasures.path()
        try:
            told = erasures.read(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"{file} can't be read. Name the file that was kept beside the backup: manage.py replay_erasures FILE"
            ) from error
        done = erasures.replay(told, Erasure.objects.keys())
        for noun, number in sorted(done.items()):
            self.stdout.write(f"{noun}: {number} erased again")
        self.stdout.write("Nothing that was erased is here any more.")
