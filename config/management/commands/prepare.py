"""Bring the database and the static files to the state of this code; cheap when nothing changed."""

import hashlib
import json

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LOCK = 0x57455248  # any number, the same on every machine: one prepares, the others wait


class Command(BaseCommand):
    help = "Migrates, makes the cache table, collects static files; with --demo loads the demo network once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="load the demo network, if it isn't there yet"
        )

    def handle(self, *, demo, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        self.migrate()
        self.collect_static()
        get_wsgi_application()  # what keeps the web from starting is said here, once
        if demo:
            self.load_demo()

    def migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating the database …")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)

    def collect_static(self):
        stamp = settings.VAR / "static.stamp"
        now = self._fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(now)

    def load_demo(self):
        stamp = settings.VAR / "demo.stamp"
        password = hashlib.sha256(settings.DEMO_PASSWORD.encode()).hexdigest()[
            :8
        ]  # another one is settled anew
        here = f"{self._name_of_this_database()} {password}"
        if not stamp.exists() or stamp.read_text() != here:
            self.stdout.write("Loading the demo network …")
            call_command("demo")
            stamp.write_text(here)

    def _fingerprint_of_static_files(self):
        from django.contrib.staticfiles.finders import get_finders

        files = []
        for finder in get_finders():
            for path, storage in finder.list(ignore_patterns=None):
                files.append([path, storage.size(path), storage.get_modified_time(path).timestamp()])
        backend = settings.STORAGES["staticfiles"]["BACKEND"]
        return hashlib.sha256(json.dumps([backend, sorted(files)]).encode()).hexdigest()

    def _name_of_this_database(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_database() || ' ' || oid FROM pg_database WHERE datname = current_database()"
            )
            return cursor.fetchone()[0]
