import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from ledger import sweeps


class Command(BaseCommand):
    help = "Does everything that is due, once or (--loop) for ever. Needs neither Celery nor Redis."

    def add_arguments(self, parser):
        parser.add_argument(
            "--loop", action="store_true", help="sweep again every SWEEP_SECONDS until stopped"
        )

    def handle(self, *, loop, **_options):
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM) if loop else ():
            signal.signal(name, lambda *_: stop.set())
        self._sweep()
        while loop and not stop.wait(settings.SWEEP_SECONDS):
            close_old_connections()
            self._sweep()

    def _sweep(self):
        for name, done in sweeps.sweep_once().items():
            if done is None:
                self.stderr.write(f"{name}: failed, see the log; the others went on")
            elif done:
                self.stdout.write(f"{name}: {done}")
