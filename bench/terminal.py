"""What one sees while it runs: a bar per step, and nothing where there is no terminal."""

from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

console = Console(stderr=True)  # the answers of the steps go to stdout
if not console.is_terminal:
    console = Console(stderr=True, width=180)  # a file has room for the whole table


@contextmanager
def bar(what, total):
    """Gives `advance(by)`."""
    parts = TextColumn("{task.description:28}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*parts, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda by=1: progress.advance(task, by)
    if not console.is_terminal:
        console.print(f"{what}: {total}", highlight=False)
