"""Where it happens: a PostgreSQL, a Redis, a mail server and the programs that send, all of one's own and thrown away at the end."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import redis

from bench.faults.sink import Sink
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

OURS = {
    "one": ("worker", "one"), "two": ("worker", "two"), "beat": ("beat",),
    "loop1": ("sweeper",), "loop2": ("sweeper",),
}  # fmt: skip
# Processes die here, the machine does not: what is committed is in the system's memory, and a restart needn't sync a disk.
NO_POWER_CUT = "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"
SECONDS = {"LETTER_LEASE_SECONDS": "3"}  # 60 in production


@contextlib.contextmanager
def ground():
    var = Path(tempfile.mkdtemp(prefix="werkstolz-faults-"))
    var.chmod(0o711)  # PostgreSQL may run as another user
    found = Ground(var)
    try:
        found.open()
        yield found
    finally:
        found.close()
        shutil.rmtree(var, ignore_errors=True)


class Ground:
    def __init__(self, var):
        self.var = var
        self.postgres, self.valkey = Postgres(var, durable=True), Valkey(var, durable=False)
        self.sink, self.nursery, self.rows = Sink(var / "accepted.log"), None, None
        self.running, self.wanted = {}, {}  # name: process number; name: program and its words

    def open(self):
        self.postgres.start(), self.valkey.start(), self.sink.start()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bench.faults.settings", "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url, "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "SINK_PORT": str(self.sink.port), "SITE_URL": "http://localhost", "SECRET_KEY": secrets.token_urlsafe(48),
            "VAR": str(self.var), "LOG_LEVEL": "CRITICAL", "PYTHONWARNINGS": "ignore",
            "DEBUG": "0", "WERKSTOLZ_DEMO": "0", "WERKSTOLZ_TESTS": "0", **SECONDS,
        }  # fmt: skip
        self.program("manage.py", "prepare")
        self.connect()
        for statement in NO_POWER_CUT:
            self.rows.execute(statement)
        with (self.var / "log" / "programs.log").open("ab") as log:
            self.nursery = subprocess.Popen(
                [sys.executable, "-m", "bench.faults.nursery"], env=self.environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=1,
            )  # fmt: skip

    def close(self):
        self.run({})
        if self.nursery:
            self.nursery.kill()
            self.nursery.wait(10)
        self.sink.stop()
        for server in (self.valkey, self.postgres):
            server.stop()
            with contextlib.suppress(Exception):
                server.process.wait(20)

    def program(self, *command):
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
        return done.stdout

    def connect(self):
        """A line to the database for whoever watches; it is not of those that are cut."""
        self.rows = psycopg.connect(self.postgres.url, autocommit=True, application_name="watch")

    # Programs

    def run(self, wanted):
        """Have exactly these programs running."""
        self.wanted = wanted
        for name in set(self.running) - set(wanted):
            self.signal(name, signal.SIGKILL)
            del self.running[name]
        self.restart()

    def restart(self):
        """Start again what died, as a supervisor does."""
        for name, program in self.wanted.items():
            if not self.is_alive(name):
                print(*program, file=self.nursery.stdin, flush=True)
                self.running[name] = int(self.nursery.stdout.readline())

    def is_alive(self, name):
        pid = self.running.get(name)
        with contextlib.suppress(ProcessLookupError):
            if pid:
                os.kill(pid, 0)
                return True
        return False

    def signal(self, name, how):
        """To the program and all of its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running[name], how)

    def senders(self):
        """[process number]: each loop, and the process in each worker's pool."""
        found = []
        for name, pid in self.running.items():
            program = self.wanted[name][0]
            if program == "worker":
                found += _children(pid)
            elif program in ("sweeper", "marker") and self.is_alive(name):
                found.append(pid)
        return found

    # Servers

    def restart_postgres(self):
        """SIGQUIT: an immediate end, and a recovery from the log at the next start."""
        self.postgres.stop(signal.SIGQUIT)
        self.postgres.process.wait(20)
        self.postgres.start()
        self.connect()

    def restart_valkey(self):
        """kill -9, and empty when it comes back."""
        self.valkey.process.kill()
        self.valkey.process.wait(10)
        shutil.rmtree(self.valkey.folder, ignore_errors=True)
        self.valkey.start()

    def broker(self):
        return redis.Redis(unix_socket_path=str(self.valkey.socket), socket_timeout=5)

    def hang_up(self, most=1000):
        self.rows.execute(
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
            "AND pid <> pg_backend_pid() ORDER BY random() LIMIT %s) them",
            [most],
        )

    def wait(self, question, *, seconds):
        """Whether it came true in time; what died meanwhile is started again."""
        until = time.monotonic() + seconds
        while not question():
            if time.monotonic() > until:
                return False
            self.restart()
            time.sleep(0.1)
        return True


def _children(pid):
    with contextlib.suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
