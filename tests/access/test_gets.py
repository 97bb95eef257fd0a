"""A walk over every link from the first page: no GET, HEAD or OPTIONS changes a row or shows anybody's contact data."""

import logging
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests.access.addresses import every_address
from tests.access.calls import Matrix
from tests.access.world import CONTACT, World

SHORT = 40  # pages for each walker
LINK = re.compile(r'(?:href|src|action|formaction)="([^"#]+)')
WALKERS = [name for name in World.names_known if name != "erased"]


@pytest.fixture(scope="module")
def told():
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def matrix(db, settings, told):
    settings.DEMO = True  # with the mailbox, the one place that exists in the demo only
    return Matrix()


def links_on(page, url):
    """The addresses of this host that a page leads to, where they were written."""
    for link in LINK.findall(page):
        found = urlsplit(urljoin(url, unescape(link)))
        if found.netloc in ("", "testserver") and not found.path.startswith("/static/"):
            yield found.path + (f"?{found.query}" if found.query else "")


def walk(browser, *starts, at_most):
    """(url, answer, page) of everything that can be reached, by breadth."""
    waiting, known = list(starts), set(starts)
    while waiting and len(known) <= at_most * 4:
        url = waiting.pop(0)
        answer = browser.get(url)
        page = (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")
        yield url, answer, page
        at_most -= 1
        if at_most <= 0:
            return
        found = [*links_on(page, url), answer.get("Location", "")]
        for link in found:
            if link.startswith("/") and link not in known and "logout" not in link:
                known.add(link)
                waiting.append(link)


class Walkers:
    names = []

    @pytest.mark.parametrize("pages", [SHORT, pytest.param(400, marks=pytest.mark.long)])
    def test_no_link_changes_anything_or_shows_contact_data(self, matrix, pages):
        faults, seen, before = [], set(), matrix.sums()
        for name in self.names:
            for url, answer, page in walk(matrix.world.browsers[name], "/", at_most=pages):
                seen.add(url)
                faults += [f"{name} {url}: shows {word}" for word in CONTACT if word in page]
                if answer.status_code >= 500:
                    faults.append(f"{name} {url}: {answer.status_code}")
            after = matrix.sums()
            read_log = {"ledger_look"} if name == "hanne" else set()  # rows opened in the admin
            faults += [
                f"{name}: changed {table}" for table in set(after) - read_log if after[table] != before[table]
            ]
            before = after
        assert faults == []
        assert len(seen) > 5


class TestAmbassadors(Walkers):
    names = ["ada", "tia", "bo"]


class TestCoordinators(Walkers):
    names = ["cy", "cora"]


class TestTheOthers(Walkers):
    names = ["anonymous", "max", "noor", "hanne", "alumnus", "invited", "deactivated"]


def test_everybody_walks():
    assert sorted(_names()) == sorted(WALKERS)


def _names():
    return [name for walkers in (TestAmbassadors, TestCoordinators, TestTheOthers) for name in walkers.names]


class TestByName:
    @pytest.mark.parametrize("who", ["ada", "hanne"])
    def test_asking_at_every_address_changes_nothing(self, matrix, who):
        browser, before = matrix.world.browsers[who], matrix.sums()
        for route, url in every_address().items():
            for method in ("get", "head", "options") if not route.startswith("admin:") else ("get",):
                assert getattr(browser, method)(url).status_code < 500 or url == "/readyz"
        assert matrix.sums() == before
