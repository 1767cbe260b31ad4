"""The cases of tests/cases: a sentence, schools, and what must come out. No Python is needed to add one.

A file is a list of cases:

    - says: 21 teachers for 500 pupils are exactly 4.2, which is met
      schools:
        - {小学在校生数: 500, 小学高于规定学历教师数: 21}
      expect:
        sections:
          学校1 primary: {outcome: met, A1: {value: 4.2, outcome: met}}

schools: what differs from a 小学 of 600 pupils in a 镇区 that meets everything, by the headings of the plain table;
another 办学类型 has its own default. ~ is an empty cell. Without a 学校名称 they are called 学校1, 学校2 …
classes: rows of sheet 班级, as [学校名称, 年级, 班级, 学生数].
county: what differs from a sheet 县级 that meets everything: a value, or [值, 单位, 佐证]; ~ leaves the row out;
`county: none` leaves the sheet out.
without: headings whose columns the table does not have. standard: another standard than cn-quality-2017.

expect, of which only what is written is compared:
  outcome: of the county. exit, strict_exit: exit codes. awaiting: all requirements that wait for evidence.
  judged: the complete list of sections, as "学校1 primary".
  sections: by "学校1 primary", `outcome`, `pupils`, and indicators by id: an outcome, or any of outcome, value,
    required, floor, relaxed_by, shortfall, shown (the figure as printed), lacking (the shortfall as printed), hangs.
  cv: by "primary A1", an outcome, or any of outcome, cv, mean, limit, sections, largest, shown, hangs.
  composite: by stage, the mean of the seven coefficients.
  requirements: by id, an outcome; by "B4 学校1" or "B5 学校1 primary", an outcome, or any of outcome, value, limit,
    relaxed_by, relaxed_title.
  issues: the complete list of codes, in any order; `E210 学校!K2` also names the cell.

A name that stands twice is followed by (2) where it stands for the second time.
Figures are compared exactly; write 65/12 where decimals do not end. Coefficients, which are roots, and shares are
compared to 15 significant digits.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import county as build
import pytest

from eqeval.core.figures.exact import Number, significant
from eqeval.core.grid import Raw
from eqeval.core.reports.report import DispersionLine, IndicatorLine, Report, SectionLine, SubjectLine
from eqeval.core.verdict import Outcome
from eqeval.io.written.yaml import YamlError, read

FOLDER = Path(__file__).parents[1] / "cases"
PARTS = {"says", "schools", "classes", "county", "without", "standard", "expect"}
EXPECTED = {
    "outcome", "exit", "strict_exit", "awaiting", "judged", "sections", "cv", "composite", "requirements", "issues",
}  # fmt: skip

Case = Mapping[str, Any]
Found = dict[str, object]


@cache
def cases() -> tuple[tuple[str, Case], ...]:
    """Read every case of every file, named by file and sentence."""
    return tuple(
        (f"{file.stem}: {case['says']}", case) for file in sorted(FOLDER.glob("*.yaml")) for case in _read(file)
    )


def _read(file: Path) -> list[Case]:
    try:
        found: list[Case] = read(file).data
    except YamlError as error:
        problem = error.problem
        raise ValueError(f"{file}:{problem.line}:{problem.column}: {problem.key} {problem.values}") from None
    return found


def judge(case: Case) -> Report:
    """Judge the county of a case, unrounded and without any file."""
    schools = [_school(number, stated) for number, stated in enumerate(case["schools"], 1)]
    classes = case.get("classes")
    county = case.get("county") or {}
    sheets = build.grids(
        schools,
        None if classes is None else [[_raw(cell) for cell in row] for row in classes],
        None if county == "none" else build.statements({item: _said(answer) for item, answer in county.items()}),
        case.get("without") or (),
    )
    (report,) = build.reports(sheets, name=case.get("standard", build.STANDARD)).values()
    return report


def _school(number: int, stated: Mapping[str, Any] | None) -> build.Row:
    cells = {heading: _raw(value) for heading, value in (stated or {}).items()}
    kind = cells.get("办学类型", "小学")
    # A type that nobody knows is put into the row of an ordinary school.
    known = kind if isinstance(kind, str) and kind in build.STAGES else "小学"
    return build.school(known, {"学校名称": f"学校{number}", **cells})


def _said(answer: Any) -> Any:
    return [_raw(part) for part in answer] if isinstance(answer, list) else _raw(answer)


def _raw(value: Any) -> Raw:
    """Turn a number as written into one as a spreadsheet stores it."""
    if isinstance(value, Decimal):
        return float(value)
    assert value is None or isinstance(value, str | int), value
    return value


def test_every_case_is_written_in_known_words() -> None:
    names = [name for name, _ in cases()]
    assert len(names) == len(set(names)), "two cases of one file say the same"
    for name, case in cases():
        assert set(case) <= PARTS, name
        assert {"says", "schools", "expect"} <= set(case), name
        assert case["expect"], name
        assert set(case["expect"]) <= EXPECTED, name


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases()])
def test_case(case: Case) -> None:
    report = judge(case)
    expected = case["expect"]
    found = {part: list(_differences(part, expected[part], report)) for part in expected}
    assert not [line for lines in found.values() for line in lines]
    # A heading or an item that nobody knows would leave the case saying nothing.
    unknown = [issue.value for issue in report.issues if issue.code in ("N604", "W506")]
    assert not unknown or "issues" in expected


def _differences(part: str, expected: Any, report: Report) -> Iterator[str]:
    """Say in one line each what came out otherwise than expected."""
    if part in ("sections", "cv", "requirements"):
        index = {"sections": _sections, "cv": _coefficients, "requirements": _requirements}[part](report)
        for name, wanted in expected.items():
            if name not in index:
                yield f"{part}: there is no {name!r} among {sorted(index)}"
            else:
                yield from _compare(name, wanted, index[name])
    elif part == "composite":
        for line in report.composite:
            if line.stage in expected:
                yield from _compare(line.stage, {"cv": expected[line.stage]}, {"cv": line.cv})
    elif part == "issues":
        yield from _issues(expected, report)
    else:
        found: Found = {
            "outcome": report.outcome,
            "exit": report.exit_code(strict=False),
            "strict_exit": report.exit_code(strict=True),
            "awaiting": [line.id for line in report.awaiting],
            "judged": [f"{line.school} {line.stage}" for line in report.sections],
        }
        if found[part] != expected:
            yield f"{part}: {found[part]!s}, expected {expected}"


def _issues(expected: list[str], report: Report) -> Iterator[str]:
    left = [(issue.code, f"{issue.code} {issue.cell}") for issue in report.issues]
    for wanted in expected:
        match = next((one for one in left if wanted in one), None)
        if match is None:
            yield f"issues: no {wanted} among {[place for _, place in left]}"
        else:
            left.remove(match)
    if left:
        yield f"issues: not expected {[place for _, place in left]}"


def _sections(report: Report) -> dict[str, Found]:
    return _named((f"{line.school} {line.stage}", _section(line)) for line in report.sections)


def _named(pairs: Iterable[tuple[str, Found]]) -> dict[str, Found]:
    """Index by name; what has a name that was there before is numbered."""
    index: dict[str, Found] = {}
    for name, found in pairs:
        again = 1 + sum(each == name or each.startswith(f"{name} (") for each in index)
        index[name if again == 1 else f"{name} ({again})"] = found
    return index


def _section(line: SectionLine) -> Found:
    return {"outcome": line.outcome, "pupils": line.pupils, **{one.id: _indicator(one) for one in line.indicators}}


def _indicator(one: IndicatorLine) -> Found:
    lacking = one.shortfall
    return {
        "outcome": one.outcome,
        "value": one.value,
        "required": one.required,
        "floor": one.floor,
        "relaxed_by": one.relaxed_by,
        "shortfall": None if lacking is None else lacking.amount,
        "lacking": None if lacking is None else lacking.text,
        "shown": one.value_text,
        "hangs": one.hangs,
    }


def _coefficients(report: Report) -> dict[str, Found]:
    return {f"{line.stage} {line.indicator}": _coefficient(line) for line in report.dispersion}


def _coefficient(line: DispersionLine) -> Found:
    return {
        "outcome": line.outcome,
        "cv": line.cv,
        "mean": line.mean,
        "limit": line.limit,
        "sections": line.sections,
        "largest": line.largest,
        "relaxed_by": line.relaxed_by,
        "shown": line.cv_text,
        "hangs": line.hangs,
    }


def _requirements(report: Report) -> dict[str, Found]:
    pairs: list[tuple[str, Found]] = []
    for line in report.requirements:
        pairs.append((line.id, {"outcome": line.outcome}))
        for subject in line.subjects:
            name = " ".join(part for part in (subject.rule, subject.school, subject.stage) if part)
            pairs.append((name, _subject(subject)))
    return _named(pairs)


def _subject(subject: SubjectLine) -> Found:
    return {
        "outcome": subject.outcome,
        "value": subject.value,
        "limit": subject.limit,
        "relaxed_by": subject.relaxed_by,
        "relaxed_title": subject.relaxed_title,
    }


def _compare(name: str, expected: Any, found: Any) -> Iterator[str]:
    if isinstance(expected, str) and isinstance(found, dict):
        expected = {"outcome": expected}
    assert isinstance(expected, dict), f"{name}: write an outcome, or a mapping"
    for key, wanted in expected.items():
        assert key in found, f"{name}: {key} is not among {sorted(found)}"
        actual = found[key]
        if isinstance(actual, dict):
            yield from _compare(f"{name} {key}", wanted, actual)
        elif not _same(key, wanted, actual):
            yield f"{name}: {key} is {_said_of(actual)}, expected {wanted}"


def _same(key: str, wanted: Any, actual: object) -> bool:
    if isinstance(actual, Outcome):
        return actual == Outcome(wanted)
    if wanted is None or isinstance(actual, bool) or not isinstance(actual, int | Fraction):
        return bool(actual == wanted)
    number = _exact(wanted)
    return significant(actual) == significant(number) if key == "cv" else actual == number


def _exact(written: Any) -> Number:
    """Read a figure as it is written: 4.2, 65/12, 1467.123/333."""
    over, _, under = str(written).partition("/")
    return Fraction(over) / Fraction(under or 1)


def _said_of(actual: object) -> str:
    if isinstance(actual, Fraction) and actual.denominator < 10**9:
        return str(actual)
    return str(significant(actual)) if isinstance(actual, Fraction) else str(actual)


def _contradictions(report: Report) -> Iterator[str]:
    for section in report.sections:
        for one in section.indicators:
            if one.value is not None and one.required is not None and one.floor is not None:
                shown = Fraction(one.value_text)
                sides: tuple[tuple[str, Number], ...] = (("required", one.required), ("floor", one.floor))
                for name, mark in sides:
                    if (shown >= mark) != (one.value >= mark):
                        yield (
                            f"{section.school} {section.stage} {one.id}: {one.outcome}, "
                            f"shown {one.value_text}, {name} {mark}"
                        )
    for line in report.dispersion:
        if line.cv is None or line.limit is None:
            continue
        if (Fraction(line.cv_text) <= line.limit) != (line.outcome == Outcome.MET):
            yield f"{line.stage} {line.indicator}: {line.outcome}, shown {line.cv_text}"


def test_no_figure_of_any_case_is_shown_so_short_that_it_contradicts_its_verdict() -> None:
    found = [f"{name}: {line}" for name, case in cases() for line in _contradictions(judge(case))]
    assert not found


def test_a_case_that_expects_the_wrong_figure_fails() -> None:
    report = build.report([build.primary()])
    line = "甲小学 primary: value is 6, expected 6.01"
    assert list(_differences("sections", {"甲小学 primary": {"A1": {"value": "6.01"}}}, report)) == [
        line.replace("primary", "primary A1")
    ]
    assert list(_differences("sections", {"乙小学 primary": "met"}, report))
    assert list(_differences("sections", {"甲小学 primary": {"outcome": "not_met"}}, report))
    assert list(_differences("cv", {"primary A1": {"cv": "0.1"}}, report))
    assert list(_differences("issues", ["E210"], report))
    assert list(_differences("outcome", "not_met", report))
    assert not list(_differences("sections", {"甲小学 primary": {"outcome": "met", "A1": {"value": 6}}}, report))
