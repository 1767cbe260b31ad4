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
    standard: str,
    as_of: str | None,
    output: list[str],
    view: str,
    strict: bool,
    county: str | None,
    quiet: bool,
    words: Words,
) -> int:
    """Judge a county; machine formats go alone to stdout, everything else is for people."""
    if view not in VIEWS:
        problem = words("usage.choice", choices=words.join(list(VIEWS)))
        raise UsageError(words("usage.value", name="--view", value=view, problem=problem))
    targets = _targets(output, words)
    reading = read(files, standard, as_of, county, words)
    from eqeval.core.assess import assess

    loaded = reading.loaded
    report = assess(
        loaded.standard, loaded.vocabulary, reading.census, reading.day, words, provenance(reading), loaded.others
    )
    _write(report, targets, [*files, *(path for path, _ in loaded.written.files)], view, quiet, words)
    return report.exit_code(strict)


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
    report: Report, targets: list[tuple[str, Path | None]], inputs: list[Path], view: str, quiet: bool, words: Words
) -> None:
    from eqeval.io.files import write_whole

    if not any(path is None for _, path in targets):
        # Files were asked for and nothing for the screen: people still see the verdict.
        targets = [*targets, ("terminal", None)]
    for name, path in sorted(targets, key=lambda target: target[1] is None):
        if name == "json":
            from eqeval.render.json_report import render

            content = render(report)
        elif path is None and quiet:
            content = f"{report.headline}\n".encode(sys.stdout.encoding or "utf-8", "replace")
        else:
            content = _screen(report, cast("View", view), words, path is None)
        if path is not None:
            write_whole(path, content, inputs, words)
        elif content:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def _screen(report: Report, view: "View", words: Words, live: bool) -> bytes:
    """Print for people; into a file without colours."""
    import io

    from eqeval.cli.screen import console
    from eqeval.render.terminal import show

    if live:
        show(report, words, view, console())
        return b""
    text = io.StringIO()
    show(report, words, view, console(text))
    return text.getvalue().encode()
