"""eqeval check: read, judge, print."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eqeval.cli.county import provenance, read
from eqeval.core.errors import UsageError
from eqeval.core.report import Report
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.render.terminal import View

FORMATS = ("terminal", "json")
VIEWS = ("summary", "failures", "full")


def run(
    files: list[Path],
    standards: list[str],
    as_of: str | None,
    output: list[str],
    view: str,
    strict: bool,
    county: str | None,
    sheet: str | None,
    quiet: bool,
    words: Words,
) -> int:
    """Judge a county; machine formats go alone to stdout, everything else is for people."""
    if view not in VIEWS:
        problem = words("usage.choice", choices=words.join(list(VIEWS)))
        raise UsageError(words("usage.value", name="--view", value=view, problem=problem))
    targets = _targets(output, words)
    readings = read(files, standards, as_of, county, sheet, words)
    from eqeval.core.assess import assess

    reports, inputs = [], [*files]
    for reading in readings:
        one = reading.loaded
        inputs += [path for path, _ in one.written.files]
        source = provenance(reading)
        reports.append(assess(one.standard, one.vocabulary, reading.census, reading.day, words, source, one.others))
    _write(reports, targets, inputs, view, quiet, words)
    return worst([report.exit_code(strict) for report in reports])


def worst(codes: list[int]) -> int:
    """Join the exit codes of several standards: one that is not met wins over missing data."""
    return next((code for code in (1, 3) if code in codes), 0)


def _targets(output: list[str], words: Words) -> list[tuple[str, Path | None]]:
    """Read FORMAT[=FILE]; one format at most goes to the screen."""
    targets: list[tuple[str, Path | None]] = []
    for each in output or ["terminal"]:
        name, _, file = each.partition("=")
        if name not in FORMATS:
            raise UsageError(words("usage.format", name=name, choices=words.join(list(FORMATS))))
        targets.append((name, Path(file) if file else None))
    if sum(path is None for _, path in targets) > 1:
        raise UsageError(words("usage.two_on_stdout"))
    paths = [path.resolve() for _, path in targets if path]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise UsageError(words("usage.same_file", path=twice))
    for path in paths:
        if not path.parent.is_dir():
            raise UsageError(words("output.no_folder", path=path.parent))
    return targets


def _write(
    reports: list[Report],
    targets: list[tuple[str, Path | None]],
    inputs: list[Path],
    view: str,
    quiet: bool,
    words: Words,
) -> None:
    from eqeval.io.files import write_whole

    if not any(path is None for _, path in targets):
        # Files were asked for and nothing for the screen: people still see the verdict.
        targets = [*targets, ("terminal", None)]
    for name, path in sorted(targets, key=lambda target: target[1] is None):
        if name == "json":
            from eqeval.render.json_report import render

            content = render(reports)
        elif path is None and quiet:
            text = "".join(f"{report.headline}\n" for report in reports)
            content = text.encode(sys.stdout.encoding or "utf-8", "replace")
        else:
            content = _screen(reports, cast("View", view), words, path is None)
        if path is not None:
            write_whole(path, content, inputs, words)
        elif content:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def _screen(reports: list[Report], view: "View", words: Words, live: bool) -> bytes:
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
    return b"" if live else text.getvalue().encode()
