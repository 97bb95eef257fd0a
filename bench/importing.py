"""One file taken in: `python -m bench.importing people|leads copy|product FILE` prints how long it took and how much memory it held.

The floor reads a file of as many others, checks every row with the product's own checks and copies what passed into the same
tables, behind the same constraints and indexes. It looks for nobody who is there already, gives no handles, folds no names, chains
no events and remembers nothing for a second start: that is what the import does for its time. What stands sealed in a column is
sealed in both.
"""

import json
import resource
import sys
import time

import django

from bench import importing_leads, importing_people

WHAT = {"people": importing_people, "leads": importing_leads}


def main(what, how, path):
    django.setup()
    take = {"copy": WHAT[what].copied, "product": WHAT[what].imported}[how]
    began = time.perf_counter()
    rows = take(path)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(seconds, 2), "rows": rows, "peak_mb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
