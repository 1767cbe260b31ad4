"""What `standards test` asks for: every mark of a standard is named until a case lies exactly on it."""

from pathlib import Path

import pytest
from conftest import Run
from judging import TINY

DEFAULT = (
    "  小学: {小学在校生数: 600, 小学班级数: 15, 小学最大班额: 40, 占地面积: 12000, 计算机台数: 60, 图书册数: 12000, "
    "寄宿生数: 100, 地形: 平原}\n"
    "  初级中学: {初中在校生数: 600, 初中班级数: 15, 初中最大班额: 40, 占地面积: 12000, 计算机台数: 60, "
    "图书册数: 12000, 寄宿生数: 100, 地形: 平原}\n"
)
THRESHOLD = "  - {id: R, kind: threshold, title: 项, clause: 条, scope: all, level: school, unit: 个, "
COUNTY = "  - {id: R, title: 项, clause: 条, "
QUORUM = (
    "  - {id: R, kind: quorum, title: 项, clause: 条, scope: all, level: section, at_least: 1, rest_at_least: 85%, "
    "of: [{indicator: BOOKS, limits: [{at_least: 20}]}, {indicator: LAND, limits: [{at_least: 20}]}]}\n"
)
LAND = (
    "  LAND:\n    title: 生均占地\n    short: 占地\n    clause: 条\n    unit: ㎡\n    of: land\n    per: pupils\n"
    "    split: true\n    gap: {unit: ㎡, whole: false}\n"
)
SCORE = (
    "  - id: R\n    kind: score\n    title: 项\n    clause: 条\n    level: school\n    scope: all\n    out_of: 100\n"
    "    total: {at_least: 80}\n    blocks:\n      - title: 块\n        at_least: 85%\n        items:\n"
    "          - points: 100\n            without: full\n            steps: [[80%, 90%]]\n"
    "            rule: {id: S, kind: threshold, title: 项, clause: 条, scope: all, level: school, unit: 册, of: books, "
    "limits: [{at_least: 12000}]}\n"
)
EXPECTED = "expect: {rules: {R: met}}"


def case(*, schools: str = "[{}]", county: str = "{}", expect: str = "expect: {rules: {}}", day: str = "") -> str:
    as_of = f"\n    as_of: {day}" if day else ""
    return f"  - says: 例{as_of}\n    schools: {schools}\n    county: {county}\n    {expect}\n"


# A rule, a case that leaves its mark untried, what is then said, and the case that tries it.
MARKS = {
    "limit": (THRESHOLD + "of: books, limits: [{at_least: 500}]}\n", "", "R ≥500", "[{图书册数: 500}]", "{}", ""),
    "upper end of a range": (
        THRESHOLD + "of: books, limits: [{between: [500, 12000]}]}\n", "", "(500)", "[{图书册数: 500}]", "{}", "",
    ),
    "floor": (QUORUM, LAND, "BOOKS ≥20 × 85%", "[{图书册数: 10200, 占地面积: 12000}, {占地面积: 10200}]", "{}", ""),
    "relaxed limit": (
        THRESHOLD + "of: books, limits: [{at_least: 12000}], relax: [{id: hill, title: 山, clause: 条, "
        "when: {item: terrain, one_of: [mountain]}, factor: 90%}]}\n",
        "", "R ≥10800", "[{地形: 山区, 图书册数: 10800}]", "{}", "",
    ),
    "relaxation": (
        THRESHOLD + "of: books, limits: [{at_least: 12000}], relax: [{id: hill, title: 山, clause: 条, "
        "when: {item: terrain, one_of: [mountain]}, factor: 90%}]}\n",
        "", "hill", "[{地形: 山区, 图书册数: 10800}]", "{}", "",
    ),
    "condition": (
        THRESHOLD + "where: {of: boarders, above: 50}, of: books, limits: [{at_least: 12000}]}\n",
        "", "寄宿生数 >50", "[{寄宿生数: 50}]", "{}", "",
    ),
    "row of a table": (
        THRESHOLD + "of: books, limits: [{at_least: {by: classes, rows: [[12, 12000], [15, 12000]], between: linear, "
        "outside: clamp}}]}\n",
        "", "12→12000", "[{小学在校生数: 480, 小学班级数: 12}]", "{}", "",
    ),
    "block of points": (SCORE, "", "块 ≥85%", "[{图书册数: 9600}, {图书册数: 9599}]", "{}", ""),
    "step of points": (SCORE, "", "S 80%", "[{图书册数: 9600}]", "{}", ""),
    "sample of a survey": (
        COUNTY + "kind: survey, satisfied: satisfied, returned: returned, stated: satisfaction, "
        "limits: [{at_least: 85%}], sample: {of: population, per: 1000, round: up}}\n",
        "", "R", "[{}]", "{满意问卷数: 85, 有效问卷数: 100, 常住人口: 100000}", "",
    ),
    "quota of a survey": (
        COUNTY + "kind: survey, satisfied: satisfied, returned: returned, stated: satisfaction, "
        "limits: [{at_least: 85%}], groups: [{item: parents, at_least: 50%}]}\n",
        "", "parents ≥50%", "[{}]", "{满意问卷数: 85, 有效问卷数: 100, 家长问卷数: 50}", "",
    ),
    "day of a phase": (
        COUNTY + "kind: share, stated: rate, limits: [{at_least: 80%}], due: [{by: 2027-01-01}]}\n",
        "", "R 2027-01-01", "[{}]", "{标准化学校比例: 80%}", "2027-01-01",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_named_until_a_case_lies_on_it(run: Run, tmp_path: Path, mark: str) -> None:
    rule, head, said, schools, county, day = MARKS[mark]
    path = tmp_path / "tiny.yaml"
    path.write_text(f"{TINY}{head}\nrules:\n{rule}", encoding="utf-8")
    beside = tmp_path / "tiny.cases.yaml"
    start = f"as_of: 2026-09-01\ndefaults:\n{DEFAULT}cases:\n"
    beside.write_text(start + case(expect=EXPECTED if "kind: threshold" in rule else "expect: {rules: {}}"), "utf-8")
    before = run("standards", "test", path, "--lang", "zh").out.splitlines()[:-1]
    assert [line for line in before if said in line], before
    beside.write_text(start + case() + case(schools=schools, county=county, day=day), "utf-8")
    after = run("standards", "test", path).out.splitlines()[:-1]
    named = [line for line in before if said in line and "没有案例" not in line]
    assert not set(named) & set(after), after


def test_what_is_taken_over_from_a_parent_is_tried_there(run: Run, tmp_path: Path) -> None:
    """The plans that extend the national measure need no cases for its relaxations and scopes."""
    ran = run("standards", "test", "plan-integration-2021")
    assert ran.code == 0, ran.out
