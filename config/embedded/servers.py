"""The embedded servers of one VAR: who starts them, and who may use them meanwhile."""

import contextlib
import fcntl
import json
import os
import time

from ..environment import Unstartable
from .postgres import Postgres
from .valkey import Valkey

PATIENCE = 90  # seconds; somebody else may be in the middle of a first start


def wanted(var, *, durable=True):
    """The servers this environment needs: an address that is set wins over an embedded server."""
    servers = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(Postgres(var, durable=durable))
    if not os.environ.get("REDIS_URL"):
        servers.append(Valkey(var, durable=durable))
    return servers


def addresses(servers):
    names = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
    return {names[server.name]: server.url for server in servers}


def stop(servers, *, patience=20):
    for server in reversed(servers):
        server.stop()
    for server in servers:
        if server.process:
            with contextlib.suppress(Exception):
                server.process.wait(patience)


class Claim:
    """Whoever holds it runs the servers of this VAR; the kernel lets go of it when the holder dies."""

    def __init__(self, var):
        var.mkdir(parents=True, exist_ok=True)
        self.note = var / "running.json"
        self.file = (var / "running.lock").open("a")

    def take(self):
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.note.unlink(missing_ok=True)
        return True

    def tell(self, environment):
        """Let others use the servers; written beside and renamed, so that nobody reads half of it."""
        unfinished = self.note.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(environment))
        unfinished.replace(self.note)

    def told(self):
        try:
            return json.loads(self.note.read_text())
        except (OSError, ValueError):
            return None

    def release(self):
        self.note.unlink(missing_ok=True)
        fcntl.flock(self.file, fcntl.LOCK_UN)


@contextlib.contextmanager
def borrowed(var):
    """The addresses of VAR's servers for one call: the running ones, or ones started for it."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield {}
        return
    claim = Claim(var)
    with (var / "users.lock").open("a") as users:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            fcntl.flock(users, fcntl.LOCK_SH)
            if claim.take():
                with _started(var, claim, users) as found:
                    yield found
                return
            if found := claim.told():
                yield found
                return
            fcntl.flock(users, fcntl.LOCK_UN)
            time.sleep(0.1)
    raise Unstartable(f"the servers of {var} are being started by another process that doesn't finish.")


@contextlib.contextmanager
def _started(var, claim, users):
    servers = wanted(var)
    try:
        for server in servers:
            server.start()
        claim.tell(addresses(servers))
        yield addresses(servers)
    finally:
        fcntl.flock(users, fcntl.LOCK_EX)  # others may still be using them
        stop(servers)
        claim.release()
