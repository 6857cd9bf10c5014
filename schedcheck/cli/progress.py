"""A progress bar on a terminal, and silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from schedcheck.messages import Message

PIPE_WIDTH = 10_000  # no line of a pipe is folded or cut


def stdout_console() -> Console:
    """Standard output for tables: as wide as the terminal, unfolded in a pipe."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console()
    return Console(width=PIPE_WIDTH)


@contextmanager
def telling(total: int, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """What to call with the name of each of ``total`` steps before it is taken."""
    if quiet or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        begun = 0

        def tell(name: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=name)
            begun += 1

        yield tell


@contextmanager
def phases(*, quiet: bool) -> Iterator[Callable[[Message, str, int, int], None]]:
    """What to call with a phase, what is done in it, how many are done and how many there are."""
    if quiet or not sys.stderr.isatty():
        yield lambda _phase, _name, _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.fields[phase]}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, phase="")
        yield lambda phase, name, done, every: bar.update(
            task, phase=str(phase), description=name, completed=done, total=every
        )
