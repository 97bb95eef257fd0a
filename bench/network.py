"""Floor and product on servers of their own, durable as in production, in a folder that is thrown away at the end."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.benches import SMALL
from config import run
from config.embedded import servers

HOST = "localhost"
PATIENCE = 60  # seconds until a web answers
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SITE_URL": f"https://{HOST}",
    "TRUSTED_PROXY_COUNT": "1",  # TLS ends in front of the web, as in production
    "EMAIL_URL": "console:",
    "HOST": "127.0.0.1",
    "WEB_WORKERS": "2",
    "MFA_REQUIRED": "0",  # the second step is taken once a day and measured by nobody
    **dict.fromkeys(("DEBUG", "WERKSTOLZ_DEMO", "WERKSTOLZ_TESTS"), "0"),
}


@contextlib.contextmanager
def network():
    """A Network with running servers and an empty, migrated database."""
    var = Path(tempfile.mkdtemp(prefix="werkstolz-bench-"))
    var.chmod(0o711)  # PostgreSQL may run as another user
    for name in ("DATABASE_URL", "REDIS_URL", "DATABASE_REPLICA_URL"):
        os.environ.pop(name, None)
    started = servers.wanted(var, durable=True)
    found = Network(var)
    try:
        for server in started:
            server.start()
        found.prepare(servers.addresses(started))
        yield found
    finally:
        found.stop()
        servers.stop(started)
        shutil.rmtree(var, ignore_errors=True)


class Network:
    def __init__(self, var):
        self.var, self.webs = var, []
        self.environment = {
            **os.environ,
            **SETTINGS,
            "VAR": str(var),
            "SECRET_KEY": secrets.token_urlsafe(48),
        }

    def prepare(self, addresses):
        import psycopg

        self.environment |= addresses
        with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as connection:
            for name in ("floor", SMALL):
                connection.execute(f"CREATE DATABASE {name}")
        base = addresses["DATABASE_URL"].rpartition("/")[0]
        self.environment["FLOOR_URL"] = f"{base}/floor"
        self.databases = {SMALL: {"DATABASE_URL": f"{base}/{SMALL}"}}
        for database in (None, SMALL):
            self.run("manage.py", "prepare", database=database)

    def run(self, *command, said=None, database=None):
        """What a step printed; its bars go to the terminal."""
        environment = self.environment | self.databases.get(database, {})
        done = subprocess.run([sys.executable, *command], env=environment, input=said, stdout=subprocess.PIPE,
                              text=True, check=True)  # fmt: skip
        return done.stdout

    def told(self, module, *words, said=None, database=None):
        """The JSON that a step of the bench prints last."""
        out = self.run("-m", module, *map(str, words), said=said, database=database)
        return json.loads(out.strip().splitlines()[-1])

    def serve(self, name, application, database=None):
        """The port on which this application answers now."""
        port = _free_port()
        environment = self.environment | self.databases.get(database, {}) | {"PORT": str(port)}
        web = run.web(name, application, environment)
        self.webs.append(web)
        web.start()
        _wait(f"http://127.0.0.1:{port}/healthz")
        return port

    def stop(self):
        for web in self.webs:
            web.stop()
        for web in self.webs:
            with contextlib.suppress(subprocess.TimeoutExpired):
                web.process.wait(10)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} doesn't answer within {PATIENCE} s")
