"""A durable PostgreSQL on a unix socket, from the wheel's binaries, with its data under VAR."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from ..environment import Unstartable
from .binaries import postgres_home
from .places import socket_folder
from .privileges import Servant

PORT = 5432  # only the name of the socket: nothing listens on a network
DATABASE = "werkstolz"
PATIENCE = 60  # seconds; crash recovery may take a while
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # tests only
NOBODYS_PID = 2**31 - 2
DEATH = signal.SIGINT  # fast shutdown: roll back, write a checkpoint, leave


class Postgres:
    name = "postgres"

    def __init__(self, var, *, durable=True):
        self.var = var
        self.durable = durable
        self.data = var / "postgres"
        self.log = var / "log" / "postgres.log"
        self.socket = socket_folder(var, "p")
        self.servant = Servant(self.data)
        self.process = None

    @property
    def url(self):
        return f"postgres://postgres@{quote(str(self.socket), safe='')}:{PORT}/{DATABASE}"

    def start(self):
        self._prepare_folders()
        self.home = postgres_home(self.var, self.servant, self.data)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._outlive_the_last_one()
        self._launch()
        self._wait()
        self._create_database()

    def stop(self, how=signal.SIGINT):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)

    def _prepare_folders(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.servant.own(self.socket)
        if self.data.stat().st_uid != self.servant.uid:
            self._own_all()

    def _own_all(self):
        """The folder was made by another user, for example before a first start with sudo."""
        if not self.servant.is_root:
            raise Unstartable(
                f"{self.data} belongs to another user. Start as that user, or choose another VAR."
            )
        for path in [self.data, *self.data.rglob("*")]:
            os.chown(path, self.servant.uid, self.servant.gid, follow_symlinks=False)

    def _initialise(self):
        for left in self.data.iterdir():  # of a first start that was killed: nothing was acknowledged yet
            subprocess.run(["rm", "-rf", str(left)], check=True)
        options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if _major(self.home) < 17:  # the builtin provider is younger than that
            options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        if not self.durable:
            options.append("--no-sync")
        done = self._run("initdb", "-D", str(self.data), "-U", "postgres", *options)
        if done.returncode:
            self._give_up(done.stderr)

    def _outlive_the_last_one(self):
        """After a SIGKILL of everything: wait for a dying server, forget one that is long dead."""
        lock = self.data / "postmaster.pid"
        deadline = time.monotonic() + PATIENCE
        while lock.exists() and (pid := _first_number(lock)) and _works_in(self.data, pid):
            if time.monotonic() > deadline:
                raise Unstartable(
                    f"another PostgreSQL (process {pid}) still holds {self.data}. Stop it first."
                )
            os.kill(pid, DEATH)
            time.sleep(0.2)
        _forget_the_dead(lock)
        for left in self.socket.iterdir():
            left.unlink()

    def _launch(self):
        settings = {"jit": "off", "shared_buffers": "128MB", "max_wal_size": "512MB", "max_connections": "60"}
        settings |= {"listen_addresses": "", "unix_socket_directories": str(self.socket), "port": str(PORT)}
        settings |= {"timezone": "UTC", "log_timezone": "UTC", "log_checkpoints": "off"}
        if not self.durable:
            settings |= FAST
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.log_starts = log.tell()
            self.process = subprocess.Popen(
                [str(self.home / "bin/postgres"), "-D", str(self.data), *options],
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self.servant.settle(DEATH),
            )

    def _wait(self):
        deadline = time.monotonic() + PATIENCE
        while not _answers(self.url.replace(f"/{DATABASE}", "/postgres")):
            if self.process.poll() is not None:
                if "still in use" not in self._said() or time.monotonic() > deadline:
                    self._give_up(self._said())
                time.sleep(0.3)  # a killed server's last backends are still leaving
                self._launch()
            if time.monotonic() > deadline:
                self._give_up(self._said())
            time.sleep(0.03)

    def _create_database(self):
        import psycopg

        with psycopg.connect(self.url.replace(f"/{DATABASE}", "/postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def _run(self, program, *options):
        command = [str(self.home / "bin" / program), *options]
        settle = self.servant.settle(signal.SIGKILL)
        return subprocess.run(
            command, cwd="/", env=_environment(), preexec_fn=settle, capture_output=True, text=True
        )

    def _said(self):
        return self.log.read_bytes()[self.log_starts :].decode(errors="replace")

    def _give_up(self, said):
        if "No space left on device" in said:
            raise Unstartable(f"the disk that holds {self.var} is full. Free some space and start again.")
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "no word")
        raise Unstartable(f"the embedded PostgreSQL doesn't start ({last.strip()}). {self.log} says more.")


def _environment():
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "TMPDIR") if name in os.environ}
    return {"PATH": "/usr/bin:/bin", **kept, "LC_ALL": "C.UTF-8", "HOME": "/"}


def _answers(url):
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _first_number(path):
    words = path.read_text(errors="replace").split()
    return int(words[0]) if words and words[0].isdecimal() else 0


def _works_in(data, pid):
    """Whether this process lives and is in these data, and not a stranger who has got the number since."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve() and not _is_zombie(pid)
    return False


def _forget_the_dead(lock):
    """Name no process in the lock, as its number may be somebody else's by now. The rest stays: by it
    PostgreSQL sees that processes of the dead server are still in the data, and refuses."""
    if lock.exists():
        _pid, _newline, rest = lock.read_text().partition("\n")
        lock.write_text(f"{NOBODYS_PID}\n{rest}")


def _is_zombie(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def _major(home):
    said = subprocess.run([str(home / "bin/postgres"), "--version"], capture_output=True, text=True).stdout
    return int(said.split()[2].split(".")[0]) if said else 0
