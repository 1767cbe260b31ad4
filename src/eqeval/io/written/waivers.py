"""Reads a file of waivers; what cannot be waived is refused with its line."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eqeval.core.errors import Problem, StandardError
from eqeval.io.written.documents import document_of, read_model
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.lint.waivers import Placed


def read(path: Path, words: Words) -> "list[Placed]":
    """Read every waiver with its place.

    Raises:
        StandardError: where the file is no strict YAML, says something unknown, or waives what is no warning; all that
            is wrong with it at once.
    """
    from eqeval.core.lint.waivers import Placed, Waivers, refused

    document = document_of(path, words)
    problems: list[Problem] = []
    for number, code in _codes(document.data):
        if why := refused(code, words):
            place = ("waivers", number, "code")
            problems.append(Problem(str(path), *document.mark(place), ".".join(map(str, place)), why))
    try:
        given = read_model(path, Waivers, words).waivers
    except StandardError as error:
        raise StandardError([*problems, *error.problems]) from None
    if problems:
        raise StandardError(problems)
    lines = [document.mark(("waivers", number, "code"))[0] for number in range(len(given))]
    return [Placed(waiver, str(path), f"{path}:{line}") for waiver, line in zip(given, lines, strict=True)]


def _codes(data: Any) -> Iterator[tuple[int, str]]:
    """List the codes in a file that may say anything."""
    waivers = data.get("waivers") if isinstance(data, dict) else None
    for number, waiver in enumerate(waivers if isinstance(waivers, list) else ()):
        if isinstance(waiver, dict) and isinstance(code := waiver.get("code"), str):
            yield number, code
