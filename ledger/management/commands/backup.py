from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ledger import backups


class Command(BaseCommand):
    help = "Writes one file with the database, the pictures and the erasure ledger. The keys are not in it."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="where the file is put")

    def handle(self, *, folder, **_options):
        try:
            path, told = backups.make(folder)
        except (backups.Failed, OSError) as error:
            raise CommandError(str(error)) from error
        rows, files = sum(told["rows"].values()), len(told["files"])
        self.stdout.write(f"{path}: {rows:,} rows in {len(told['rows'])} tables, {files:,} files.")
        if not settings.BACKUP_KEY:
            self.stdout.write(
                "It is not sealed, as BACKUP_KEY is not set: whoever has it reads what isn't sealed in the database."
            )
        self.stdout.write(
            "Keep DATA_KEYS and SECRET_KEY (and BACKUP_KEY) elsewhere: they are not in it and open what is sealed."
        )
