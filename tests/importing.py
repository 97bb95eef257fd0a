"""Hands for the tests of imports: files, and what a command says about them."""

import csv
import os
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

DEMO = Path(__file__).parents[1] / "home/demo/data"
UNITS, PEOPLE, LEADS = DEMO / "units.csv", DEMO / "ambassadors_hr_export.csv", DEMO / "leads.csv"
EXCEL = DEMO / "leads_excel_de.csv"


def said_by(command, *args, **options):
    """What the command printed, its table as {what: number} and its other lines as a list."""
    out = StringIO()
    call_command(command, *map(str, args), stdout=out, **options)
    table, lines = {}, []
    for line in out.getvalue().splitlines():
        cells = [cell.strip() for cell in line.strip("│┃ ").split("│")]
        if "│" in line and len(cells) == 2:
            table[cells[0]] = int(cells[1].replace(",", ""))
        elif "not taken:" in line:
            lines.append(line)
    return table, lines


def csv_file(folder, name, columns, *rows, encoding="utf-8"):
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def this_database():
    """The test database as an address for another process."""
    base = os.environ["DATABASE_URL"]
    name, test_name = base.partition("?")[0].rpartition("/")[2], connection.settings_dict["NAME"]
    return base.replace(f"/{name}", f"/{test_name}", 1) if name else base
