"""How far a batch is: a bar with counts and remaining time on a terminal, a plain line now and then elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from eqeval.words import Words

# Elsewhere a line is written each time another tenth is done.
TENTHS = 10


class Progress(Protocol):
    """Is told how many files are done."""

    def step(self, done: int) -> None:
        """Say that so many are done."""


class Silent:
    """Says nothing."""

    def step(self, done: int) -> None:
        """Say nothing."""


class Lines:
    """Plain lines, for logs."""

    def __init__(self, total: int, words: Words) -> None:
        self.total, self.words = total, words

    def step(self, done: int) -> None:
        """Write a line where another tenth is done."""
        if done * TENTHS // self.total > (done - 1) * TENTHS // self.total:
            print(self.words("batch.progress", done=done, total=self.total), file=sys.stderr, flush=True)


@contextmanager
def watch(total: int, quiet: bool, words: Words) -> Iterator[Progress]:
    """Show how far it is, on stderr."""
    if quiet or not total:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Lines(total, words)
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Live

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        with Live(*columns, console=Console(stderr=True), transient=True) as live:
            task = live.add_task("", total=total)

            class Bar:
                """The bar of a terminal."""

                def step(self, done: int) -> None:
                    """Move it."""
                    live.update(task, completed=done)

            yield Bar()
