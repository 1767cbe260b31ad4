"""The help pages with their frame in the language of the program; typer says it in English alone."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from typer.core import TyperCommand, TyperGroup

from eqeval.words import Words

# What typer adds to the help of an option or argument: its variable, its default, that it is required.
_EXTRAS = re.compile(r"\[([^\[\]]+)\]$")
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
    """What lays a page out, with other words for those of typer."""

    def __init__(self, formatter: Any, words: Words) -> None:
        self._formatter, self._words = formatter, words

    def __getattr__(self, name: str) -> Any:
        return getattr(self._formatter, name)

    def write_usage(self, program: str, pieces: str) -> None:
        self._formatter.write_usage(program, pieces, prefix=self._words("help.frame.usage"))

    def section(self, heading: str) -> AbstractContextManager[None]:
        section: AbstractContextManager[None] = self._formatter.section(self._said(heading))
        return section

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        self._formatter.write_dl([(name, _EXTRAS.sub(self._extras, text)) for name, text in rows])

    def _extras(self, found: re.Match[str]) -> str:
        said = []
        for extra in found[1].split("; "):
            name, colon, value = extra.partition(": ")
            said.append(f"{self._said(name)}{colon}{value}")
        return f"[{'; '.join(said)}]"

    def _said(self, name: str) -> str:
        key = f"help.frame.{name.lower().replace(' ', '_')}"
        return self._words(key) if self._words.has(key) else name
