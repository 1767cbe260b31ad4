"""Reads which counties answer to standards of their own; every problem comes with line and column."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from eqeval.core.errors import Problem, StandardError, UsageError
from eqeval.io.written.documents import read_model
from eqeval.io.written.library import find
from eqeval.io.written.yaml import Document
from eqeval.io.written.yaml import read as read_yaml
from eqeval.words import Words


class Assigned(Struct, frozen=True):
    """The standards of one county, as paths or ids, and its day; line and column: where its name stands."""

    standards: tuple[str, ...] | None
    day: date | None
    line: int
    column: int


def read(path: Path, words: Words) -> dict[str, Assigned]:
    """Read the file; a path of a standard counts from the folder of the file.

    Raises:
        InputError: where the file is not what it has to be.
        UsageError: where it names a standard that does not exist, as the option does.
    """
    from eqeval.core.counties.assigned import Counties

    model = read_model(path, Counties, words)
    document = read_yaml(path)
    problems: list[Problem] = []
    found = {}
    for county, own in model.counties.items():
        names = dict.fromkeys(
            _standard(path, document, county, at, name, words, problems) for at, name in enumerate(own.standard or [])
        )
        found[county] = Assigned(tuple(names) or None, own.as_of, *document.mark(("counties", county), key=True))
    if problems:
        raise UsageError(*StandardError(problems).messages)
    return found


def _standard(
    path: Path, document: Document, county: str, at: int, name: str, words: Words, problems: list[Problem]
) -> str:
    near = path.parent / name
    if near.is_file():
        return str(near)
    try:
        find(name, words)
    except UsageError as error:
        line, column = document.mark(("counties", county, "standard", at))
        problems.append(Problem(str(path), line, column, county, "\n".join(error.messages)))
    return name


def unknown(path: Path, assigned: dict[str, Assigned], counties: set[str], words: Words) -> list[str]:
    """Name the counties that no table holds, each with its place and the nearest that there is."""
    messages = []
    for county, one in assigned.items():
        if county not in counties:
            near = get_close_matches(county, sorted(counties), n=3)
            said = words("standard.near", near=words.join(near)) if near else ""
            place = f"{path}:{one.line}:{one.column}:"
            messages.append(words("E172.message", place=place, county=county, near=said))
    return messages
