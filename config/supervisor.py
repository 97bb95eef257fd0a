"""One parent for all processes: starts them, restarts one that dies alone, stops them all in ten seconds."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

from .embedded.privileges import die_with_parent

LONGEST_PAUSE = 30  # seconds between two tries
CALM = 60  # seconds; who runs so long has recovered
PATIENCE = 6  # seconds to finish what is in hand
LAST_PATIENCE = 2.5  # seconds the servers get after that


class Child:
    """One command of the product, in a process group of its own, its output under its name."""

    def __init__(self, name, *command, environment, death=signal.SIGTERM):
        self.name, self.command, self.environment, self.death = name, command, environment, death
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent(self.death),
        )
        threading.Thread(target=self._pass_on, args=[self.process.stdout], daemon=True).start()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def _pass_on(self, stream):
        for line in stream:
            say(f"{self.name:8}| {line.rstrip()}")


class Supervisor:
    def __init__(self):
        self.parts = []
        self.pauses = {}
        self.retries = {}

    def start(self, part):
        self.parts.append(part)
        part.start()
        part.since = time.monotonic()

    def watch(self):
        """One look at everybody; call it a few times a second from the thread that started them."""
        for part in self.parts:
            if part.name in self.retries:
                self._retry(part)
            elif part.process.poll() is not None:
                self._plan_retry(part)

    def stop(self):
        """Those who use the servers first, then the servers; whoever doesn't hear is killed."""
        deadline = time.monotonic() + PATIENCE
        for part in self.parts:
            if isinstance(part, Child):
                part.stop()
        self._wait([part for part in self.parts if isinstance(part, Child)], deadline)
        servers = [part for part in self.parts if not isinstance(part, Child)]
        for server in reversed(servers):
            server.stop()
        self._wait(servers, time.monotonic() + LAST_PATIENCE)

    def _plan_retry(self, part):
        _sweep_up(part.process)
        lived = time.monotonic() - part.since
        pause = 1 if lived > CALM else min(2 * self.pauses.get(part.name, 0.5), LONGEST_PAUSE)
        self.pauses[part.name] = pause
        self.retries[part.name] = time.monotonic() + pause
        say(
            f"{part.name} ended by itself ({_how(part.process.returncode)}); starting it again in {pause:.0f} s."
        )

    def _retry(self, part):
        if time.monotonic() < self.retries[part.name]:
            return
        del self.retries[part.name]
        part.since = time.monotonic()
        try:
            part.start()
        except SystemExit as failed:
            say(failed)  # its process has ended: the next look plans another try

    def _wait(self, parts, deadline):
        for part in parts:
            if part.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    part.process.wait(max(0.05, deadline - time.monotonic()))
                _sweep_up(part.process)


def say(sentence):
    with contextlib.suppress(BrokenPipeError):
        print(sentence, flush=True)


def _sweep_up(process):
    """Kill what is left of a process group, for example the web workers of a killed web server."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)


def _how(code):
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
