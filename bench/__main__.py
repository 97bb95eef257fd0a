"""`bin/bench`: see there."""

import argparse
import os
import signal
import sys
from datetime import UTC, datetime

from bench import measure, report
from bench.benches import BENCHES, FEW, IMPORT_FILES, IMPORT_ROWS, IMPORTS, SMALL
from bench.importing import WHAT
from bench.network import network
from bench.pages import Pages
from bench.terminal import bar

FAR_OFF = 10_000_000  # the imported rows are numbered from here on: nobody of them is there already


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
    parser.add_argument("--rows", type=_rows, default=1_000_000, help="how many leads there are (1,000,000)")
    parser.add_argument("--turns", type=int, default=measure.TURNS, help="how often each page is fetched")
    parser.add_argument(
        "--only",
        default="",
        help="only benches whose names hold one of these words (a,b,…); nothing is written then",
    )
    return parser.parse_args()


def _rows(text):
    """From 10,000 on: with fewer nothing can be told apart. Underscores and commas may stand in it."""
    number = int(text.replace(",", ""))
    if not FEW <= number <= 10_000_000:
        raise argparse.ArgumentTypeError("from 10,000 to 10,000,000")
    return number


def measured(found, asked):
    benches = [bench for bench in BENCHES if _is_asked_for(bench.name, asked.only)]
    floor = found.told("bench.floor.seeding", asked.rows)
    facts = {None: found.told("bench.seeding", asked.rows)}
    if any(bench.against == SMALL for bench in benches):
        facts[SMALL] = found.told("bench.seeding", FEW, database=SMALL)
    rows = {"floor": floor["rows"], **facts[None]["rows"]}
    results = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows, "pages": []}
    if benches:
        results["pages"] = Pages(found, floor, facts).measured(benches, asked.turns)
        results["count of the figures, s"] = found.told("bench.counting")
        report.show_pages(results)
    for name, what in IMPORTS.items():
        if _is_asked_for(name, asked.only):
            results[name] = taken_in(found, what, min(IMPORT_ROWS, asked.rows))
    return results


def _is_asked_for(name, only):
    return any(word.strip() in name for word in only.split(","))


def taken_in(found, what, number):
    """An import file by file, in turn with the bare COPY of as many others."""
    imports, copies, each = [], [], number // IMPORT_FILES
    with bar(f"import of {what}", 2 * IMPORT_FILES) as advance:
        for place in range(IMPORT_FILES):
            for how, taken, begin in (("copy", copies, FAR_OFF), ("product", imports, 2 * FAR_OFF)):
                path = WHAT[what].write(
                    found.var / f"{what}.csv", each, begin + place * each
                )  # nobody twice: both fill the same tables
                taken.append(found.told("bench.importing", what, how, path))
                advance()
    assert [one["rows"] for one in imports] == [one["rows"] for one in copies], "not every row was taken"
    seconds, copied = (sum(one["seconds"] for one in taken) for taken in (imports, copies))
    return {"rows": sum(one["rows"] for one in imports), "seconds": round(seconds, 1), "copy_seconds": round(copied, 1),
            "ratio": round(seconds / copied, 2), "peak_mb": imports[-1]["peak_mb"], "first_peak_mb": imports[0]["peak_mb"],
            "growth": round(imports[-1]["seconds"] / imports[0]["seconds"], 2)}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
