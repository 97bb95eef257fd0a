"""What was measured, as a table and as a file."""

import json
from pathlib import Path

from rich.table import Table

from bench.benches import IMPORT_MOST, IMPORTS, LEAST_THROUGHPUT, MOST_QUERIES
from bench.terminal import console

RESULTS = Path(__file__).parent / "results" / "latest.json"
PAGE = RESULTS.parent.parent.parent / "docs" / "bench.md"
BEGIN, END = "<!-- figures: written by bin/bench -->", "<!-- end of figures -->"
COLUMNS = (
    "ms",
    "p95",
    "against",
    "ratio",
    "bar",
    "queries",
    "bytes",
    "8 clients: per s",
    "p95",
    "of the floor",
)


def missed(results):
    """The bars that are not met, as sentences."""
    for page in results["pages"]:
        if page["bar"] and page["ratio"] > page["bar"]:
            yield f"{page['name']}: {page['ratio']} × {page['against']}, the bar is {page['bar']}"
        if page["queries"] > MOST_QUERIES:
            yield f"{page['name']}: {page['queries']} queries, the bar is {MOST_QUERIES}"
        if page.get("share", 1) < LEAST_THROUGHPUT:
            yield f"{page['name']}: {page['share']:.0%} of the floor's throughput, the bar is {LEAST_THROUGHPUT:.0%}"
    for name in IMPORTS:
        taken = results.get(name)
        if taken and taken["ratio"] > IMPORT_MOST:
            yield f"{name}: {taken['ratio']} × a bare COPY, the bar is {IMPORT_MOST}"


def show_pages(results):
    table = Table("page", *COLUMNS, title="In turn with the floor, one client", title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for page in results["pages"]:
        table.add_row(*_cells(page))
    console.print(table)


def show(results):
    for name, what in IMPORTS.items():
        if taken := results.get(name):
            console.print(_of_import(what, taken), highlight=False)
    console.print(f"Rows: {results['rows']}. Machine: {results['machine']}.", highlight=False, soft_wrap=True)
    for sentence in missed(results):
        console.print(f"MISSED  {sentence}", highlight=False)


def _cells(page):
    crowd = page.get("crowd")
    many = (crowd["per_second"], crowd["p95"], f"{page['share']:.0%}") if crowd else ("", "", "")
    ours = page["ours"]
    cells = (page["name"], ours["median"], ours["p95"], f"{page['floor']['median']} ({page['against']})", page["ratio"],
             page["bar"] or "–", page["queries"], f"{ours['bytes']:,}", *many)  # fmt: skip
    return map(str, cells)


def _of_import(what, taken):
    return (
        f"Import of {taken['rows']:,} {what}: {taken['seconds']} s, a bare COPY through the same checks "
        f"{taken['copy_seconds']} s: {taken['ratio']} × (bar {IMPORT_MOST}), peak memory {taken['peak_mb']} MB "
        f"(first file {taken['first_peak_mb']} MB), last file ÷ first file {taken['growth']}"
    )


def write(results):
    """The results as a file, and as the tables of docs/bench.md."""
    keep(results, RESULTS, PAGE, BEGIN, in_words(results))


def keep(results, file, page, begin, words):
    """Results as a JSON file, and in words on a page of docs/, between the line that `begin` is and END."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    before, _begin, rest = page.read_text().partition(begin)
    page.write_text(f"{before}{begin}\n{words}\n{END}{rest.partition(END)[2]}")


def in_words(results):
    """The results in Markdown."""
    head = f"| page | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}"
    pages = [f"| {' | '.join(_cells(page))} |" for page in results["pages"]]
    imports = [f"- {_of_import(what, results[name])}." for name, what in IMPORTS.items() if name in results]
    rows = ", ".join(f"{number:,} × {name}" for name, number in results["rows"].items())
    machine = results["machine"]
    where = f"{machine['cores']} cores, load {machine['load before']:.1f} before and {machine['load after']:.1f} after"
    short = [f"- {sentence}" for sentence in missed(results)] or ["- nothing"]
    said = [f"Run of {results['at']}, {where}. Rows: {rows}.", "", "**Missed:**", "", *short]
    return "\n".join([head, *pages, "", *imports, "", *said])
