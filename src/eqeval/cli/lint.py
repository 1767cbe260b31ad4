"""eqeval lint: what is wrong or unlikely in the data, without any verdict on the standard."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eqeval.cli.check import VIEWS
from eqeval.cli.county import Asked, Reading, inside, provenance, read
from eqeval.cli.output import say_written
from eqeval.cli.output import targets as targets_of
from eqeval.core.errors import UsageError
from eqeval.core.reports.report import InputLine, StandardLine
from eqeval.io import system
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.lint.report import LintReport
    from eqeval.render.lint_screen import View

FORMATS = ("terminal", "json", "csv", "xlsx", "markdown", "junit", "github")


def run(
    files: list[Path],
    standard: str,
    previous: Path | None,
    waivers: Path | None,
    as_of: str | None,
    output: list[str],
    view: str,
    strict: bool,
    county: str | None,
    asked: Asked,
    words: Words,
) -> int:
    """Screen the data of a county; machine formats go alone to stdout, everything else is for people."""
    if view not in VIEWS:
        problem = words("usage.choice", choices=words.join(list(VIEWS)))
        raise UsageError(words("usage.value", name="--view", value=view, problem=problem))
    targets = targets_of(output, words, FORMATS)
    marked = [path for name, path in targets if name == "xlsx"]
    if None in marked:
        raise UsageError(words("lint.xlsx_where"))
    (reading,) = read(files, [standard], as_of, county, asked, words, waivers, previous)
    if marked and len(reading.inputs) > 1:
        raise UsageError(words("lint.xlsx_one", count=len(reading.inputs)))
    last_year = inside([previous], words)[0] if previous else []
    report = _report(reading, previous, words)
    inputs = [*(path for path, _ in reading.inputs), *asked.files(waivers), *last_year]
    inputs += reading.loaded.files
    _write(report, targets, inputs, cast("View", view), words)
    return report.exit_code(strict)


def _report(reading: Reading, previous: Path | None, words: Words) -> "LintReport":
    from eqeval.core.lint.report import lint_report
    from eqeval.core.standards.standard import items_named

    loaded, source = reading.loaded, provenance(reading)
    standards = [loaded.standard, *(other for other, _ in loaded.others)]
    named = items_named(standards, loaded.vocabulary)
    title = words.text(loaded.standard.title)
    line = StandardLine(loaded.standard.id, title, loaded.standard.document, loaded.sha256)
    older = InputLine(previous.as_posix(), _digest(previous, words)) if previous else None
    return lint_report(reading.census, named, reading.day, source.version, line, source.inputs, older, words)


def _digest(path: Path, words: Words) -> str:
    """Hash the bytes of a file, or of all tables of a folder."""
    import hashlib

    return hashlib.sha256(b"".join(file.read_bytes() for file in inside([path], words)[0])).hexdigest()


def _write(
    report: "LintReport", targets: list[tuple[str, Path | None]], inputs: list[Path], view: "View", words: Words
) -> None:
    from eqeval.io.files import write_whole

    if not any(path is None for _, path in targets):
        # Files were asked for and nothing for the screen: people still see what was found.
        targets = [*targets, ("terminal", None)]
    for name, path in sorted(targets, key=lambda target: target[1] is None):
        if name == "xlsx":
            assert path is not None
            content = _marked(report, inputs[0], path, words)
        elif name == "terminal":
            marked = any(each == "xlsx" for each, _ in targets)
            content = _screen(report, view, words, path is None, marked)
        else:
            content = _content(name, report, words)
        if path is not None:
            write_whole(path, content, inputs, words)
            say_written(path, targets, False, words)
        elif content:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def _content(name: str, report: "LintReport", words: Words) -> bytes:
    """Typeset the findings in one format; only its module is imported."""
    if name == "json":
        from eqeval.render.lint_json import render

        return render(report)
    if name in ("junit", "github"):
        from eqeval.render import lint_server

        return lint_server.tests(report) if name == "junit" else lint_server.annotations(report, words)
    from eqeval.core.lint.table import table

    if name == "csv":
        from eqeval.render import csv_tables

        return csv_tables.render(table(report, words))
    from eqeval.render import markdown

    return markdown.render(report.county, report.headline, [table(report, words)], words).encode(errors="replace")


def _marked(report: "LintReport", source: Path, target: Path, words: Words) -> bytes:
    """Mark the cells in a copy of the input; what the copy cannot keep is said on stderr."""
    from eqeval.io.workbooks import workbook
    from eqeval.render.marked import mark

    marked = mark(report, source.read_bytes(), workbook.read(source, words).grids, target.suffix, words)
    for message in marked.lost:
        print(message, file=sys.stderr)
    return marked.content


def _screen(report: "LintReport", view: "View", words: Words, live: bool, marked: bool) -> bytes:
    """Print for people; into a file without colours. marked: whether a marked copy is written as well."""
    import io

    from eqeval.cli.screen import console
    from eqeval.render.lint_screen import show

    text = io.StringIO()
    show(report, words, view, console() if live else console(text), marked)
    return b"" if live else system.readable(text.getvalue()).encode()
