"""Where a report goes: reads FORMAT[=FILE], and writes every file whole or not at all."""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eqeval.core.errors import OutputError, UsageError
from eqeval.core.reports.report import Report, View
from eqeval.io import system
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.reports.tables import FlatTable

FORMATS = ("terminal", "json", "csv", "xlsx", "markdown", "junit", "github")
# The format that a file is called after, where somebody names the file alone.
_BY_ENDING = {".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".md": "markdown", ".xml": "junit"}
# What a workbook that is written may end in; a device or a pipe has no ending.
_WORKBOOKS = (".xlsx", ".xlsm", "")
Target = tuple[str, Path | None]
# Of a format and its file: all files that are written.
Files = Callable[[str, Path, Words], list[Path]]


def targets(
    output: list[str],
    words: Words,
    formats: Sequence[str] = FORMATS,
    files: Files | None = None,
    coming: Collection[Path] = (),
) -> list[Target]:
    """Read FORMAT[=FILE]; one format at most goes to the screen, and no file is written twice.

    files: names all files that a target writes, where they are not those of a report. coming: folders that the command
    will have made before it writes.
    """
    found: list[Target] = []
    for each in output or ["terminal"]:
        name, _, file = each.partition("=")
        if name not in formats:
            ending = Path(name).suffix
            example = f"-o {_BY_ENDING.get(ending, 'json')}={name}" if ending else "-o json=report.json"
            raise UsageError(words("usage.format", name=name, choices=words.join(list(formats)), example=example))
        if "=" in each and not file:
            raise UsageError(words("usage.no_file", name=name))
        path = Path(file) if file and not _is_stdout(file) else None
        if name == "xlsx" and path and path.suffix.lower() not in _WORKBOOKS:
            # No office program opens it under another name.
            raise UsageError(words("usage.suffix", path=path, suffix=path.suffix))
        if name == "xlsx" and path is None and on_screen():
            raise UsageError(words("usage.binary", name=name))
        found.append((name, path))
    if sum(path is None for _, path in found) > 1:
        raise UsageError(words("usage.two_on_stdout"))
    paths = [_place(each, words) for name, path in found if path for each in (files or _files)(name, path, words)]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise UsageError(words("usage.same_file", path=twice))
    for path in paths:
        if not path.parent.is_dir() and path.parent not in coming:
            raise UsageError(words("output.no_folder", path=path.parent))
    return found


def _is_stdout(file: str) -> bool:
    """Whether a file is what is printed into, as - or /dev/stdout; then nothing else is printed there."""
    if file == "-":
        return True
    try:
        return os.path.samestat(Path(file).stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False  # it is not there yet, or nothing has a number here


def _place(path: Path, words: Words) -> Path:
    """Find where a target would stand.

    Raises:
        UsageError: where no system can say so, as of links in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError:
        why = words("system.ELOOP")
    except OSError as error:
        why = system.why(error, words)
    raise OutputError(words("output.failed", path=path, why=why))


def on_screen() -> bool:
    """Whether stdout is read by a person; a file or a pipe takes any bytes."""
    return sys.stdout.isatty()


def write(
    reports: list[Report], targets: list[Target], inputs: list[Path], view: View, quiet: bool, words: Words
) -> None:
    """Write every target, files first: what is on the screen then tells of files that are there."""
    from eqeval.io.files import guard, write_whole

    for name, path in targets:
        for file in _files(name, path, words) if path else ():
            guard(file, inputs, words)
    if not any(path is None for _, path in targets):
        # Files were asked for and nothing for the screen: people still see the verdict.
        targets = [*targets, ("terminal", None)]
    for name, path in sorted(targets, key=lambda target: target[1] is None):
        if name == "csv":
            _write_csv(reports, path, inputs, quiet, words)
        elif path is not None:
            write_whole(path, content(name, reports, view, words), inputs, words)
            say_written(path, targets, quiet, words)
        elif name == "terminal" and quiet:
            text = "".join(f"{report.headline}\n" for report in reports)
            _print(text.encode(sys.stdout.encoding or "utf-8", "replace"))
        elif name == "terminal":
            _screen(reports, view, words, live=True)
        else:
            _print(content(name, reports, view, words))


def say_written(path: Path, targets: Sequence[Target], quiet: bool, words: Words) -> None:
    """Say that a file was written, where the screen is read by people and not by a program."""
    if not quiet and all(name == "terminal" for name, place in targets if place is None):
        print(words("output.written", path=system.readable(path.as_posix())), file=sys.stderr)


def _print(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def content(name: str, reports: list[Report], view: View, words: Words) -> bytes:
    """Typeset reports in one format; only its module is imported."""
    match name:
        case "json":
            from eqeval.render.json_report import render

            return render(reports)
        case "xlsx":
            from eqeval.render import xlsx

            return xlsx.render(_sheets(reports, words), words)
        case "markdown":
            return _pages(reports, view, words).encode(errors="replace")
        case "junit":
            from eqeval.render import build_server

            return build_server.junit(reports, words)
        case "github":
            from eqeval.render import build_server

            return build_server.github(reports, words)
        case _:
            return _screen(reports, view, words, live=False)


def _sheets(reports: list[Report], words: Words) -> "list[FlatTable]":
    """All tables of all reports; the titles of several reports name their standard."""
    from msgspec.structs import replace

    from eqeval.core.reports.tables import tables

    if len(reports) == 1:
        return list(tables(reports[0], words))
    return [replace(one, title=f"{one.title} {each.standard.id}") for each in reports for one in tables(each, words)]


def _pages(reports: list[Report], view: View, words: Words) -> str:
    """One page for every report."""
    from eqeval.core.reports.tables import seen
    from eqeval.render import markdown

    pages = []
    for one in reports:
        heading = words("check.title", standard=one.standard.title, county=one.county)
        pages.append(markdown.render(heading, one.headline, seen(one, words, view), words))
    return "\n".join(pages)


def _write_csv(reports: list[Report], path: Path | None, inputs: list[Path], quiet: bool, words: Words) -> None:
    """Write the table of schools, and the other tables in files beside it; stdout has room for one table only."""
    from eqeval.core.reports.tables import stacked, tables
    from eqeval.io.files import write_together, write_whole
    from eqeval.render.csv_tables import render

    found = [tables(report, words) for report in reports]
    joined: Sequence[FlatTable] = found[0]
    if len(reports) > 1:
        labels = [report.standard.id for report in reports]
        heading = words("column.standard")
        joined = [stacked(heading, list(zip(labels, parts, strict=True))) for parts in zip(*found, strict=True)]
    rows = {table.name: table for table in joined}
    # A standard without indicators of schools has its requirements to show.
    main = rows["sections"] if rows["sections"].rows else rows["requirements"]
    others = [table for table in joined if table is not main]
    titles = words.join([table.title for table in others])
    if path is None:
        _print(render(main))
        said = words("output.csv.one", title=main.title, others=titles)
    elif not _has_room_beside(path):
        write_whole(path, render(main), inputs, words)
        said = words("output.csv.one", title=main.title, others=titles)
    else:
        beside = [(_beside(path, table.title), render(table)) for table in others]
        write_together([(path, render(main)), *beside], inputs, words)
        said = words(
            "output.csv.beside", title=main.title, path=path, others=titles, first=_beside(path, others[0].title)
        )
    if not quiet:
        print(said, file=sys.stderr)


def _files(name: str, path: Path, words: Words) -> list[Path]:
    """Name all files that a target may write."""
    if name != "csv" or not _has_room_beside(path):
        return [path]
    from eqeval.core.reports.tables import NAMES, title

    return [path, *(_beside(path, title(one, words)) for one in NAMES)]


def _has_room_beside(path: Path) -> bool:
    """Whether further files can stand beside a target; not beside a device or a pipe."""
    try:
        return path.is_file() or not path.exists()
    except OSError:
        return False  # no name that the system takes; that is said when the file is written


def _beside(path: Path, title: str) -> Path:
    return path.with_name(f"{path.stem}-{title}{path.suffix}")


def _screen(reports: list[Report], view: View, words: Words, live: bool) -> bytes:
    """Print for people; into a file without colours."""
    import io

    from eqeval.cli.screen import console
    from eqeval.render.terminal import show

    text = io.StringIO()
    target = console() if live else console(text)
    for number, report in enumerate(reports):
        if number:
            target.print()
        show(report, words, view, target)
    return system.readable(text.getvalue()).encode()
