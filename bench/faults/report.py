"""What the fault run found: as a table, as a file, and what is missed."""

from pathlib import Path

from rich.table import Table

from bench.report import keep
from bench.terminal import console

RESULTS = Path(__file__).parent.parent / "results" / "faults.json"
PAGE = RESULTS.parent.parent.parent / "docs" / "reliability.md"
BEGIN = "<!-- figures: written by bin/bench --faults -->"
MOST_DOUBLES = 0.3  # per fault
MOST_COPIES = 2


def missed(results):
    """The promises that weren't kept, as sentences."""
    ours, control = results["ours"], results["control"]
    for name in ("lost", "stuck", "database_and_sink_disagree"):
        for run, told in (("ours", ours), ("control", control)):
            if told[name]:
                yield f"{run}: {told[name]} {name.replace('_', ' ')}"
    if ours["doubles"] > MOST_DOUBLES * ours["faults"]:
        yield f"ours: {ours['doubles']} doubles by {ours['faults']} faults, {MOST_DOUBLES} per fault are allowed"
    if ours["max_copies"] > MOST_COPIES:
        yield f"ours: {ours['max_copies']} copies of one letter, {MOST_COPIES} are allowed"
    if control["doubles"]:
        yield f"control: {control['doubles']} doubles without a fault"


def rows(results):
    """(name, letters, faults, lost, doubles, most copies) of every run."""
    named = {"Werkstolz": results["ours"], "Werkstolz, no fault": results["control"]} | results["references"]
    for name, told in named.items():
        yield name, told["reminders"], told["faults"], told["lost"], told["doubles"], told["max_copies"]


def show(results):
    table = Table(
        "run", "letters", "faults", "lost", "doubles", "most copies", title="Faults", title_justify="left"
    )
    for row in rows(results):
        table.add_row(*map(str, row))
    console.print(table)
    ours = results["ours"]
    console.print({name: told for name, told in ours.items() if name != "by_kind"}, highlight=False)
    for sentence in missed(results):
        console.print(f"MISSED  {sentence}", highlight=False)


def write(results):
    keep(results, RESULTS, PAGE, BEGIN, told(results))


def told(results):
    """The table, as the page has it."""
    ours, machine = results["ours"], results["machine"]
    lines = ["| run | letters | faults | lost | came again | most copies |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row[0].replace('_', ' ')} | {' | '.join(f'{number:,}' for number in row[1:])} |"
        for row in rows(results)
    ]
    return "\n".join([
        "![Lost and doubled, per thousand letters](pictures/faults.svg)", "", *lines, "",
        f"{results['at'][:10]}, {machine['cores']} cores, seed {results['seed']}: {ours['doubles'] / max(1, ours['faults']):.2f} doubles per fault, "
        f"{ours['refused_for_good']} letters refused for good by the mail server and shown as such, {ours['stuck']} stuck; the run took {ours['seconds']} s.",
    ])  # fmt: skip
