"""A real browser before the real pages: one Chromium for the run, one fresh window for each person."""

import contextlib
import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import cast
from tests.chromium import NAMES

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

expect.set_options(timeout=15_000)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright brings a loop; the tests run beside it


def _executable():
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            "No Chromium was found. Install one (apt-get install chromium) or name it: CHROMIUM=/path/to/it"
        )
    return found


@pytest.fixture(scope="session")
def chromium():
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(), args=[*as_root, *quiet])
        yield browser
        browser.close()


@pytest.fixture
def demo(settings, live_server):
    """Look-around buttons and the mailbox page, as in the demo."""
    settings.DEMO = True
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "ledger.mailbox.MailboxBackend"


@pytest.fixture
def window(chromium, live_server, demo):
    """`window(ada)` opens a browser window in which Ada has signed in with her password."""
    opened = []

    def open_for(person=None, *, viewport=DESK, language="en", **options):
        # what a worker fetches in the background would slow everybody else's journeys
        options = {"service_workers": "block", **options}
        context = chromium.new_context(
            base_url=live_server.url, viewport=viewport, locale=language, **options
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.mishaps = []
        page.on("pageerror", lambda error: page.mishaps.append(str(error)))
        page.on("console", lambda said: page.mishaps.append(said.text) if said.type == "error" else None)
        if person:
            _sign_in(page, person)
        return page

    yield open_for
    for context in opened:
        context.close()


@contextlib.contextmanager
def answered(page):
    """What is sent in here has been answered at its end: it stands in the database."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        yield
    page.wait_for_load_state()


def _sign_in(page, person):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
