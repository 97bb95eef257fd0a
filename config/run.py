"""`bin/run`: one command, one parent. Servers, database, web, worker and beat of one VAR.

bin/run [--empty] [--phone [--demo-buttons]]
"""

import errno
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import environment as env
from . import local, phone
from .embedded import servers
from .supervisor import Child, Supervisor, say

NEEDED_BYTES = 200 * 2**20
PATIENCE = 60  # seconds until the web answers
PATIENCE_WITH_A_CALL = 10  # seconds until a `bin/manage` that has started the servers is done
DEMO_ACCOUNTS = """Demo accounts, all with the password  {password}
  ambassador@example.org    logs encounters, follows up, tells stories
  ambassador2@example.org   the same, in another unit
  coordinator@example.org   moderates stories, hands the trophy on
  manager@example.org       sees sums on the dashboard
  auditor@example.org       sees rules and logs, no names
  admin@example.org         sets up units and roles
"""


def main():
    began = time.monotonic()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # SIGINT may arrive ignored
        signal.signal(name, lambda *_: sys.exit(0))
    var = local.var()
    claim = take_claim(var)
    mode = local.settle_mode(var, empty="--empty" in sys.argv)
    if "--phone" in sys.argv:
        os.environ.update(phone.environment(var, buttons="--demo-buttons" in sys.argv))
    os.environ.update(local.environment(var))
    refuse_what_cannot_work(var)
    supervisor = Supervisor()
    try:
        bring_up(supervisor, var, claim, mode, began)
        while True:
            supervisor.watch()
            time.sleep(0.2)
    finally:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)  # once is enough
        say("Stopping …")
        supervisor.stop()
        claim.release()


def take_claim(var):
    claim = servers.Claim(var)
    deadline = time.monotonic() + PATIENCE_WITH_A_CALL
    while not claim.take():
        if "SITE_URL" in (claim.told() or {}) or time.monotonic() > deadline:
            refuse_a_second_start(var, claim)
        time.sleep(0.1)
    return claim


def bring_up(supervisor, var, claim, mode, began):
    for server in servers.wanted(var):
        supervisor.start(server)
        os.environ.update(servers.addresses([server]))
    refuse_unreachable_database()
    prepare(mode)
    told = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "HOST", "PORT", *phone.TOLD)
    claim.tell({name: os.environ[name] for name in told if name in os.environ})
    supervisor.start(web())
    wait_for_web(supervisor)
    supervisor.start(worker())
    supervisor.start(beat())
    greet(mode, time.monotonic() - began)


def web(name="web", application="config.wsgi:application", environment=None):
    environment = environment or dict(os.environ)
    workers = environment.get("WEB_WORKERS", "2")
    options = ["--interface", "wsgi", "--workers", workers, "--blocking-threads", "1", "--no-ws"]
    options += ["--host", environment["HOST"], "--port", environment["PORT"]]
    if environment.get("TLS_CERTIFICATE"):
        options += [
            "--ssl-certificate",
            environment["TLS_CERTIFICATE"],
            "--ssl-keyfile",
            environment["TLS_KEY"],
        ]
    options += ["--workers-kill-timeout", "2", "--respawn-failed-workers", "--log-level", "warning"]
    return Child(name, "granian", *options, application, environment=environment)


def worker():
    options = ["--concurrency", "2", "--loglevel", "warning", "--without-mingle", "--without-gossip"]
    command = ["celery", "--quiet", "-A", "config", "worker", *options]
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    # SIGKILL: without a parent nobody waits for what is in hand; it is done again from its row.
    return Child("worker", *command, environment=os.environ | quiet, death=signal.SIGKILL)


def beat():
    command = ["celery", "--quiet", "-A", "config", "beat", "-S", "celery.beat:Scheduler"]
    return Child("beat", *command, "--loglevel", "warning", "--pidfile=", environment=dict(os.environ))


def prepare(mode):
    command = [sys.executable, "manage.py", "prepare", *(["--demo"] if mode == "demo" else [])]
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        raise env.Unstartable("the database could not be prepared; the lines above say why.")


def wait_for_web(supervisor):
    deadline = time.monotonic() + PATIENCE
    while not web_answers():
        supervisor.watch()
        if time.monotonic() > deadline:
            raise env.Unstartable(
                f"the web doesn't answer at {healthz()} within {PATIENCE} s; the lines above say why."
            )
        time.sleep(0.1)


def web_answers():
    try:
        with urllib.request.urlopen(healthz(), timeout=2, context=trusted()) as answer:  # noqa: S310 (our own address)
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def healthz():
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(os.environ["HOST"], os.environ["HOST"])  # noqa: S104
    scheme = "https" if os.environ.get("TLS_CERTIFICATE") else "http"
    return f"{scheme}://{host}:{os.environ['PORT']}/healthz"


def trusted():
    """What our own certificate is held against, where there is one."""
    authority = os.environ.get("PHONE_CERTIFICATE")
    return ssl.create_default_context(cafile=authority) if authority else None


def greet(mode, seconds):
    say(f"\nReady after {seconds:.1f} s: {os.environ['SITE_URL']}/   (Ctrl-C stops everything)\n")
    if "--phone" in sys.argv:
        say(phone.code(f"{os.environ['SITE_URL']}/"))
        say(phone.instructions())
    if mode == "demo":
        say(DEMO_ACCOUNTS.format(password=demo_password()))
    else:
        say(first_admin())


def first_admin():
    command = [sys.executable, "manage.py", "first_admin_link"]
    said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout.strip()
    return f"The first admin signs up here, once, within 72 hours:\n  {said}" if "://" in said else said


def demo_password():
    from .settings import DEMO_PASSWORD  # late: the settings need the whole environment

    return DEMO_PASSWORD


def refuse_a_second_start(var, claim):
    running = claim.told() or {}
    at = f" at {running['SITE_URL']}/" if "SITE_URL" in running else ""
    raise env.Unstartable(
        f"{var} is already running{at}. Use that one, stop it with Ctrl-C, or start another beside it: "
        "VAR=./var-2 PORT=8001 bin/run"
    )


def refuse_what_cannot_work(var):
    env.refuse_public_demo(demo=env.flag("WERKSTOLZ_DEMO"), host=os.environ["HOST"])
    if shutil.disk_usage(var).free < NEEDED_BYTES:
        raise env.Unstartable(
            f"the disk that holds {var} is nearly full. Free at least 200 MB and start again."
        )
    refuse_taken_port(os.environ["HOST"], int(os.environ["PORT"]))
    for name, read in {"DATABASE_URL": env.database_url, "REDIS_URL": env.redis_url}.items():
        if os.environ.get(name):
            read()


def refuse_taken_port(host, port):
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        raise env.Unstartable(
            f"HOST is {host!r}, which is no address of this machine. Set HOST=127.0.0.1."
        ) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            say_which = (
                f"port {port} on {host} is taken by another program. Choose another: PORT={port + 1} bin/run"
            )
        else:
            say_which = (
                f"port {port} on {host} can't be opened ({error.strerror}). Choose another HOST or PORT."
            )
        raise env.Unstartable(say_which) from None


def refuse_unreachable_database():
    import psycopg

    try:
        psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise env.Unstartable(
            f"the database in DATABASE_URL can't be reached ({reason}). Start it or correct it."
        ) from None


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise env.Unstartable(f"the disk that holds {local.var()} is full. Free some space.") from None
        raise env.Unstartable(f"{error.strerror} ({error.filename}).") from None
