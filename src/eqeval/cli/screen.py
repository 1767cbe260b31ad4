"""The screen of the commands: as wide as the terminal, or wide enough where there is none to fit into."""

import os
import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TextIO

from eqeval.words import Words

if TYPE_CHECKING:
    from rich.console import Console

# The width of tables that go into a file or a pipe.
WIDTH = 140


def width(file: TextIO | None = None) -> int | None:
    """How wide the terminal is; nothing where there is none to fit into."""
    live = file is None and (sys.stdout.isatty() or "COLUMNS" in os.environ)
    return get_terminal_size().columns if live else None


def console(file: TextIO | None = None) -> "Console":
    """Make a console on which school names are text and never markup."""
    from rich.console import Console
    from rich.segment import Segment
    from rich.text import Text

    from eqeval.render.narrow import broken
    from eqeval.render.signs import seen

    class Screen(Console):
        """A console for Chinese lines, whose reader may leave, as in `eqeval … | head`: then nothing more is said."""

        def print(self, *objects: Any, **options: Any) -> None:
            super().print(*(broken(one, self.width) if isinstance(one, Text) else one for one in objects), **options)

        def _render_buffer(self, buffer: "Iterable[Segment]") -> str:
            return super()._render_buffer(
                one if one.control or one.text.isprintable() else Segment(seen(one.text), one.style) for one in buffer
            )

        def on_broken_pipe(self) -> None:
            self.quiet = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return Screen(
        file=file,
        width=WIDTH if width(file) is None else None,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=None if file is None else False,
    )


def table(columns: list[str], rows: list[list[str]], words: Words) -> None:
    """Print rows under their columns, aligned for Chinese text too."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from eqeval.render.narrow import put

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for number, column in enumerate(columns):
        # The first column is what people copy.
        grid.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    put(grid, console(), words)
