"""Prints the path of a Chromium that starts: one that is here, else one that it installs; else nothing."""

import contextlib
import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "google-chrome", "chromium-browser", "google-chrome-stable"]
APT = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]


def main():
    for candidates in (on_this_machine, from_apt, from_playwright):
        for path in candidates():
            if path and starts(path):
                print(path)
                return
    tell(
        "No Chromium here, and none could be installed: browser tests will fail. Install one, or set CHROMIUM."
    )


def on_this_machine():
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    yield playwrights_own()


def from_apt():
    if os.geteuid() == 0 and shutil.which("apt-get"):
        tell("Installing Chromium with apt-get …")
        run([*APT, "update"])
        run([*APT, "install", "-y", "--no-install-recommends", "chromium"])
        yield shutil.which("chromium")


def from_playwright():
    tell("Installing Chromium with playwright …")
    run([sys.executable, "-m", "playwright", "install", "chromium"])
    yield playwrights_own()


def playwrights_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path):
    return run([path, "--version"]) == 0


def run(command):
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, env=environment, timeout=600, **quiet).returncode
    return 1


def tell(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
