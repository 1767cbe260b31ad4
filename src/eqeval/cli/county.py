"""Reads the files of one county and judges them: the steps that check and explain share."""

import shlex
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from eqeval import DEFAULT, __version__
from eqeval.core.assess import Provenance
from eqeval.core.census import Census
from eqeval.core.errors import InputError, UsageError
from eqeval.core.report import InputLine
from eqeval.io.standards import Loaded
from eqeval.words import Words


@dataclass(frozen=True, slots=True)
class Reading:
    """A census with the standard that it is to be judged by."""

    name: str
    loaded: Loaded
    census: Census
    day: date
    inputs: list[tuple[Path, str]]


def day_of(as_of: str | None, words: Words, option: str = "--as-of") -> date:
    """Read a day; today where it is not given."""
    if as_of is None:
        return date.today()
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(words("usage.value", name=option, value=as_of, problem=words("usage.date"))) from None


def read(
    files: list[Path],
    standards: list[str],
    as_of: str | None,
    county: str | None,
    sheet: str | None,
    words: Words,
) -> list[Reading]:
    """Read all files as one county, once for every standard it answers to; all files that cannot be used are named.

    Raises:
        UsageError: where a standard or the day is unknown, or a table holds several counties and none was chosen.
        InputError: where a file cannot be used.
    """
    from eqeval.core.intake import take
    from eqeval.io import standards as library
    from eqeval.io import workbook

    day = day_of(as_of, words)
    places = [path.resolve() for path in files]
    twice = next((path for path, place in zip(files, places, strict=True) if places.count(place) > 1), None)
    if twice:
        raise UsageError(words("usage.file_twice", path=twice))
    books: list[workbook.Workbook] = []
    loaded: list[tuple[str, Loaded]] = []
    problems: list[str] = []
    for path in files:
        try:
            books.append(workbook.read(path, words))
        except InputError as error:
            problems += error.messages
    for name in dict.fromkeys(standards):
        try:
            loaded.append((name, library.load(name, words)))
        except InputError as error:
            problems += error.messages
    if problems:
        raise InputError(*problems)
    grids = [grid for book in books for grid in book.grids]
    if len(books) > 1:
        grids = [replace(grid, label=f"[{Path(grid.file).name}]{grid.sheet}") for grid in grids]
    if sheet is not None and sheet not in [grid.sheet for grid in grids]:
        raise UsageError(words("usage.sheet", name=sheet, names=words.join([grid.sheet for grid in grids])))
    inputs = [(book.path, book.sha256) for book in books]
    readings = []
    for name, one in loaded:
        others = [other for other, _ in one.others]
        beside = [each.standard for _, each in loaded if each is not one]
        counties = take(grids, one.standard, one.vocabulary, files[0].stem, words, others, sheet, beside)
        readings.append(Reading(name, one, _chosen(counties, county, words), day, inputs))
    return readings


def _chosen(counties: dict[str, Census], county: str | None, words: Words) -> Census:
    names = words.join(list(counties))
    if county is None:
        if len(counties) > 1:
            raise UsageError(words("usage.counties", count=len(counties), names=names))
        return next(iter(counties.values()))
    if county not in counties:
        raise UsageError(words("usage.county", name=county, names=names))
    return counties[county]


def provenance(reading: Reading) -> Provenance:
    """Say where the input of a report came from."""
    inputs = tuple(InputLine(path.as_posix(), digest) for path, digest in reading.inputs)
    options = "" if reading.name == DEFAULT else f" -s {shlex.quote(reading.name)}"
    return Provenance(__version__, reading.loaded.sha256, inputs, options)
