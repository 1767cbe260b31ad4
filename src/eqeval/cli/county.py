"""Reads the files of one county and judges them: the steps that check and explain share."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from eqeval import DEFAULT, __version__
from eqeval.cli.problems import SETTINGS
from eqeval.cli.spelling import quoted
from eqeval.core.assess import Provenance
from eqeval.core.census import Census, Issue
from eqeval.core.errors import InputError, UsageError
from eqeval.core.reports.report import InputLine
from eqeval.io import system
from eqeval.io.written.standards import Loaded
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.grid import Grid
    from eqeval.core.intake.sheets.tables import Wishes
    from eqeval.core.lint.waivers import Placed
    from eqeval.core.vocabulary import Vocabulary
    from eqeval.io.workbooks import workbook


class Asked(Struct, frozen=True):
    """How the files are to be read, where it is not as they would be: one sheet, a map, hidden rows and columns."""

    sheet: str | None = None
    map: Path | None = None
    hidden: bool = False

    def files(self, *others: Path | None) -> list[Path]:
        """List what was read beside the data: the map, the settings, and whatever else was given."""
        return [path for path in (self.map, Path(SETTINGS), *others) if path]


class Opened(Struct, frozen=True):
    """All files of one call: the sheets, the standards, last year's sheets, what was confirmed, what else lay there."""

    grids: "list[Grid]"
    inputs: list[tuple[Path, str]]
    loaded: list[tuple[str, Loaded]]
    older: "list[Grid]"
    confirmed: "list[Placed]"
    notes: list[Issue]


class Reading(Struct, frozen=True):
    """A census with the standard that it is to be judged by."""

    name: str
    loaded: Loaded
    census: Census
    day: date
    inputs: list[tuple[Path, str]]
    folder: str = ""


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
    asked: Asked,
    words: Words,
    waivers: Path | None = None,
    previous: Path | None = None,
) -> list[Reading]:
    """Read all files as one county, once for every standard it answers to; all files that cannot be used are named.

    waivers: a file that says which warnings are no mistakes. previous: last year's file or folder, which the data are
    compared with.

    Raises:
        UsageError: where a standard or the day is unknown, or a table holds several counties and none was chosen.
        InputError: where a file cannot be used.
    """
    from eqeval.core.intake import take

    day = day_of(as_of, words)
    opened = open_all(files, standards, asked, words, waivers, previous)
    readings = []
    for name, one in opened.loaded:
        others = [other for other, _ in one.others]
        beside = [each.standard for _, each in opened.loaded if each is not one]
        wishes = wishes_of(asked, one, opened.grids, words)
        counties = take(opened.grids, one.standard, one.vocabulary, _name_of(files[0]), words, others, wishes, beside)
        census = _chosen(counties, county, words)
        before = None
        if previous:
            then = take(opened.older, one.standard, one.vocabulary, census.county.name, words, others)
            before = _same_county(then, census, previous, words)
        census = examined(census, one, day, words, opened.notes, before, opened.confirmed)
        folder = files[0].as_posix() if len(files) == 1 and files[0].is_dir() else ""
        readings.append(Reading(name, one, census, day, opened.inputs, folder))
    return readings


def examined(
    census: Census,
    loaded: Loaded,
    day: date,
    words: Words,
    notes: Iterable[Issue] = (),
    before: Census | None = None,
    confirmed: "Sequence[Placed]" = (),
) -> Census:
    """Name what is doubtful in a census: by its marks, and against last year; and what somebody has confirmed."""
    from eqeval.core.lint.screening import screen

    vocabulary = loaded.vocabulary
    issues = [*census.issues, *notes, *screen(census, vocabulary, words, day, loaded.standard.indicators)]
    if before is not None:
        from eqeval.core.lint.change import compare

        issues += compare(census, before, vocabulary, words)
    if confirmed:
        from eqeval.core.lint.waivers import apply

        issues = apply(issues, confirmed, day, vocabulary, words)
    return replace(census, issues=tuple(issues))


def wishes_of(asked: Asked, loaded: Loaded, grids: "list[Grid]", words: Words) -> "Wishes":
    """Read the map that was asked for, and say how the sheets are to be read."""
    from eqeval.core.intake.sheets.tables import Wishes

    if asked.map is None:
        return Wishes(asked.sheet, asked.hidden)
    from eqeval.io.written.mapping import read as read_map

    return Wishes(asked.sheet, asked.hidden, read_map(asked.map, words).fitting(mappable(loaded), grids, words))


def mappable(loaded: Loaded) -> "Vocabulary":
    """Give all words that a map may use under a standard."""
    from eqeval.core.intake.rows import stated

    return stated.vocabulary(loaded.vocabulary, [*(other for other, _ in loaded.others), loaded.standard])


def open_all(
    files: list[Path],
    standards: list[str],
    asked: Asked,
    words: Words,
    waivers: Path | None = None,
    previous: Path | None = None,
) -> Opened:
    """Read all files and standards; whatever cannot be used is named at once.

    Raises:
        UsageError: where a file is given twice, or a standard or sheet is unknown.
        InputError: where a file cannot be used.
    """
    from eqeval.io.workbooks import workbook
    from eqeval.io.written import standards as library

    files, notes = inside(files, words)
    before = inside([previous], words)[0] if previous else []
    places = [_place(path) for path in files]
    twice = next((path for path, place in zip(files, places, strict=True) if places.count(place) > 1), None)
    if twice:
        raise UsageError(words("usage.file_twice", path=twice))
    books: list[workbook.Workbook] = []
    loaded: list[tuple[str, Loaded]] = []
    problems: list[str] = []
    for path in [*files, *before]:
        try:
            books.append(workbook.read(path, words, asked.sheet))
        except InputError as error:
            problems += error.messages
    for name in dict.fromkeys(standards):
        try:
            loaded.append((name, library.load(name, words)))
        except InputError as error:
            problems += error.messages
    confirmed = []
    if waivers:
        from eqeval.io.written.waivers import read as read_waivers

        try:
            confirmed = read_waivers(waivers, words)
        except InputError as error:
            problems += error.messages
    if problems:
        raise InputError(*problems)
    older = last_years(grid for book in books[len(files) :] for grid in book.grids)
    same = {book.sha256 for book in books[len(files) :]}
    books = books[: len(files)]
    if again := next((book for book in books if book.sha256 in same), None):
        from eqeval.core.intake.findings import Findings

        findings = Findings(words)
        findings.add("W572", file=again.path)
        notes += findings.issues
    grids = grids_of(books)
    if asked.sheet is not None and asked.sheet not in [grid.sheet for grid in grids]:
        raise UsageError(words("usage.sheet", name=asked.sheet, names=words.join([grid.sheet for grid in grids])))
    return Opened(grids, [(book.path, book.sha256) for book in books], loaded, older, confirmed, notes)


def grids_of(books: "list[workbook.Workbook]") -> "list[Grid]":
    """List the sheets of all files of a county; where there are several, cells are called by their file too."""
    grids = [grid for book in books for grid in book.grids]
    if len(books) == 1:
        return grids
    files = [book.path for book in books]
    names = [path.name for path in files]
    # In folders of a folder two files may have one name.
    known_as = {str(path): path.name if names.count(path.name) == 1 else path.as_posix() for path in files}
    return [replace(grid, label=f"[{known_as[grid.file]}]{grid.sheet}") for grid in grids]


def last_years(grids: "Iterable[Grid]") -> "list[Grid]":
    """Call the cells of last year by their file too, always."""
    return [replace(grid, label=f"[{Path(grid.file).name}]{grid.sheet}") for grid in grids]


def _same_county(then: dict[str, Census], census: Census, previous: Path, words: Words) -> Census:
    """Find the county in last year's table; the only one in it may go by another name."""
    name = census.county.name
    if name in then or len(then) == 1:
        return then.get(name) or next(iter(then.values()))
    raise UsageError(words("usage.previous", path=previous, name=name, names=words.join(list(then))))


def _name_of(path: Path) -> str:
    """Call a county that the data do not name as its file or folder is called."""
    return system.real(path).name if path.is_dir() else path.stem


def inside(paths: list[Path], words: Words) -> tuple[list[Path], list[Issue]]:
    """Take the tables of a folder, in the order of their names; a note says what else lies there."""
    if not any(map(_is_folder, paths)):
        return paths, []
    from eqeval.core.intake.findings import Findings
    from eqeval.io.counties.folders import tables_in

    files: list[Path] = []
    findings = Findings(words)
    problems = []
    for path in paths:
        if not _is_folder(path):
            files.append(path)
            continue
        tables, others, locks = tables_in(path, words)
        files += tables
        if not tables:
            problems.append(words("E104.message", file=path))
        left = [*others, *([words("folder.locks", count=locks)] if locks else [])]
        if left:
            findings.add("N622", folder=path, count=len(tables), others=words.join(left))
    if problems:
        raise InputError(*problems)
    return files, findings.issues


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that no system can look up is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _place(path: Path) -> Path:
    """Find what a path means; one that means nothing stays itself, and is refused when it is read."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


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
    options = "" if reading.name == DEFAULT else f" -s {quoted(reading.name)}"
    return Provenance(__version__, reading.loaded.sha256, inputs, options, reading.folder)
