from django.core.management.base import BaseCommand, CommandError

from ledger import restoring
from ledger.backups import Failed


class Command(BaseCommand):
    help = "Brings a backup back, erases again what was erased since, and leaves letters that were due to a person."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--replace", action="store_true", help="although there are people in the database, who go"
        )

    def handle(self, *, file, replace, **_options):
        try:
            told, erased, letters = restoring.restore(file, replace=replace)
        except Failed as error:
            raise CommandError(str(error)) from error
        rows = sum(told["rows"].values())
        self.stdout.write(
            f"{rows:,} rows and {len(told['files']):,} files of {told['at'][:16]} are back, as many as were kept."
        )
        for noun, number in sorted(erased.items()):
            self.stdout.write(f"{noun}: {number} erased again")
        self.stdout.write(
            f"{letters:,} letters were due and may have left after the backup: decide in the outbox, under “nobody knows”."
        )
