"""Makes .venv and installs the locks that changed. Runs on any Python 3, before anything is installed.

python3 config/install.py [--tests]
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(BASE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed.json")
RUNTIME, EMBEDDED, TESTS = "requirements.txt", "config/embedded/requirements.txt", "tests/requirements.txt"


def main():
    if sys.version_info < (3, 11):
        use_a_newer_python()
    with open(__file__) as lock:  # two starts at once: one installs, the other waits
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not works():
            make_venv()
        done = installed()
        for lockfile in wanted():
            if done.get(lockfile) != fingerprint(lockfile):
                install(lockfile, done)


def use_a_newer_python():
    for minor in range(15, 10, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            os.execv(found, [found, *sys.argv])
    stop(
        "it needs Python 3.11 or newer, and python3 is %d.%d. Install python3.11, for example."
        % sys.version_info[:2]
    )


def wanted():
    yield RUNTIME
    own_servers = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    if not own_servers:
        yield EMBEDDED
    if "--tests" in sys.argv:
        yield TESTS


def works():
    """Whether .venv still stands: not moved, and of the Python that is here."""
    if not os.path.exists(PYTHON):
        return False
    ask = "import sys; print(sys.prefix, *sys.version_info[:2])"
    said = subprocess.run([PYTHON, "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return said.stdout.split() == [VENV, str(sys.version_info[0]), str(sys.version_info[1])]


def make_venv():
    say("Making .venv")
    # Without pip, as Debian's python3 has no ensurepip unless python3-venv is installed.
    run(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", VENV],
        "Python's venv module doesn't work here.",
    )


def pip():
    """A pip that installs into .venv: this Python's own, or one put into .venv."""
    own = [sys.executable, "-m", "pip", "--python", PYTHON]
    if quiet([*own, "--version"]):
        return own
    inside = [PYTHON, "-m", "pip"]
    if quiet([*inside, "--version"]) or quiet([PYTHON, "-m", "ensurepip"]):
        return inside
    return stop(
        "this Python has no pip (22.3 or newer). Install it, on Debian and Ubuntu: apt install python3-pip"
    )


def install(lockfile, done):
    say("Installing %s" % lockfile)
    options = ["--quiet", "--require-hashes", "--disable-pip-version-check", "--no-input", "--retries", "1"]
    command = [*pip(), "install", *options, "--timeout", "20", "-r", os.path.join(BASE, lockfile)]
    environment = dict(os.environ, PIP_ROOT_USER_ACTION="ignore")
    result = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    if result.returncode == 0:
        done[lockfile] = fingerprint(lockfile)
        with open(STAMP, "w") as stamp:
            json.dump(done, stamp)
    elif lockfile == EMBEDDED and "No space left" not in result.stdout and "Connection" not in result.stdout:
        say("No embedded servers for this platform; looking for PostgreSQL and Valkey on the machine instead")
    else:
        give_up(lockfile, result.stdout)


def give_up(lockfile, said):
    if "No space left on device" in said:
        stop("the disk that holds %s is full. Free about 500 MB and start again." % BASE)
    if "DO NOT MATCH THE HASHES" in said:
        stop("a package is not the one that %s names. Nothing was installed:\n%s" % (lockfile, said[-800:]))
    if any(
        word in said for word in ("Connection", "Temporary failure", "Network is unreachable", "timed out")
    ):
        stop(
            "the packages can't be fetched. Connect to the network, or set PIP_INDEX_URL to a mirror, and start again."
        )
    stop("pip could not install %s:\n%s" % (lockfile, said[-1500:]))


def installed():
    try:
        with open(STAMP) as stamp:
            return json.load(stamp)
    except (OSError, ValueError):
        return {}


def fingerprint(lockfile):
    with open(os.path.join(BASE, lockfile), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def quiet(command):
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def run(command, otherwise):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        full = "No space left" in result.stdout
        stop(
            "the disk is full. Free about 500 MB and start again."
            if full
            else otherwise + "\n" + result.stdout
        )


def say(sentence):
    print(sentence + " …", flush=True)


def stop(sentence):
    sys.exit("Werkstolz can't start: " + sentence)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        stop("%s (%s)." % (error.strerror, error.filename or BASE))
    except KeyboardInterrupt:
        sys.exit(130)
