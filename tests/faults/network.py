"""One network of processes under test: its own database and broker, workers, beat and a sweeping loop."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from config.embedded.privileges import die_with_parent
from config.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY = [sys.executable, "-m", "celery", "-A", "config"]
PROGRAMS = {
    "worker1": [
        *CELERY,
        "worker",
        "-n",
        "one@%h",
        "-c",
        "1",
        "-l",
        "ERROR",
        "--without-gossip",
        "--without-mingle",
    ],
    "worker2": [
        *CELERY,
        "worker",
        "-n",
        "two@%h",
        "-c",
        "1",
        "-l",
        "ERROR",
        "--without-gossip",
        "--without-mingle",
    ],
    "beat": [*CELERY, "beat", "-S", "celery.beat:Scheduler", "--pidfile=", "-l", "ERROR"],
    **{f"loop{number}": [sys.executable, "manage.py", "sweep", "--loop"] for number in ("", 1, 2, 3, 4)},
}
WORKERS = ["worker1", "worker2"]


class Network:
    """Starts and kills real processes; every one of them dies with the test."""

    def __init__(self, folder, office):
        self.folder, self.office = folder, office
        self.processes = {}
        self.valkey = Valkey(folder, durable=False)
        self.database = f"werkstolz_faults_{os.getpid()}"
        self.server = os.environ["DATABASE_URL"]

    def open(self):
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self.database}"')
        self.valkey.start()
        self._manage("migrate", "-v", "0")
        self._manage("createcachetable")
        self.rows = psycopg.connect(self._database_url(), autocommit=True)

    def close(self):
        self.kill(*self.processes)
        self.rows.close()
        self.valkey.stop()
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{self.database}" WITH (FORCE)')

    # What is done with it

    def run(self, *names):
        """Have exactly these programs running."""
        self.kill(*set(self.processes) - set(names))
        for name in names:
            if name not in self.processes or self.processes[name].poll() is not None:
                self.processes[name] = self._start(PROGRAMS[name])

    def kill(self, *names, how=signal.SIGKILL):
        """End these programs, at once and without a chance to say goodbye."""
        for name in names:
            process = self.processes.pop(name, None)
            if process and process.poll() is None:
                os.killpg(process.pid, how)
                process.wait(20)

    def empty_the_broker(self):
        redis.Redis(unix_socket_path=str(self.valkey.socket)).flushall()

    def hang_up(self):
        """The database ends every connection but ours."""
        ours = self.rows.info.backend_pid
        ended = self.rows.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
            [self.database, ours],
        )
        return ended.fetchone()[0]

    def write(self, what, number, name):
        """What was written and must arrive."""
        return self._program(sys.executable, "-m", "tests.faults.write", what, str(number), name).split()

    # What is asked of it

    def wait_for(self, question, *, seconds):
        until = time.monotonic() + seconds
        while not (answer := question()):
            assert time.monotonic() < until, f"Still waiting after {seconds} s: {self.states()}"
            time.sleep(0.1)
        return answer

    def wait_for_the_next_letter(self, *, seconds):
        """Returns as soon as one more arrives, or nothing is left to send."""
        before = len(self.office.arrived)
        self.wait_for(lambda: len(self.office.arrived) > before or self.all_settled(), seconds=seconds)

    def arrived(self, ids):
        """How often each of these letters arrived."""
        came = Counter(str(mail["Message-ID"]) for mail in list(self.office.arrived))
        return {one: came[one] for one in ids}

    def states(self):
        return dict(self.rows.execute("SELECT state, count(*) FROM ledger_letter GROUP BY state").fetchall())

    def all_settled(self):
        return not {"due", "sending"} & set(self.states())

    # How it is done

    def _manage(self, *arguments):
        return self._program(sys.executable, "manage.py", *arguments)

    def _program(self, *command):
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _start(self, command):
        log = (self.folder / "log" / "programs.log").open("ab")
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),
        )

    def _environment(self):
        host, port = self.office.address["EMAIL_HOST"], self.office.address["EMAIL_PORT"]
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self._database_url(),
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://{host}:{port}",
            "LETTER_LEASE_SECONDS": "3",
            "JOB_LEASE_SECONDS": "3",
            "SWEEP_SECONDS": "1",
            "VAR": str(self.folder),
            "LOG_LEVEL": "WARNING",
        }

    def _database_url(self):
        return self.server.replace(urlsplit(self.server).path, f"/{self.database}")
