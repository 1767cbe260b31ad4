"""eqeval check: read, judge, print."""

from pathlib import Path
from typing import cast

from eqeval.cli.county import Asked, provenance, read
from eqeval.cli.output import targets, write
from eqeval.core.errors import UsageError
from eqeval.core.reports.report import View
from eqeval.words import Words

VIEWS = ("summary", "failures", "full")


def run(
    files: list[Path],
    standards: list[str],
    as_of: str | None,
    output: list[str],
    view: str,
    strict: bool,
    county: str | None,
    asked: Asked,
    quiet: bool,
    waivers: Path | None,
    words: Words,
) -> int:
    """Judge a county; machine formats go alone to stdout, everything else is for people."""
    if view not in VIEWS:
        problem = words("usage.choice", choices=words.join(list(VIEWS)))
        raise UsageError(words("usage.value", name="--view", value=view, problem=problem))
    wanted = targets(output, words)
    readings = read(files, standards, as_of, county, asked, words, waivers)
    from eqeval.core.assess import assess

    reports, inputs = [], asked.files(waivers)
    for reading in readings:
        inputs += [path for path, _ in reading.inputs]
        one = reading.loaded
        inputs += one.files
        source = provenance(reading)
        reports.append(assess(one.standard, one.vocabulary, reading.census, reading.day, words, source, one.others))
    write(reports, wanted, inputs, cast("View", view), quiet, words)
    return worst([report.exit_code(strict) for report in reports])


def worst(codes: list[int]) -> int:
    """Join the exit codes of several standards: one that is not met wins over missing data."""
    return next((code for code in (1, 3) if code in codes), 0)
