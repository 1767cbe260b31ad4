"""Cases of a standard: a sentence, schools, and what must come out; and what no case has tried yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from eqeval.core.assess import Others, Provenance, assess, case_of
from eqeval.core.census import Census, Section
from eqeval.core.condition import Subject as Asked
from eqeval.core.exact import plain, significant
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake import take
from eqeval.core.report import Report
from eqeval.core.rules.rule import Case as Judged
from eqeval.core.rules.share_of import ShareOf
from eqeval.core.standard import Standard, Vocabulary
from eqeval.core.verdict import Verdict
from eqeval.core.written import Exact, Model
from eqeval.words import Words

Cell = str | Exact | None


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
    county: dict[str, Cell | list[Cell]] = {}
    expect: "Expected"


class Expected(Model):
    """What must come out.

    outcome: of the county. rules: by id, or by "id school" or "id school stage", an outcome or figures. sections: by
    "school stage", an outcome, or the outcome and those of its indicators. cv: by "stage indicator". issues: all codes.
    """

    outcome: str | None = None
    rules: dict[str, "str | Figures"] = {}
    sections: dict[str, "str | dict[str, str | Figures]"] = {}
    cv: dict[str, "str | Figures"] = {}
    composite: dict[str, "str | Figures"] = {}
    issues: list[str] | None = None


class Figures(Model):
    """An outcome with the figures that it rests on; roots are compared to 15 digits, everything else exactly.

    tier: the name that a rule of kind `tiers` gives.
    """

    outcome: str | None = None
    value: Exact | None = None
    limit: Exact | None = None
    relaxed_by: str | None = None
    tier: str | None = None


class Cases(Model):
    """The cases of one standard. defaults: a complete school of each type, by heading."""

    standard: str | None = None
    as_of: date
    defaults: dict[str, dict[str, Cell]]
    cases: list[Case]


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
    kind_column = _heading(subject.vocabulary, subject.vocabulary.roles["type"])
    name_column = _heading(subject.vocabulary, subject.vocabulary.roles["name"])
    rows = []
    for number, stated in enumerate(case.schools, 1):
        kind = stated.get(kind_column) or next(iter(cases.defaults))
        default = cases.defaults.get(str(kind), {})
        rows.append({name_column: f"学校{number}", kind_column: kind, **default, **stated})
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
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


def run(case: Case, cases: Cases, subject: Subject) -> tuple[list[str], "Trial"]:
    """Judge a case; list what came out otherwise than expected, and give what was judged with all verdicts."""
    found = census(case, cases, subject)
    day = case.as_of or cases.as_of
    standard, vocabulary, words = subject.standard, subject.vocabulary, subject.words
    report = assess(standard, vocabulary, found, day, words, Provenance("", "", ()), subject.others)
    judged = case_of(standard, vocabulary, found, day, words, subject.others)
    verdicts = [rule.verdict(judged) for rule in standard.rules]
    return list(differences(case.expect, report, verdicts)), Trial(judged, tuple(verdicts))


def differences(expect: Expected, report: Report, verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Say in one line each what differs from what a case expects."""
    if expect.outcome not in (None, report.outcome.value):
        yield f"outcome: {report.outcome.value}, expected {expect.outcome}"
    rules = {_named(verdict): _figures(verdict) for verdict in _every(verdicts)}
    yield from _compare("rules", expect.rules, rules)
    for name, wanted in expect.sections.items():
        section = next((line for line in report.sections if f"{line.school} {line.stage}" == name), None)
        if section is None:
            yield f"sections: there is no {name}"
            continue
        parts: dict[str, dict[str, object]] = {"outcome": {"outcome": section.outcome.value}}
        for item in section.indicators:
            parts[item.id] = {
                "outcome": item.outcome.value,
                "value": item.value,
                "limit": item.required,
                "relaxed_by": item.relaxed_by,
            }
        wants = {"outcome": wanted} if isinstance(wanted, str) else wanted
        yield from _compare(name, wants, parts)
    spreads = {
        f"{line.stage} {line.indicator}": {"outcome": line.outcome.value, "value": line.cv, "limit": line.limit}
        for line in report.dispersion
    }
    yield from _compare("cv", expect.cv, spreads)
    means = {
        line.stage: {"outcome": line.outcome and line.outcome.value, "value": line.cv, "limit": line.limit}
        for line in report.composite
    }
    yield from _compare("composite", expect.composite, means)
    codes = sorted(issue.code for issue in report.issues)
    if expect.issues is not None and sorted(expect.issues) != codes:
        yield f"issues: {codes}, expected {sorted(expect.issues)}"


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
        "outcome": verdict.outcome.value,
        "value": verdict.value,
        "limit": verdict.bound.limit if verdict.bound else None,
        "relaxed_by": verdict.relaxed_by,
        "tier": verdict.because,
    }


def _compare(
    where: str, wanted: Mapping[str, "str | Figures"], found: Mapping[str, Mapping[str, object]]
) -> Iterator[str]:
    for name, want in wanted.items():
        if name not in found:
            yield f"{where}: there is no {name} among {', '.join(found)}"
            continue
        figures = (
            {"outcome": want} if isinstance(want, str) else {key: getattr(want, key) for key in want.model_fields_set}
        )
        for key, value in figures.items():
            if not _same(value, found[name].get(key)):
                yield f"{where} {name} {key}: {_write(found[name].get(key))}, expected {_write(value)}"


def _same(wanted: object, found: object) -> bool:
    if isinstance(wanted, int | Fraction) and isinstance(found, int | Fraction):
        return wanted == found or significant(wanted) == significant(found)
    return wanted == found


def _write(value: object) -> str:
    return plain(value) if isinstance(value, int | Fraction) else str(value)
