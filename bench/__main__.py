"""`bin/bench`: see there."""

import argparse
import csv
import json
import os
import signal
import sys
from datetime import UTC, datetime

from bench import measure, report
from bench.benches import BENCHES, IMPORT_FILES, IMPORT_ROWS
from bench.browser import Browser
from bench.network import HOST, network
from bench.people import PASSWORD, VIEWER, newcomers
from bench.terminal import bar

COLUMNS = ("personnel_no", "first_name", "last_name", "email", "unit_code", "city", "region", "entry_date", "exit_date",
           "language")  # fmt: skip
FAR_OFF = 10_000_000  # the imported people are numbered from here on: nobody of them is there already


def main():
    asked = _asked()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(143))  # leaves through the same door: nothing stays behind
    load = os.getloadavg()
    with network() as found:
        results = measured(found, asked)
    results["machine"] = {"cores": os.cpu_count(), "load before": load[0], "load after": os.getloadavg()[0]}
    report.show(results)
    if not asked.only:
        report.write(results)
    return 1 if any(report.missed(results)) else 0


def _asked():
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Measures the bars against a bare Django project."
    )
    parser.add_argument("--rows", type=int, default=20_000, help="how many people there are (20,000)")
    parser.add_argument("--turns", type=int, default=measure.TURNS, help="how often each page is fetched")
    parser.add_argument(
        "--only", default="", help="only benches whose names hold this word; nothing is written then"
    )
    return parser.parse_args()


def measured(found, asked):
    floor = found.told("bench.floor.seeding", asked.rows)
    facts = found.told("bench.seeding", asked.rows)
    rows = {"floor": floor["rows"], **{name: facts[name] for name in ("people", "affiliations", "stories")}}
    results = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows, "pages": []}
    benches = [bench for bench in BENCHES if asked.only in bench.name]
    if benches:
        results["pages"] = Pages(found, floor, facts).measured(benches, asked.turns)
        report.show_pages(results)
    if asked.only in "import":
        results["import"] = taken_in(found, min(IMPORT_ROWS, 5 * asked.rows))
    return results


class Pages:
    """Floor and product, each with its workers, and a browser that is signed in."""

    def __init__(self, found, floor, facts):
        self.found, self.facts = found, facts
        self.floor = Browser(found.serve("floor", "bench.floor.wsgi:application"), HOST)
        self.ours = Browser(found.serve("web", "config.wsgi:application"), HOST)
        self.ours.sign_in(VIEWER, PASSWORD)
        self.views = {"floor:list": "/list/", "floor:pk": f"/pk/{floor['pk']}/", "floor:rollup": "/rollup/"}

    def measured(self, benches, turns):
        self.paths = {bench.name: bench.path.format(**self.facts) for bench in BENCHES}
        queries = self.found.told("bench.queries", said=json.dumps(list(self.paths.values())))
        return [{**self._one(bench, turns), "queries": queries[self.paths[bench.name]]} for bench in benches]

    def _one(self, bench, turns):
        with bar(bench.name, turns + (2 * measure.ROUNDS if bench.crowd else 0)) as advance:
            ours, floor = measure.in_turn(
                self._of_product(bench.name), self._against(bench.against), turns=turns, advance=advance
            )
            result = {"name": bench.name, "path": self.paths[bench.name], "ours": ours._asdict(), "floor": floor._asdict(),
                      "against": bench.against, "ratio": round(ours.median / floor.median, 2), "bar": bench.most}  # fmt: skip
            return result | (self._crowd(bench, advance) if bench.crowd else {})

    def _crowd(self, bench, advance):
        path, view = self.paths[bench.name], self.views[bench.against]
        ours = [_reading(self.ours.copy(), path) for _nth in range(measure.CLIENTS)]
        floors = [_reading(self.floor.copy(), view) for _nth in range(measure.CLIENTS)]
        crowd, floor = measure.crowds_in_turn(ours, floors, advance=advance)
        share = round(crowd.per_second / floor.per_second, 2)
        return {"crowd": crowd._asdict(), "floor crowd": floor._asdict(), "share": share}

    def _of_product(self, name):
        return _reading(self.ours, self.paths[name])

    def _against(self, name):
        return _reading(self.floor, self.views[name]) if name in self.views else self._of_product(name)


def _reading(browser, path):
    return lambda: browser.read(path)


def taken_in(found, number):
    """An import file by file, in turn with the bare COPY of the same file."""
    imports, copies, each = [], [], number // IMPORT_FILES
    with bar("import", 2 * IMPORT_FILES) as advance:
        for place in range(IMPORT_FILES):
            for how, taken, begin in (("copy", copies, FAR_OFF), ("product", imports, 2 * FAR_OFF)):
                path = _file(
                    found.var / "people.csv", each, begin + place * each
                )  # nobody twice: both fill the same tables
                taken.append(found.told("bench.importing", how, path))
                advance()
    assert [one["rows"] for one in imports] == [one["rows"] for one in copies], "not every row was taken"
    seconds, copied = (sum(one["seconds"] for one in taken) for taken in (imports, copies))
    return {"rows": sum(one["rows"] for one in imports), "seconds": round(seconds, 1), "copy_seconds": round(copied, 1),
            "ratio": round(seconds / copied, 2), "peak_mb": imports[-1]["peak_mb"], "first_peak_mb": imports[0]["peak_mb"],
            "growth": round(imports[-1]["seconds"] / imports[0]["seconds"], 2)}  # fmt: skip


def _file(path, number, begin):
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for new in newcomers(number, begin=begin):
            unit = f"T-{new.number % 17:02}"
            writer.writerow(
                (
                    f"P{new.number}",
                    new.first,
                    new.last,
                    new.email,
                    unit,
                    new.city,
                    new.region,
                    "2020-01-01",
                    "",
                    "de",
                )
            )
    return path


if __name__ == "__main__":
    sys.exit(main())
