"""The finished report as flat tables: what a spreadsheet, a page or a further program reads row by row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.reports.report import (
    IndicatorLine,
    PartLine,
    Report,
    RequirementLine,
    SectionLine,
    Shortfall,
    SubjectLine,
    View,
)
from eqeval.core.verdict import Outcome
from eqeval.words import Words

# How the tables begin whose headings nobody else writes.
_SECTIONS = ("school", "code", "stage", "pupils", "outcome", "because")
_INDICATORS = ("school", "code", "stage", "indicator", "short", "value", "required", "outcome", "shortfall")
_DISPERSION = ("stage", "indicator", "short", "mean", "cv", "limit", "outcome", "contributor", "share", "counted")
_REQUIREMENTS = ("rule", "rule_title", "clause", "binding", "outcome", "because", "cells", "part_of")
_SUBJECTS = ("rule", "rule_title", "school", "stage", "value", "required", "outcome", "relaxed", "because", "cells")
_ISSUES = ("severity", "finding", "sheet", "cell", "school", "found", "message")
_BEGINNINGS = (_SECTIONS, _INDICATORS, _DISPERSION, _REQUIREMENTS, _SUBJECTS, _ISSUES)
_OPEN = (Outcome.NOT_MET, Outcome.UNDETERMINED)
_SETTLED = (Outcome.MET, Outcome.NOT_APPLICABLE)


class Cell(NamedTuple):
    """One cell: what the report shows, the exact number behind it, and the outcome that it speaks of."""

    text: str = ""
    number: Number | None = None
    outcome: Outcome | None = None


Row = tuple[Cell, ...]


class FlatTable(Struct, frozen=True):
    """A table without merged cells: one line of headings, then rows that are as long as it."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(report: Report, words: Words) -> tuple[FlatTable, ...]:
    """Lay out everything that a report says, in the order in which people read it."""
    return (
        verdict(report, words),
        sections(report, words),
        indicators(report.sections, words),
        dispersion(report, words),
        requirements(report.requirements, words),
        subjects(report, words),
        issues(report, words, ("error", "warning", "note")),
    )


NAMES = ("verdict", "sections", "indicators", "dispersion", "requirements", "subjects", "issues")


def title(name: str, words: Words) -> str:
    """Give the title of the table of this name."""
    return words(f"table.{name}")


def beginnings(words: Words) -> Iterator[tuple[str, ...]]:
    """Give the headings with which the tables begin: of one standard, and of several."""
    for names in _BEGINNINGS:
        headings = tuple(words(f"column.{name}") for name in names)
        yield headings
        yield (words("column.standard"), *headings)


def seen(report: Report, words: Words, view: View) -> tuple[FlatTable, ...]:
    """Lay out what a view asks for: the summary, what fails or is open, or everything; the headline stands above."""
    short = verdict(report, words, headline=False)
    if view == "full":
        # One row for every section is wider than a page.
        return short, *(table for table in tables(report, words) if table.name not in ("verdict", "sections"))
    failing = [line for line in report.sections if line.outcome in _OPEN]
    unmet = [line for line in report.requirements if line.outcome not in (*_SETTLED, Outcome.ATTESTED)]
    if view == "summary":
        return short, dispersion(report, words), requirements(unmet, words), issues(report, words, ("error",))
    return (
        short,
        issues(report, words, ("error", "warning")),
        replace(indicators(failing, words, unmet=True), title=words("table.failing")),
        dispersion(report, words),
        requirements(unmet, words),
        subjects(report, words),
    )


def stacked(heading: str, parts: Sequence[tuple[str, FlatTable]]) -> FlatTable:
    """Put tables of one kind under each other, with a first column that says which one a row is from.

    A column that only some of them have is blank in the rows of the others.
    """
    columns = tuple(dict.fromkeys(name for _, table in parts for name in table.headings))
    rows = []
    for label, table in parts:
        places = {name: number for number, name in enumerate(table.headings)}
        order = [places.get(name) for name in columns]
        first = Cell(label)
        rows += [(first, *(Cell() if place is None else row[place] for place in order)) for row in table.rows]
    return replace(parts[0][1], headings=(heading, *columns), rows=tuple(rows))


def verdict(report: Report, words: Words, headline: bool = True) -> FlatTable:
    """The verdict, what it was reached by, and what to do next: one line each."""
    standard = report.standard
    levels = Counter(issue.severity for issue in report.issues)
    lines: list[tuple[str, str | Cell]] = [
        ("county", report.county),
        ("outcome", _said(report.outcome, words)),
        *([("headline", report.headline)] if headline else []),
        ("standard", f"{standard.title}{words('paren', text=standard.document)}"),
        ("standard_id", standard.id),
        ("standard_sha256", standard.sha256),
        ("as_of", report.as_of),
        *(fact for line in report.inputs for fact in (("input", line.path), ("input_sha256", line.sha256))),
        ("sections", _counts([line.outcome for line in report.sections], words)),
        ("dispersion", _counts([line.outcome for line in report.dispersion], words)),
        ("requirements", _counts([line.outcome for line in report.requirements], words)),
        ("issues", words("screen.issues.count", **{level: levels[level] for level in ("error", "warning", "note")})),
        ("next", report.next_step),
        ("version", f"eqeval {report.version}"),
    ]
    rows = [(Cell(words(f"fact.{key}")), text if isinstance(text, Cell) else Cell(text)) for key, text in lines]
    return _table("verdict", ("fact", "content"), rows, words)


def _counts(outcomes: Sequence[Outcome], words: Words) -> str:
    """Say how many there are, and how many of each outcome."""
    found = Counter(outcomes)
    parts = [f"{words(f'outcome.{one}')} {found[one]}" for one in Outcome if found[one]]
    return f"{len(outcomes)}{words('paren', text=words.join(parts))}" if parts else "0"


def sections(report: Report, words: Words) -> FlatTable:
    """One row for every school at one stage, with four columns for every indicator."""
    columns = dict.fromkeys((one.id, one.short) for line in report.sections for one in line.indicators)
    heads = [words(f"column.{name}") for name in _SECTIONS]
    for id_, short in columns:
        heads += [f"{id_} {short} {words(f'column.{name}')}" for name in ("value", "required", "outcome", "shortfall")]
    rows = []
    for line in report.sections:
        found = {one.id: one for one in line.indicators}
        row = [
            Cell(line.school),
            Cell(line.code),
            Cell(line.stage_text),
            _plain(line.pupils),
            _said(line.outcome, words),
            Cell(line.because),
        ]
        for id_, _ in columns:
            row += _figures(found[id_]) if id_ in found else [Cell()] * 4
        rows.append(tuple(row))
    return FlatTable("sections", title("sections", words), tuple(heads), tuple(rows))


def _figures(line: IndicatorLine) -> list[Cell]:
    lacking = line.shortfall
    return [
        Cell(line.value_text, line.value, line.outcome),
        Cell(line.required_text, line.required),
        Cell(line.outcome_text, None, line.outcome),
        Cell(lacking.text, lacking.amount) if lacking else Cell(),
    ]


def indicators(lines: Iterable[SectionLine], words: Words, unmet: bool = False) -> FlatTable:
    """One row for every indicator of every section, or only for what is not simply met; with cells and notes."""
    more = ("shortfall_unit", "floor", "unit", "notes", "cells")
    rows = [
        (
            Cell(line.school),
            Cell(line.code),
            Cell(line.stage_text),
            Cell(one.id),
            Cell(one.short),
            *_figures(one),
            Cell(_unit(one.shortfall, words)),
            Cell(one.floor_text, one.floor),
            Cell(one.unit),
            Cell(words.join(list(one.notes))),
            Cell(words.join(list(one.cells))),
        )
        for line in lines
        for one in line.indicators
        if not (unmet and one.outcome in _SETTLED)
    ]
    return _table("indicators", (*_INDICATORS, *more), rows, words)


def _unit(lacking: Shortfall | None, words: Words) -> str:
    """Say in what a school lacks; the parts of a combined school share what the whole school adds."""
    if lacking is None:
        return ""
    return words("table.whole_school", unit=lacking.unit) if lacking.whole_school else lacking.unit


def dispersion(report: Report, words: Words) -> FlatTable:
    """One row for every coefficient of variation, then one for the mean of each stage; notes if approximate."""
    approximate = any(line.approximate for line in report.dispersion)
    rows: list[Row] = [
        (
            Cell(line.stage_text),
            Cell(line.indicator),
            Cell(line.short),
            Cell(line.mean_text, line.mean),
            Cell(line.cv_text, line.cv, line.outcome),
            Cell(line.limit_text, line.limit),
            _said(line.outcome, words),
            Cell(line.largest or ""),
            Cell(exact.percent(line.largest_share, 0), line.largest_share) if line.largest else Cell(),
            _plain(line.sections),
            *([Cell(words.join(list(line.notes)))] if approximate else []),
        )
        for line in report.dispersion
    ]
    for composite in report.composite:
        outcome = composite.outcome
        rows.append(
            (
                Cell(composite.stage_text),
                Cell(),
                Cell(words("table.composite")),
                Cell(),
                Cell(composite.cv_text, composite.cv, outcome),
                Cell(composite.limit_text, composite.limit),
                _said(outcome, words) if outcome else Cell(words("table.no_limit")),
                *[Cell()] * 3,
                *([Cell(words.join(list(composite.notes)))] if approximate else []),
            )
        )
    return _table("dispersion", (*_DISPERSION, "notes") if approximate else _DISPERSION, rows, words)


def requirements(lines: Iterable[RequirementLine], words: Words) -> FlatTable:
    """One row for every requirement; the parts of one that has parts stand below it and name it."""
    rows = []
    for line in lines:
        binding = words(f"binding.{line.binding}")
        rows.append(_requirement(line, line.clause, binding, "", words))
        rows += [_requirement(part, line.clause, binding, line.id, words) for part in line.parts]
    return _table("requirements", _REQUIREMENTS, rows, words)


def _requirement(line: RequirementLine | PartLine, clause: str, binding: str, part_of: str, words: Words) -> Row:
    return (
        Cell(line.id),
        Cell(line.title),
        Cell(clause),
        Cell(binding),
        _said(line.outcome, words),
        Cell(line.because),
        Cell(words.join(list(line.cells))),
        Cell(part_of),
    )


def listed(report: Report) -> Iterator[tuple[RequirementLine, SubjectLine]]:
    """List the schools that break a requirement, lack its data, or pass only by a relaxation.

    Not those of the resource indicators: they have tables of their own.
    """
    for line in report.requirements:
        if line.id not in report.core:
            for one in line.subjects:
                if one.telling:
                    yield line, one


def subjects(report: Report, words: Words) -> FlatTable:
    """One row for every school that breaks a requirement, lacks its data, or passes only by a relaxation."""
    rows = [
        (
            Cell(one.rule),
            Cell(line.title),
            Cell(one.school),
            Cell(one.stage_text),
            Cell(one.value_text, one.value, one.outcome),
            # A range is shown by both its ends and is no number.
            Cell(one.limit_text, None if one.operator == "between" else one.limit),
            _said(one.outcome, words),
            Cell(one.relaxed_title),
            Cell(one.because),
            Cell(words.join(list(one.cells))),
        )
        for line, one in listed(report)
    ]
    return _table("subjects", _SUBJECTS, rows, words)


def issues(report: Report, words: Words, levels: Sequence[str]) -> FlatTable:
    """One row for every finding on the data of these severities."""
    rows = [
        (
            Cell(words(f"severity.{one.severity}")),
            *(Cell(text or "") for text in (one.code, one.sheet, one.cell, one.school, one.value, one.message)),
        )
        for one in report.issues
        if one.severity in levels
    ]
    return _table("issues", _ISSUES, rows, words)


def _table(name: str, columns: Iterable[str], rows: Iterable[Row], words: Words) -> FlatTable:
    return FlatTable(name, title(name, words), tuple(words(f"column.{one}") for one in columns), tuple(rows))


def _said(outcome: Outcome, words: Words) -> Cell:
    return Cell(words(f"outcome.{outcome}"), None, outcome)


def _plain(value: Number | None) -> Cell:
    return Cell() if value is None else Cell(exact.plain(value), value)
