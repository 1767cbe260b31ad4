"""Reads a file of waivers; what cannot be waived is refused with its line."""

from pathlib import Path
from typing import TYPE_CHECKING

from eqeval.core.errors import Problem, StandardError
from eqeval.io.written import yaml
from eqeval.io.written.documents import read_model
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.lint.waivers import Placed


def read(path: Path, words: Words) -> "list[Placed]":
    """Read every waiver with its place.

    Raises:
        StandardError: where the file is no strict YAML, says something unknown, or waives what is no warning.
    """
    from eqeval.core.lint.waivers import Placed, Waivers, refused

    given = read_model(path, Waivers, words).waivers
    document = yaml.read(path)
    problems, placed = [], []
    for number, waiver in enumerate(given):
        line, column = document.mark(("waivers", number, "code"))
        why = refused(waiver, words)
        if why:
            problems.append(Problem(str(path), line, column, "code", why))
        placed.append(Placed(waiver, str(path), f"{path}:{line}"))
    if problems:
        raise StandardError(problems)
    return placed
