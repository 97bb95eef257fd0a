"""What an import shows in a terminal: a bar while it runs, the rejected rows as they come, a table at the end."""

import sys
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from ambassadors.imports.tally import Tally


class Terminal:
    """One import at the terminal; without a terminal there is no bar, the lines and the table stay."""

    def __init__(self, out=None):
        self.console = Console(file=_plain(out) if out else sys.stdout)

    @contextmanager
    def importing(self, rows):
        """Gives (tally, advance); `advance(line)` moves the bar to that line."""
        with self._bar() as bar:
            task = bar.add_task(rows.name, total=rows.lines)
            yield Tally(self._reject_of(rows.name)), lambda line: bar.update(task, completed=line)

    def note(self, sentence):
        self.console.print(sentence, markup=False, highlight=False, soft_wrap=True)

    def table(self, title, counted):
        """`counted` are (what, how many)."""
        table = Table("", _("rows"), title=title, title_justify="left")
        table.columns[1].justify = "right"
        for what, number in counted:
            table.add_row(str(what), f"{number:,}")
        self.console.print(table)

    def _bar(self):
        parts = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        return Progress(*parts, console=self.console, transient=True, disable=not self.console.is_terminal)

    def _reject_of(self, name):
        def tell(line, reason):
            sentence = _("%(file)s, line %(line)d not taken: %(why)s.") % {
                "file": name,
                "line": line,
                "why": reason,
            }
            self.console.print(sentence, markup=False, highlight=False, soft_wrap=True)

        return tell


def _plain(out):
    """Django's wrapper without the line break that it adds to everything."""
    out.ending = ""
    return out
