"""Judges the cases of a standard: makes a county of each, and compares what comes out with what it expects."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from eqeval.core.assess import Others, Provenance, assess, case_of
from eqeval.core.census import Census, Issue
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.origin import column_letters
from eqeval.core.parts.condition import Subject as Asked
from eqeval.core.rules.case import Case as Judged
from eqeval.core.rules.share_of import ShareOf
from eqeval.core.standards.standard import Standard
from eqeval.core.trials.cases import Case, Cases, Cell
from eqeval.core.trials.differences import Place, Wrong, differences
from eqeval.core.verdict import Verdict
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words


class Subject(Struct, frozen=True):
    """A standard with all that it needs to judge."""

    standard: Standard
    vocabulary: Vocabulary
    others: Others
    words: Words


class Trial(Struct, frozen=True):
    """One case as it was judged: the county with its day, and every verdict."""

    case: Judged
    verdicts: tuple[Verdict, ...]

    @property
    def subjects(self) -> Iterator[Asked]:
        """Everything that a condition may be asked of: schools, sections, classes."""
        yield from self.case.census.schools
        yield from self.case.census.sections
        for rule in self.case.rules:
            if isinstance(rule, ShareOf) and rule.units == "classes":
                yield from rule.members(self.case)


def census(case: Case, cases: Cases, subject: Subject) -> Census:
    """Build the county of a case, by the same intake that reads files."""
    rows = _rows(case, cases, subject.vocabulary)
    headings = _headings(rows)
    sheets = subject.vocabulary.sheets
    grids = [_grid(sheets.schools[0], headings, [[row.get(heading) for heading in headings] for row in rows])]
    if case.classes:
        columns = [words[0] for words in sheets.class_columns.values()]
        grids.append(_grid(sheets.classes[0], columns, case.classes))
    if case.county:
        columns = [words[0] for words in sheets.county_columns.values()]
        said = [[item, *(value if isinstance(value, list) else [value])] for item, value in case.county.items()]
        grids.append(_grid(sheets.county[0], columns, said))
    others = [other for other, _ in subject.others]
    taken = take(grids, subject.standard, subject.vocabulary, case.name, subject.words, others)
    return next(iter(taken.values()))


def _rows(case: Case, cases: Cases, vocabulary: Vocabulary) -> list[dict[str, Cell]]:
    kind_column = _heading(vocabulary, vocabulary.roles["type"])
    name_column = _heading(vocabulary, vocabulary.roles["name"])
    rows = []
    for number, stated in enumerate(case.schools, 1):
        kind = stated.get(kind_column) or next(iter(cases.defaults))
        default = cases.defaults.get(str(kind), {})
        rows.append({name_column: f"学校{number}", kind_column: kind, **default, **stated})
    return rows


def _headings(rows: Iterable[Mapping[str, Cell]]) -> list[str]:
    return list(dict.fromkeys(heading for row in rows for heading in row))


def _heading(vocabulary: Vocabulary, item: str) -> str:
    headings = vocabulary.items[item].headings
    assert isinstance(headings, list)  # name and type have one column
    return headings[0]


def _grid(sheet: str, headings: list[str], rows: Iterable[Iterable[Cell]]) -> Grid:
    body: list[list[Raw]] = [[_raw(cell) for cell in row] for row in rows]
    return Grid("case", sheet, [list(headings), *body])


def _raw(cell: Cell) -> Raw:
    if isinstance(cell, Fraction):
        return float(Decimal(cell.numerator) / cell.denominator)
    return cell


# A heading, a type of school or an item of the county that nothing knows: a case is hardly ever meant to have one.
_MISSPELT = ("E204", "N604", "W506")


def run(number: int, cases: Cases, subject: Subject) -> tuple[list[Wrong], "Trial"]:
    """Judge a case; list what came out otherwise than expected, and give what was judged with all verdicts."""
    case = cases.cases[number]
    found = census(case, cases, subject)
    day = case.as_of or cases.as_of
    standard, vocabulary, words = subject.standard, subject.vocabulary, subject.words
    report = assess(standard, vocabulary, found, day, words, Provenance("", "", ()), subject.others)
    judged = case_of(standard, vocabulary, found, day, words, subject.others)
    verdicts = [rule.verdict(judged) for rule in standard.rules]
    wrong = [
        Wrong(("cases", number, "expect", *one.place), one.sentence, one.values)
        for one in differences(case.expect, report, verdicts)
    ]
    if case.expect.issues is None:
        # Where a verdict is another one, what is wrong with the data is often the reason.
        told = [one for one in found.issues if one.code in _MISSPELT or (wrong and one.severity == "error")]
        wrong += [
            Wrong(_stated(issue, number, cases, subject), "test.issue", {"code": issue.code, "message": issue.message})
            for issue in told
        ]
    return wrong, Trial(judged, tuple(verdicts))


_CELL = re.compile(r"([A-Z]+)([0-9]+)$")


def _stated(issue: Issue, number: int, cases: Cases, subject: Subject) -> Place:
    """Find where a case says what an issue is about: in a school, in a default, or for the county."""
    case, here = cases.cases[number], ("cases", number)
    match = _CELL.search(issue.cell or "")
    if match is None:
        return here
    row = int(match[2]) - 2
    if issue.sheet == subject.vocabulary.sheets.county[0] and row in range(len(case.county)):
        return (*here, "county", list(case.county)[row])
    rows = _rows(case, cases, subject.vocabulary)
    if issue.sheet != subject.vocabulary.sheets.schools[0] or row >= len(rows):
        return here
    heading = next((name for at, name in enumerate(_headings(rows)) if column_letters(at) == match[1]), "")
    for index, school in enumerate(case.schools):
        if heading in school and row in (-1, index):
            return (*here, "schools", index, heading)
    default = next((kind for kind, columns in cases.defaults.items() if heading in columns), None)
    return here if default is None else ("defaults", default, heading)
