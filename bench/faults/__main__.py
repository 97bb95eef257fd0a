"""`bin/bench --faults` and `bin/bench --flood`: see there."""

import argparse
import os
import signal
import sys
from datetime import UTC, datetime

from bench.faults import flood, picture, report, runs
from bench.faults.ground import ground
from bench.terminal import console

SECONDS = 7 * 60  # for the product's own run
FEWEST = 60  # letters


def main():
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(143))  # leaves through the same door: nothing stays behind
    asked = _asked()
    with ground() as found:
        if asked.flood:
            return flood.run(found, asked.letters)
        results = measured(found, asked)
    report.show(results)
    if asked.write:
        report.write(results)
        picture.draw(results)
    return 1 if any(report.missed(results)) else 0


def _asked():
    parser = argparse.ArgumentParser(prog="bin/bench", description="What is lost when everything dies.")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--faults", nargs="?", type=int, const=1000, help="how many faults there are (1,000)")
    how.add_argument("--flood", action="store_true", help="everything is due in one minute, no fault")
    parser.add_argument("--letters", type=int, default=20_000, help="how many letters (20,000)")
    parser.add_argument("--seed", type=int, default=1, help="another day's bad luck")
    parser.add_argument(
        "--arms", type=int, default=2000, help="letters of each reference arm (2,000); 0 leaves them out"
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="write bench/results/faults.json and docs/pictures/faults.svg, also of a smaller run",
    )
    asked = parser.parse_args()
    if asked.letters < FEWEST:
        parser.error(f"--letters: {FEWEST} at least, else no fault meets one")
    asked.write |= asked.letters >= 20_000 and (asked.faults or 0) >= 1000 and asked.arms > 0
    return asked


def measured(found, asked):
    load, faults = os.getloadavg()[0], asked.faults
    calm = max(FEWEST, asked.letters // 10)
    control = runs.ours(found, "calm", calm, 0, seed=asked.seed, seconds=120, over=calm / runs.CALM_RATE)
    console.print(f"no fault: {control}", highlight=False)
    product = runs.ours(found, "ours", asked.letters, faults, seed=asked.seed, seconds=SECONDS)
    console.print(f"faults: {product}", highlight=False)
    references = {}
    for name in runs.ARMS if asked.arms else ():
        theirs = max(1, round(faults * asked.arms / asked.letters))
        references[name] = runs.reference(found, name, asked.arms, theirs, seed=asked.seed, seconds=30)
        console.print(f"{name}: {references[name]}", highlight=False)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "seed": asked.seed, "ours": product, "control": control,
        "references": references,
        "machine": {"cores": os.cpu_count(), "load before": load, "load after": os.getloadavg()[0]},
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
