"""Loaded by `-p` before pytest-django reads the settings: a real PostgreSQL and a real Valkey for the run."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded import servers

IS_CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ  # workers inherit what the controller has set


def _start():
    var = Path(tempfile.mkdtemp(prefix="werkstolz-tests-"))
    atexit.register(shutil.rmtree, var, ignore_errors=True)
    var.chmod(0o711)  # PostgreSQL may run as another user
    os.environ |= {"WERKSTOLZ_TESTS": "1", "VAR": str(var), "SECRET_KEY": secrets.token_urlsafe(48)}
    for name, value in {
        "SITE_URL": "http://localhost",
        "EMAIL_URL": "memory:",
        "WERKSTOLZ_DEMO": "0",
        "MFA_REQUIRED": "0",  # the tests of signing in switch it on; the others come in by one step
    }.items():
        os.environ.setdefault(name, value)
    ours = servers.wanted(var, durable=False)
    for server in ours:
        atexit.register(servers.stop, [server])
        server.start()
    os.environ |= servers.addresses(ours)


if IS_CONTROLLER:
    _start()


def pytest_report_header(config):
    return [f"database: {os.environ['DATABASE_URL']}", f"broker: {os.environ['REDIS_URL']}"]


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="the full fuzz, matrix, guard and axe counts")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        skip = pytest.mark.skip(reason="runs in bin/test --long")
        for item in items:
            if "long" in item.keywords:
                item.add_marker(skip)
