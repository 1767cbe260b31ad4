"""The finished report as single checks that passed, failed or stayed open: what a build server lists."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from eqeval.core.figures import exact
from eqeval.core.reports.report import DispersionLine, IndicatorLine, Report, RequirementLine, SectionLine, SubjectLine
from eqeval.core.reports.tables import listed
from eqeval.core.verdict import Outcome
from eqeval.words import Words

Result = Literal["passed", "failed", "error", "skipped"]

# An error is a check that could not be made; a skipped one waits for evidence, for its day, or does not apply.
_RESULTS: dict[Outcome, Result] = {
    Outcome.NOT_MET: "failed",
    Outcome.UNDETERMINED: "error",
    Outcome.AWAITING: "skipped",
    Outcome.NOT_APPLICABLE: "skipped",
    Outcome.NOT_DUE: "skipped",
}


class Check(Struct, frozen=True):
    """One check: what was looked at, how it ended, why in one line, the details, and the file to look into."""

    group: Literal["requirements", "dispersion", "sections"]
    name: str
    outcome: Outcome
    result: Result
    message: str
    details: tuple[str, ...]
    file: str


def checks(report: Report, words: Words) -> Iterator[Check]:
    """List every requirement, every coefficient and every section as a check of its own.

    What does not bind (in principle, aspired) never fails, as it never fails the county.
    """
    for line in report.requirements:
        binds = line.binding == "must"
        details = [*(f"{one.id} {one.title}{words('list.colon')}{one.because}" for one in line.parts)]
        details += [_subject(one, words) for rule, one in listed(report) if rule is line]
        name, cells = f"{line.id} {line.title}", _cells(line)
        yield _check("requirements", name, line.outcome, binds, line.because, details, _file(report, *cells), words)
    core = [line.binding for line in report.requirements if line.id in report.core]
    binds = "must" in core or not core
    for spread in report.dispersion:
        name = f"{spread.stage_text} {spread.indicator} {spread.short}"
        message = _coefficient(spread, words)
        yield _check("dispersion", name, spread.outcome, binds, message, [], _file(report), words)
    for section in report.sections:
        code = words("paren", text=section.code) if section.code else ""
        name = f"{section.school}{code} {section.stage_text}"
        details = [_indicator(one, words) for one in _unmet(section)]
        file = _file(report, *(cell for one in section.indicators for cell in one.cells))
        yield _check("sections", name, section.outcome, binds, _reason(section, words), details, file, words)


def _check(
    group: Literal["requirements", "dispersion", "sections"],
    name: str,
    outcome: Outcome,
    binds: bool,
    because: str,
    details: list[str],
    file: str,
    words: Words,
) -> Check:
    result = _RESULTS.get(outcome, "passed")
    if not binds and result in ("failed", "error"):
        result = "skipped"
    said = words(f"outcome.{outcome}") if outcome != Outcome.TOLERATED else ""
    message = words("list.colon").join(filter(None, (said, because)))
    return Check(group, name, outcome, result, message, tuple(details), file)


def _reason(section: SectionLine, words: Words) -> str:
    """Say which indicators are not simply met, in the line that is seen first."""
    named = [f"{one.id} {one.short}" for one in _unmet(section)]
    return section.because + (words("paren", text=words.join(named)) if named else "")


def _unmet(section: SectionLine) -> list[IndicatorLine]:
    return [one for one in section.indicators if one.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)]


def _indicator(line: IndicatorLine, words: Words) -> str:
    marks = words("paren", text=" / ".join(filter(None, (line.required_text, line.floor_text))))
    more = [line.shortfall.text] if line.shortfall else []
    text = f"{line.id} {line.short}{words('list.colon')}{line.value_text or '—'}{marks} {line.outcome_text}"
    return words("list.semicolon").join([text, *more, *line.notes, *_places(line.cells, words)])


def _subject(line: SubjectLine, words: Words) -> str:
    figures = [line.value_text or "—", line.limit_text, words(f"outcome.{line.outcome}"), line.relaxed_title]
    name = " ".join(filter(None, (line.school, line.stage_text)))
    text = f"{name}{words('list.colon')}{' '.join(filter(None, figures))}"
    return words("list.semicolon").join([text, *_places(line.cells, words)])


def _places(cells: tuple[str, ...], words: Words) -> list[str]:
    return [words.join(list(cells))] if cells else []


def _coefficient(line: DispersionLine, words: Words) -> str:
    text = words("check.cv", cv=line.cv_text or words("unknown"), limit=line.limit_text or "—")
    if line.largest:
        text += words("check.largest", school=line.largest, share=exact.percent(line.largest_share, 0))
    return text


def _cells(line: RequirementLine) -> Iterator[str]:
    yield from line.cells
    for part in line.parts:
        yield from part.cells
    for one in line.subjects:
        yield from one.cells


def place(report: Report, sheet: str | None) -> str:
    """Name the input that a sheet or a cell is in; a label that names no file stands for the first one."""
    if sheet and sheet.startswith("["):
        name = sheet[1:].partition("]")[0]
        return next((line.path for line in report.inputs if line.path.rpartition("/")[2] == name), _first(report))
    return _first(report)


def _file(report: Report, *cells: str) -> str:
    return place(report, cells[0] if cells else None)


def _first(report: Report) -> str:
    return report.inputs[0].path if report.inputs else ""
