"""Pages and forms of the product, each in turn with what it is held against."""

import json

from bench import measure
from bench.benches import BENCHES, SMALL
from bench.browser import Browser
from bench.forms import FORMS
from bench.network import HOST
from bench.people import MANAGER, PASSWORD
from bench.terminal import bar

VIEWS = {"floor:list": "/list/", "floor:pk": "/pk/{pk}/", "floor:rollup": "/rollup/"}
INSERT = "/insert/"


class Pages:
    """Floor and product, each with its workers, and a browser for everybody who reads.

    `facts` are {None: those of the network that is measured, "small": those of the one with few rows, if it is needed}.
    """

    def __init__(self, found, floor, facts):
        self.found, self.facts = found, facts
        self.floor, self.floor_facts = (
            Browser(found.serve("floor", "bench.floor.wsgi:application"), HOST),
            floor,
        )
        self.ports = {size: found.serve(size or "web", "config.wsgi:application", size) for size in facts}
        self.browsers = {}
        self.benches = {bench.name: bench for bench in BENCHES}

    def measured(self, benches, turns):
        asked = [[bench.who, self._path(bench)] for bench in benches]
        queries = self.found.told("bench.queries", said=json.dumps(asked))
        return [
            {**self._one(bench, turns), "queries": number}
            for bench, number in zip(benches, queries, strict=True)
        ]

    def _one(self, bench, turns):
        if bench.who == MANAGER:
            self.found.told("bench.counting")  # as the sweep does every half minute
        with bar(bench.name, turns + (2 * measure.ROUNDS if bench.crowd else 0)) as advance:
            ours, floor = measure.in_turn(
                self._ours(bench), self._against(bench), turns=turns, advance=advance
            )
            result = {"name": bench.name, "path": self._path(bench), "ours": ours._asdict(), "floor": floor._asdict(),
                      "against": bench.against, "ratio": round(ours.median / floor.median, 2), "bar": bench.most}  # fmt: skip
            return result | (self._crowd(bench, advance) if bench.crowd else {})

    def _crowd(self, bench, advance):
        view = VIEWS[bench.against].format(**self.floor_facts)
        ours = [
            _reading(self._browser(bench.who).copy(), self._path(bench)) for _nth in range(measure.CLIENTS)
        ]
        floors = [_reading(self.floor.copy(), view) for _nth in range(measure.CLIENTS)]
        crowd, floor = measure.crowds_in_turn(ours, floors, advance=advance)
        share = round(crowd.per_second / floor.per_second, 2)
        return {"crowd": crowd._asdict(), "floor crowd": floor._asdict(), "share": share}

    def _ours(self, bench, size=None):
        """A function that reads the page, or sends the form, where there are so many rows."""
        browser, path = self._browser(bench.who, size), self._path(bench, size)
        if bench.posts is None:
            return _reading(browser, path)
        browser.learn_token(path)
        return lambda: browser.post(path, FORMS[bench.posts]())

    def _against(self, bench):
        if bench.against == SMALL:
            return self._ours(bench, SMALL)
        if bench.against == "floor:insert":
            return lambda: self.floor.post(INSERT, {})
        if bench.against in VIEWS:
            return _reading(self.floor, VIEWS[bench.against].format(**self.floor_facts))
        return self._ours(self.benches[bench.against])

    def _browser(self, who, size=None):
        """Signed in once, and kept."""
        if (who, size) not in self.browsers:
            browser = self.browsers[who, size] = Browser(self.ports[size], HOST)
            browser.sign_in(who, PASSWORD)
        return self.browsers[who, size]

    def _path(self, bench, size=None):
        return bench.path.format(**self.facts[size])


def _reading(browser, path):
    return lambda: browser.read(path)
