"""A batch as flat tables: a row for every county, coefficient, section, ranked indicator, remark, unusable file."""

from collections.abc import Iterable, Iterator, Sequence

from eqeval.core.counties.province import Coefficient, CountyLine, Province, Remark, SectionRow, SubjectRow
from eqeval.core.figures.exact import from_text, plain
from eqeval.core.reports.tables import Cell, FlatTable, Row
from eqeval.core.verdict import Outcome
from eqeval.words import Words

NAMES = ("counties", "totals", "coefficients", "schools", "subjects", "ranking", "issues", "unusable", "remarks")


def title(name: str, words: Words) -> str:
    """Give the title of the table of this name."""
    return words(f"batch.table.{name}")


def counties(province: Province, words: Words) -> FlatTable:
    """One row for every county under every standard, and one for every file that gave no verdict."""
    columns = (
        "county", "outcome", "sections_met", "sections", "sections_open", "schools", "coefficients_met", "coefficients",
        "worst", "worst_cv", "worst_limit", "unmet", "awaiting", "errors", "warnings", "standard", "day", "source",
    )  # fmt: skip
    rows = [
        (
            Cell(line.name),
            _said(line.outcome, words),
            *map(_count, (line.sections_met, line.sections, line.sections_open, line.failing)),
            *map(_count, (line.coefficients_met, line.coefficients)),
            *_worst(line.worst),
            Cell(" ".join(line.unmet)),
            *map(_count, (len(line.awaiting), line.errors, line.warnings)),
            Cell(line.standard),
            Cell(line.as_of),
            Cell(line.source),
        )
        for line in province.lines
    ]
    blank = [Cell()] * (len(columns) - 3)
    rows += [(Cell(one.source), Cell(words("batch.not_usable")), *blank, Cell(one.source)) for one in province.unusable]
    return _table("counties", columns, rows, words)


def totals(province: Province, words: Words) -> FlatTable:
    """One row for every standard: what the counties under it come to."""
    columns = (
        "standard", "counties", "met", "not_met", "undetermined", "sections_met", "sections", "sections_open",
        "judged_schools", "schools", "coefficients_met", "coefficients", "awaiting", "errors", "warnings",
    )  # fmt: skip
    rows = [
        (
            Cell(one.standard),
            *map(_count, (one.counties, one.met, one.not_met, one.undetermined)),
            *map(_count, (one.sections_met, one.sections, one.sections_open, one.schools, one.failing)),
            *map(_count, (one.coefficients_met, one.coefficients, one.awaiting, one.errors, one.warnings)),
        )
        for one in province.totals
    ]
    return _table("totals", columns, rows, words)


def _worst(high: Coefficient | None) -> list[Cell]:
    if high is None:
        return [Cell()] * 3
    return [
        Cell(f"{high.stage_text} {high.indicator}"),
        Cell(high.cv_text, from_text(high.cv), Outcome(high.outcome)),
        Cell(high.limit_text, from_text(high.limit)),
    ]


def coefficient_headings(words: Words) -> tuple[str, ...]:
    """The headings of the table of coefficients."""
    columns = ("county", "stage", "indicator", "short", "mean", "cv", "limit", "outcome", "sections", "largest")
    return tuple(words(f"batch.column.{name}") for name in (*columns, "standard"))


def coefficient_rows(pairs: Iterable[tuple[CountyLine, Coefficient]], words: Words) -> Iterator[Row]:
    """One row for every coefficient of variation, one after the other: the country has 40,000."""
    for line, one in pairs:
        yield (
            Cell(line.name),
            Cell(one.stage_text),
            Cell(one.indicator),
            Cell(one.short),
            _figure(one.mean),
            Cell(one.cv_text, from_text(one.cv)) if one.cv else Cell(),
            Cell(one.limit_text, from_text(one.limit)) if one.limit else Cell(),
            _said(one.outcome, words),
            _count(one.sections),
            Cell(one.largest),
            Cell(line.standard),
        )


def section_headings(indicators: Sequence[str], words: Words) -> tuple[str, ...]:
    """The headings of the table of sections, with one column for every indicator of any standard."""
    columns = ("county", "school", "code", "stage", "pupils", "outcome", "misses")
    return (*(words(f"batch.column.{name}") for name in columns), *indicators, words("batch.column.standard"))


def section_rows(
    pairs: Iterable[tuple[CountyLine, SectionRow]], indicators: Sequence[str], words: Words
) -> Iterator[Row]:
    """One row for every section, one after the other: the country has 230,000."""
    for line, row in pairs:
        values = dict(row.values)
        yield (
            Cell(line.name),
            Cell(row.school),
            Cell(row.code),
            Cell(row.stage_text),
            _figure(row.pupils),
            _said(row.outcome, words),
            Cell(" ".join(row.misses)),
            *(_figure(values.get(name, "")) for name in indicators),
            Cell(line.standard),
        )


def subject_headings(words: Words) -> tuple[str, ...]:
    """The headings of the table of schools that a requirement on the county names."""
    columns = ("county", "rule", "rule_title", "school", "stage", "value", "required", "outcome", "relaxed", "because")
    return tuple(words(f"batch.column.{name}") for name in (*columns, "cells", "standard"))


def subject_rows(pairs: Iterable[tuple[CountyLine, SubjectRow]], words: Words) -> Iterator[Row]:
    """One row for every school that fails a requirement on the county, lacks its data, or needs a relaxation."""
    for line, row in pairs:
        yield (
            *map(Cell, (line.name, row.rule, row.title, row.school, row.stage_text)),
            _figure(row.value),
            Cell(row.required),
            _said(row.outcome, words),
            Cell(row.relaxed),
            Cell(row.because),
            Cell(words.join(list(row.cells))),
            Cell(line.standard),
        )


def ranking(province: Province, words: Words) -> FlatTable:
    """One row for every indicator of every stage, the one that is missed most often first."""
    columns = ("stage", "indicator", "short", "missed", "judged", "missing_counties", "where", "there", "standard")
    rows = [
        (
            *map(Cell, (one.stage_text, one.indicator, one.short)),
            *map(_count, (one.missed, one.judged, one.counties)),
            Cell(one.where),
            _count(one.there),
            Cell(one.standard),
        )
        for one in province.ranking
    ]
    return _table("ranking", columns, rows, words)


def issues(province: Province, words: Words) -> FlatTable:
    """One row for every kind of error or open warning in the data of every county."""
    rows = [
        (
            Cell(line.name),
            Cell(told.code),
            Cell(words(f"severity.{told.severity}")),
            Cell(words(f"{told.code}.what")),
            _count(told.count),
            Cell(line.standard),
            Cell(line.source),
        )
        for line in province.lines
        for told in line.told
    ]
    columns = ("county", "remark", "severity", "message", "times", "standard", "source")
    return _table("issues", columns, rows, words)


def beginnings(words: Words) -> Iterator[tuple[str, ...]]:
    """Give the headings with which the tables begin."""
    nobody = Province((), (), (), (), ())
    for table in (counties, totals, ranking, issues, unusable):
        yield table(nobody, words).headings
    yield remarks((), words).headings
    yield coefficient_headings(words)
    yield section_headings((), words)[:3]
    yield subject_headings(words)


def unusable(province: Province, words: Words) -> FlatTable:
    """One row for every reason why a file could not be judged."""
    rows = [(Cell(one.source), Cell(reason)) for one in province.unusable for reason in one.reasons]
    return _table("unusable", ("source", "reason"), rows, words)


def remarks(said: Iterable[Remark], words: Words) -> FlatTable:
    """One row for everything that is said of the batch and of no county alone."""
    return _table("remarks", ("remark", "message"), [(Cell(one.code), Cell(one.message)) for one in said], words)


def _table(name: str, columns: Iterable[str], rows: Iterable[Row], words: Words) -> FlatTable:
    return FlatTable(name, title(name, words), tuple(words(f"batch.column.{one}") for one in columns), tuple(rows))


def _said(outcome: str, words: Words) -> Cell:
    return Cell(words(f"outcome.{outcome}"), None, Outcome(outcome))


def _count(number: int) -> Cell:
    return Cell(plain(number), number)


def _figure(written: str) -> Cell:
    """A figure of 15 digits, as text and as a number."""
    return Cell(written, from_text(written)) if written else Cell()
