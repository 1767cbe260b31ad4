"""The help pages with their frame in the language of the program; typer says it in English alone."""

import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from shutil import get_terminal_size
from typing import Any

from typer.core import TyperCommand, TyperGroup

from eqeval.words import Words

# What typer adds to the help of an option or argument: its variable, its default, that it is required.
_EXTRAS = re.compile(r"\[([^\[\]]+)\]$")
# How wide the names of options may be, what stands behind them, and how little room what they are needs.
_WIDEST, _BETWEEN, _LEAST = 30, 2, 24
# The options that come from typer.
_OWN = ("help", "install_completion", "show_completion")


class Command(TyperCommand):
    """A command whose help is all in one language; the sentences are the object of its context."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for param in self.params:
            # A file that may not be read is named with the reason by what reads it, and stops no other.
            if hasattr(param.type, "readable"):
                param.type.readable = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        super().format_help(ctx, _framed(self, ctx, formatter))


class Group(TyperGroup):
    """A group of commands whose help is all in one language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        self.subcommand_metavar = ctx.obj("help.frame.command")
        super().format_help(ctx, _framed(self, ctx, formatter))


def _framed(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> Any:
    words: Words = ctx.obj
    command.options_metavar = words("help.frame.option")
    for param in command.get_params(ctx):
        if param.name in _OWN:
            param.help = words(f"help.frame.{param.name}")  # type: ignore[attr-defined]
    return _Frame(formatter, words)


class _Frame:
    """What lays a page out, with other words for those of typer, and in lines that break where Chinese may."""

    # No sentence about a command is cut off.
    width = sys.maxsize

    def __init__(self, formatter: Any, words: Words) -> None:
        self._formatter, self._words = formatter, words
        self._room = min(formatter.width, get_terminal_size().columns)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._formatter, name)

    def write_usage(self, program: str, pieces: str) -> None:
        self._formatter.write_usage(program, pieces, prefix=self._words("help.frame.usage"))

    def section(self, heading: str) -> AbstractContextManager[None]:
        section: AbstractContextManager[None] = self._formatter.section(self._said(heading))
        return section

    def write_text(self, text: str) -> None:
        self._lines(text, self._formatter.current_indent)

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write names and beside each what it is; below it where the terminal or the name leaves no room for that."""
        from eqeval.render.breaks import width_of

        indent = self._formatter.current_indent
        column = indent + min(_WIDEST, max(width_of(name) for name, _ in rows)) + _BETWEEN
        if self._room - column < _LEAST:
            column = 3 * indent
        for name, text in rows:
            used = indent + width_of(name)
            beside = used + _BETWEEN <= column
            self._formatter.write(" " * indent + name + (" " * (column - used) if beside else "\n"))
            self._lines(_EXTRAS.sub(self._extras, text), column, begun=beside)

    def _lines(self, text: str, indent: int, begun: bool = False) -> None:
        """Write a text set in by so much. begun: whether something stands before its first line already."""
        from eqeval.render.breaks import lines

        written = f"\n{' ' * indent}".join(lines(text, self._room - indent))
        self._formatter.write(f"{'' if begun else ' ' * indent}{written}\n")

    def _extras(self, found: re.Match[str]) -> str:
        said = []
        for extra in found[1].split("; "):
            name, colon, value = extra.partition(": ")
            said.append(f"{self._said(name)}{colon}{value}")
        return f"[{'; '.join(said)}]"

    def _said(self, name: str) -> str:
        key = f"help.frame.{name.lower().replace(' ', '_')}"
        return self._words(key) if self._words.has(key) else name
