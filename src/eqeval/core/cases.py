"""Cases of a standard: a sentence, schools, and what must come out; and what no case has tried yet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from eqeval.core.assess import Others, Provenance, assess, case_of
from eqeval.core.census import Census, Issue, Section
from eqeval.core.condition import Subject as Asked
from eqeval.core.exact import plain, significant
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.origin import column_letters
from eqeval.core.report import Report
from eqeval.core.rules.rule import Case as Judged
from eqeval.core.rules.share_of import ShareOf
from eqeval.core.standard import Standard
from eqeval.core.verdict import Outcome, Verdict
from eqeval.core.vocabulary import Vocabulary
from eqeval.core.written import Exact, Model
from eqeval.words import Words

Place = tuple[str | int, ...]


def _cell(value: Any) -> str:
    """Tell which of its forms a value was meant to have, so that only that one is spoken of where it is wrong."""
    return "number" if isinstance(value, int | Decimal | Fraction) else "text"


def _said(value: Any) -> str:
    return "list" if isinstance(value, list) else _cell(value)


Cell = Annotated[Annotated[str | None, Tag("text")] | Annotated[Exact, Tag("number")], Discriminator(_cell)]
Said = Annotated[
    Annotated[str | None, Tag("text")] | Annotated[Exact, Tag("number")] | Annotated[list[Cell], Tag("list")],
    Discriminator(_said),
]


def _kind(value: Any) -> str:
    return "several" if isinstance(value, Mapping | Model) else "outcome"


class Case(Model):
    """One case.

    says: what it shows, in a sentence. schools: rows of the table, by heading, as far as they differ from the default
    of their type; without a 学校名称 they are called 学校1, 学校2 …. classes: rows of the list of classes. county: what
    sheet 县级 says, a value or [value, unit, evidence]; name: how the county is called. expect: outcomes and figures;
    only what is written is compared.
    """

    says: str
    as_of: date | None = None
    name: str = "测试县"
    schools: list[dict[str, Cell]] = [{}]
    classes: list[list[Cell]] = []
    county: dict[str, Said] = {}
    expect: "Expected"


class Figures(Model):
    """An outcome with the figures that it rests on; roots are compared to 15 digits, everything else exactly.

    tier: the name that a rule of kind `tiers` gives.
    """

    outcome: Outcome | None = None
    value: Exact | None = None
    limit: Exact | None = None
    relaxed_by: str | None = None
    tier: str | None = None


Wanted = Annotated[Annotated[Outcome, Tag("outcome")] | Annotated[Figures, Tag("several")], Discriminator(_kind)]
WantedSection = Annotated[
    Annotated[Outcome, Tag("outcome")] | Annotated[dict[str, Wanted], Tag("several")], Discriminator(_kind)
]


class Expected(Model):
    """What must come out.

    outcome: of the county. rules: by id, or by "id school" or "id school stage", an outcome or figures. sections: by
    "school stage", an outcome, or the outcome and those of its indicators. cv: by "stage indicator". issues: all codes.
    """

    outcome: Outcome | None = None
    rules: dict[str, Wanted] = {}
    sections: dict[str, WantedSection] = {}
    cv: dict[str, Wanted] = {}
    composite: dict[str, Wanted] = {}
    issues: list[str] | None = None


class Cases(Model):
    """The cases of one standard. defaults: a complete school of each type, by heading."""

    standard: str | None = None
    as_of: date
    defaults: dict[str, dict[str, Cell]]
    cases: list[Case]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Wrong:
    """What came out otherwise: the place in the file of cases, a sentence of eqeval.words, and its blanks."""

    place: Place
    sentence: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Subject:
    """A standard with all that it needs to judge."""

    standard: Standard
    vocabulary: Vocabulary
    others: Others
    words: Words


@dataclass(frozen=True, slots=True)
class Trial:
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


def differences(expect: Expected, report: Report, verdicts: Iterable[Verdict]) -> Iterator[Wrong]:
    """Say one by one what differs from what a case expects."""
    if expect.outcome not in (None, report.outcome):
        yield _differs(("outcome",), report.outcome, expect.outcome)
    rules = {_named(verdict): _figures(verdict) for verdict in _every(verdicts)}
    yield from _compare(("rules",), expect.rules, rules)
    sections = {f"{line.school} {line.stage}": line for line in report.sections}
    for name, wanted in expect.sections.items():
        section = sections.get(name)
        if section is None:
            yield _nothing(("sections", name), sections)
            continue
        parts: dict[str, dict[str, object]] = {"outcome": {"outcome": section.outcome}}
        for item in section.indicators:
            parts[item.id] = {
                "outcome": item.outcome,
                "value": item.value,
                "limit": item.required,
                "relaxed_by": item.relaxed_by,
            }
        if isinstance(wanted, Mapping):
            yield from _compare(("sections", name), wanted, parts)
        elif wanted != section.outcome:
            yield _differs(("sections", name), section.outcome, wanted)
    spreads = {
        f"{line.stage} {line.indicator}": {"outcome": line.outcome, "value": line.cv, "limit": line.limit}
        for line in report.dispersion
    }
    yield from _compare(("cv",), expect.cv, spreads)
    means = {line.stage: {"outcome": line.outcome, "value": line.cv, "limit": line.limit} for line in report.composite}
    yield from _compare(("composite",), expect.composite, means)
    codes = sorted(issue.code for issue in report.issues)
    if expect.issues is not None and sorted(expect.issues) != codes:
        yield _differs(("issues",), " ".join(codes), " ".join(sorted(expect.issues)))


def _every(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """List verdicts with those that they follow from; the outer ones last, so that they keep their name."""
    for verdict in verdicts:
        yield from _every(verdict.parts)
        yield verdict


def _named(verdict: Verdict) -> str:
    subject = verdict.subject
    if subject is None:
        return verdict.rule
    if isinstance(subject, Section):
        return f"{verdict.rule} {subject.school.name} {subject.stage}"
    return f"{verdict.rule} {subject.name}"


def _figures(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": verdict.outcome,
        "value": verdict.value,
        "limit": verdict.bound.limit if verdict.bound else None,
        "relaxed_by": verdict.relaxed_by,
        "tier": verdict.because,
    }


def _compare(
    where: Place, wanted: Mapping[str, Outcome | Figures], found: Mapping[str, Mapping[str, object]]
) -> Iterator[Wrong]:
    for name, want in wanted.items():
        place = (*where, name)
        if name not in found:
            yield _nothing(place, found)
        elif isinstance(want, Outcome):
            if want != found[name].get("outcome"):
                yield _differs(place, found[name].get("outcome"), want)
        else:
            for key in want.model_fields_set:
                value = getattr(want, key)
                if not _same(value, found[name].get(key)):
                    yield _differs((*place, key), found[name].get(key), value)


def _differs(place: Place, found: object, wanted: object) -> Wrong:
    values = {"found": _write(found), "wanted": _write(wanted)}
    return Wrong(place, "test.differs", {"what": " ".join(str(part) for part in place), **values})


def _nothing(place: Place, names: Iterable[str]) -> Wrong:
    """Say that nothing was judged under a name."""
    near = get_close_matches(str(place[-1]), list(names), n=3)
    return Wrong(place, "test.nothing", {"what": " ".join(str(part) for part in place), "near": near})


def _same(wanted: object, found: object) -> bool:
    if isinstance(wanted, int | Fraction) and isinstance(found, int | Fraction):
        return wanted == found or significant(wanted) == significant(found)
    return wanted == found


def _write(value: object) -> str:
    return plain(value) if isinstance(value, int | Fraction) else "~" if value is None else str(value) or "~"
