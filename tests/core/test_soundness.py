# ruff: noqa: E501
"""What looks right and would judge nobody, or something else than it says, is refused with its line."""

from pathlib import Path

import pytest
from conftest import Run
from county import primary
from judging import CASES, TINY, county_rule, threshold

from eqeval.core.errors import StandardError
from eqeval.core.grid import Raw

RELAX = "of: land, limits: [{at_least: 1000}], relax: [{id: hill, title: 山, clause: 条, when: {item: terrain, one_of: [mountain]}, "
MEMBER = "{indicator: BOOKS, limits: [{at_least: 20}]}"
SURVEY = "satisfied: satisfied, returned: returned, stated: satisfaction, limits: [{at_least: 85%}]"
SCORE = "level: school, scope: all, out_of: 100, total: {at_least: 80}, blocks: [{title: 块, items: ["
ITEM = "{id: S, kind: threshold, title: 项, clause: 条, scope: all, level: school, unit: 个, of: books, limits: [{at_least: 10}]}"


def quorum(parts: str) -> str:
    rest = f"scope: all, level: section, at_least: 1, of: [{parts}]"
    return county_rule("quorum", rest)


def dispersion(limits: str) -> str:
    return county_rule("dispersion", f"scope: all, of: [BOOKS], on: each, weight: pupils, limits: [{limits}]")


REFUSED = {
    "stage of a whole school": (threshold("of: land, limits: [{stage: primary, at_least: 1}, {stage: junior, at_least: 1}]"), "学段"),
    "stage in a condition": (threshold("where: {stage: primary}, of: land, limits: [{at_least: 1}]"), "学段"),
    "stage that all schools hold": (county_rule("holds", "scope: all, that: {stage: primary}"), "学段"),
    "coefficient from below": (dispersion("{at_least: 0.5}"), "差异系数"),
    "relaxation the other way": (threshold(RELAX + "limits: [{at_most: 900}]}]"), "方向"),
    "relaxation that tightens": (threshold(RELAX + "limits: [{at_least: 1100}]}]"), "没有放宽"),
    "factor that tightens": (threshold(RELAX + "factor: 110%}]"), "没有放宽"),
    "factor of 90": (threshold(RELAX + "factor: 90}]"), "没有放宽"),
    "relaxation without anything": (threshold(RELAX.removesuffix(", ") + "}]"), "limits 或 factor"),
    "relaxation by two things": (threshold(RELAX + "factor: 90%, limits: [{at_least: 900}]}]"), "一个"),
    "grade without a scale": (county_rule("attestation", "at_least: 优"), "scale"),
    "scale without a grade": (county_rule("attestation", "scale: [差, 优]"), "scale"),
    "grade twice": (county_rule("attestation", "scale: [差, 差], at_least: 差"), "重复"),
    "county figure of schools": (
        "  - {id: R, kind: threshold, title: 项, clause: 条, level: county, unit: 个, of: land, limits: [{at_least: 1}]}\n",
        "学校表",
    ),
    "school figure of the county": (threshold("of: population, limits: [{at_least: 1}]"), "县级表"),
    "sum of a choice": (threshold("of: terrain, limits: [{at_least: 1}]"), "不是数字"),
    "condition on a choice": (threshold("where: {of: terrain, above: 1}, of: land, limits: [{at_least: 1}]"), "不是数字"),
    "classes outside of classes": (threshold("of: class_pupils, limits: [{at_most: 45}]"), "班级"),
    "rate above hundred": (county_rule("threshold", "level: county, unit: '', of: rate, limits: [{at_least: 80}]"), "100%"),
    "quota above hundred": (county_rule("survey", SURVEY + ", groups: [{item: parents, at_least: 50}]"), "100%"),
    "trend above hundred": (county_rule("trend", "of: myopia, base: 2019, per_year: {at_most: -2}"), "100%"),
    "trend without years": (county_rule("trend", "of: rate, change: rises, years: 3"), "yearly"),
    "no years": (county_rule("trend", "of: myopia, change: falls, years: 0"), "年份"),
    "years backwards": (county_rule("trend", "of: myopia, base: 2022, last: 2019, per_year: {at_most: -0.5%}"), "年份"),
    "stated figure that is no rate": (county_rule("share", "stated: points, limits: [{at_least: 85%}]"), "比例"),
    "limit below zero": (threshold("of: land, limits: [{at_least: -600}]"), "小于 0"),
    "figure with itself": (county_rule("compare", "of: points, operator: at_least, to: points, unit: 分"), "自己"),
    "empty sample": (county_rule("survey", SURVEY + ", sample: 0"), "样本"),
    "moment instead of a day": (county_rule("share", "stated: rate, due: [{by: 2022-12-31 00:00:00}], limits: [{at_least: 80%}]"), "日期"),
    "negative sum": (threshold("of: {land: -1}, limits: [{at_least: 1}]"), "负数"),
    "addition that takes away": (
        county_rule("count", "scope: all, have: books, one_for_every: 12, of: classes, round: up, unit: 间, relax: [{id: x, title: 项, clause: 条, when: {of: pupils, above: 1}, add: {land: 1, computers: -1}}]"),
        "没有放宽",
    ),
    "tiers alike": (
        county_rule("tiers", f"scope: all, level: school, tiers: [{{name: 甲, at_least: 1}}, {{name: 丙, at_least: 1}}, {{name: 乙, at_least: 0}}], needed: 甲, of: [{ITEM}]"), "从高到低",
    ),
    "rule called like an indicator": (threshold("of: land, limits: [{at_least: 1}]", "BOOKS"), "BOOKS"),
    "empty clause": (threshold("of: land, limits: [{at_least: 1}]").replace("clause: 条", "clause: ''"), "clause"),
    "indicator twice": (quorum(f"{MEMBER}, {MEMBER}"), "BOOKS"),
    "nothing to choose from": (threshold("where: {item: terrain, one_of: []}, of: land, limits: [{at_least: 1}]"), "one_of"),
    "no types": (threshold("of: land, limits: [{type: [], at_least: 1}, {at_least: 1}]"), "type"),
    "no counties": (threshold("of: land, limits: [{counties: [], at_least: 1}, {at_least: 1}]"), "counties"),
    "no parts": (county_rule("all", "parts: []"), "parts"),
    "decimals below zero": (threshold("of: land, compare_at: {decimals: -2, mode: down}, limits: [{at_least: 1}]"), "decimals"),
    "decimals without end": (threshold("of: land, compare_at: {decimals: 99, mode: down}, limits: [{at_least: 1}]"), "decimals"),
    "factor zero": (threshold("of: {land: 0}, limits: [{at_least: 1}]"), "系数"),
    "sizes below zero": (
        threshold("of: land, limits: [{at_least: {by: classes, rows: [[-1, 1], [2, 3]], between: lower, outside: clamp}}]"), "规模",
    ),
    "steps that rise": (county_rule("score", SCORE + f"{{points: 100, without: full, steps: [[60%, 50%], [80%, 80%]], rule: {ITEM}}}]}}]"), "steps"),
    "steps above hundred": (county_rule("score", SCORE + f"{{points: 100, without: full, steps: [[80, 80]], rule: {ITEM}}}]}}]"), "steps"),
    "block above hundred": (
        county_rule("score", SCORE.replace("title: 块", "title: 块, at_least: 85") + f"{{points: 100, without: full, rule: {ITEM}}}]}}]"), "得分率",
    ),
    "total as a share": (
        county_rule("score", SCORE.replace("at_least: 80", "at_least: 80%") + f"{{points: 100, without: full, rule: {ITEM}}}]}}]"), "total",
    ),
    "total from above": (
        county_rule("score", SCORE.replace("at_least: 80", "at_most: 80") + f"{{points: 100, without: full, rule: {ITEM}}}]}}]"), "total",
    ),
    "tier beyond the items": (
        county_rule("tiers", f"scope: all, level: school, tiers: [{{name: 甲, at_least: 2}}, {{name: 乙, at_least: 0}}], needed: 甲, of: [{ITEM}]"), "档次",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_judges_nobody_is_refused_where_it_stands(judge: CASES, what: str) -> None:
    rules, said = REFUSED[what]
    with pytest.raises(StandardError) as refused:
        judge(rules)
    problems = refused.value.problems
    assert any(said in problem.text for problem in problems), [problem.text for problem in problems]
    first = TINY.count("\n") + 3
    assert all(problem.line >= first for problem in problems), "the line of the rule, not of the file"


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("  twin: {title: 另一, headings: [占地面积]}\n", "占地面积"),
        ("  twin: {title: 另一, headings: [学校名称]}\n", "学校名称"),
        ("  twin: {title: 另一, headings: []}\n", "表头"),
        ("  twin: {title: 另一, headings: [另一], kind: choice, choices: {a: [甲, 丙], b: [乙, 丙]}}\n", "两个选项"),
    ],
)
def test_items_that_cannot_be_told_apart_are_refused(judge: CASES, items: str, said: str) -> None:
    head = TINY.replace("scopes:\n", f"{items}scopes:\n", 1)
    with pytest.raises(StandardError) as refused:
        judge(threshold("of: land, limits: [{at_least: 1}]"), head=head)
    (problem,) = refused.value.problems
    assert said in problem.text
    assert problem.line == head[: head.index("  twin")].count("\n") + 1


def test_a_coefficient_without_a_stage_is_limited_in_every_stage(judge: CASES) -> None:
    rows = [primary(学校名称="甲", 图书册数=0), primary(学校名称="乙", 图书册数=12000)]
    found = judge(dispersion("{at_most: 0.5}"), rows)
    assert (found["R"], [line.stage for line in found.report.dispersion]) == ("not_met", ["primary"])
    assert judge(dispersion("{at_most: 1}"), rows)["R"] == "met", "two schools, one with nothing: exactly 1"


# parameters of the county


@pytest.mark.parametrize(("said", "outcome"), [(None, "met"), (56, "met"), (55, "not_met")])
def test_a_relaxation_may_ask_for_a_figure_of_the_county(judge: CASES, said: int | None, outcome: str) -> None:
    rule = threshold(
        "of: largest_class, limits: [{at_most: 40}], relax: [{id: big, title: 大, clause: 条, "
        "when: {of: big_class, above: 55}, limits: [{at_most: 50}]}]"
    )
    county: dict[str, Raw] = {} if said is None else {"大班额起点": said}
    assert judge(rule, [primary(小学最大班额=50)], said=county)["R"] == outcome


def test_classes_may_be_counted_by_a_figure_of_the_county(judge: CASES) -> None:
    rule = county_rule(
        "share_of",
        "scope: all, units: classes, that: {of: class_pupils, at_least: {of: big_class}}, limits: [{at_most: 50%}]",
    )
    classes = [["测试小学", "一年级", "1班", 56], ["测试小学", "一年级", "2班", 55]]
    rows = [primary(学校名称="测试小学", 小学班级数=2, 小学在校生数=111, 小学最大班额=56)]
    assert judge(rule, rows, classes=classes)["R"] == "met"
    assert judge(rule, rows, said={"大班额起点": 55}, classes=classes)["R"] == "not_met"


@pytest.mark.parametrize(("said", "outcome"), [("山区", "met"), ("平原", "not_met"), ("？", "undetermined")])
def test_a_choice_of_the_county_counts_for_its_schools(judge: CASES, said: str, outcome: str) -> None:
    head = TINY.replace(
        "scopes:\n",
        "  county_terrain: {title: 全县地形, headings: [全县地形], kind: choice, of: county, "
        "choices: {plain: [平原], mountain: [山区]}}\nscopes:\n",
        1,
    )
    rule = threshold(
        "of: land, limits: [{where: {item: county_terrain, one_of: [mountain]}, at_least: 900}, {at_least: 1000}]"
    )
    found = judge(rule, [primary(占地面积=900)], said={"全县地形": said}, head=head)
    assert found["R"] == outcome
    assert ("E205" in [issue.code for issue in found.report.issues]) == (outcome == "undetermined")


# k of n on the county, sums of amounts, points in the school table


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"标准化学校比例": "80%", "满意度": "85%"}, "met"),
        ({"标准化学校比例": "80%", "满意度": "84%", "得分": 1}, "met"),
        ({"标准化学校比例": "79%", "满意度": "84%", "得分": 1}, "not_met"),
        ({"标准化学校比例": "79%", "满意度": "85%"}, "awaiting"),
        ({}, "awaiting"),
    ],
)
def test_some_of_several_requirements_on_the_county(judge: CASES, said: dict[str, Raw], outcome: str) -> None:
    parts = [
        "{id: P, kind: share, title: 甲, clause: 条, stated: rate, limits: [{at_least: 80%}]}",
        "{id: Q, kind: share, title: 乙, clause: 条, stated: satisfaction, limits: [{at_least: 85%}]}",
        "{id: S, kind: threshold, title: 丙, clause: 条, level: county, unit: 分, of: points, limits: [{at_least: 1}]}",
    ]
    assert judge(county_rule("some", f"at_least: 2, parts: [{', '.join(parts)}]"), said=said)["R"] == outcome


@pytest.mark.parametrize(
    ("classes", "computers", "outcome"), [(30, 2, "met"), (31, 2, "not_met"), (31, 3, "met"), (37, 4, "met")]
)
def test_one_more_for_every_six_classes_above_thirty(judge: CASES, classes: int, computers: int, outcome: str) -> None:
    rule = threshold(
        "of: computers, limits: [{at_least: {largest_of: [2, {sum_of: [{of: classes, per: 6, round: up}, -3]}]}}]"
    )
    rows = [primary(小学在校生数=classes * 40, 小学班级数=classes, 小学最大班额=40, 计算机台数=computers)]
    assert judge(rule, rows)["R"] == outcome


def test_points_may_stand_in_the_school_table(judge: CASES) -> None:
    items = "[{points: 5, awarded: books, without: full}, {points: 95, awarded: land, without: full}]"
    rule = county_rule(
        "score",
        "level: school, scope: all, out_of: 100, total: {at_least: 80}, blocks: [{title: 块, items: " + items + "}]",
    )
    assert judge(rule, [primary(图书册数=3, 占地面积=77)])["R"] == "met"
    assert judge(rule, [primary(图书册数=3, 占地面积=76)])["R"] == "not_met"
    assert judge(rule, [primary(图书册数=6, 占地面积=77)])["R"] == "undetermined", "more points than there are"


# weaker than the parent

WEAKER = {
    "inverted limit": "A1: {limits: [{stage: primary, at_most: 4.5}, {stage: junior, at_least: 5.3}]}",
    "inverted comparison": "B8: {operator: below}",
    "fewer items": "A: {of: [{indicator: A1, limits: [{stage: primary, at_least: 4.2}, {stage: junior, at_least: 5.3}]}], at_least: 1}",
    "no limit": "CV: {limits: [{stage: primary, no_limit: true}, {stage: junior, at_most: 0.45}]}",
    "mean for each": "CV: {on: mean}",
    "unweighted": "CV: {weight: none}",
    "fewer rooms": "B3-music: {one_for_every: 24}",
    "only later": "B5: {limits: [{stage: primary, at_most: 45, from: 2090-01-01}, {stage: junior, at_most: 50, from: 2090-01-01}]}",
    "due later": "B4: {due: [{by: 2099-12-31}]}",
    "some schools only": "B5: {where: {item: location, one_of: [rural]}}",
    "another scope": "A: {scope: all_schools}",
    "lower floor": "A: {rest_at_least: 60%}",
    "aspired": "B4: {binding: aspired}",
}
EXTENSION = (
    "id: child\ntitle: 试\ndocument: 试\nauthority: 试\nregion: cn\nvalid: {from: 2017-04-19}\n"
    "checked: {state: example, note: 试}\nextends: cn-quality-2017\n"
)


@pytest.mark.parametrize("what", WEAKER)
def test_what_may_be_weaker_than_the_parent_is_said(run: Run, what: str) -> None:
    Path("child.yaml").write_text(f"{EXTENSION}override:\n  {WEAKER[what]}\n", encoding="utf-8")
    ran = run("standards", "validate", "child.yaml")
    assert ran.code == 0
    assert "child.yaml:10:" in ran.out, ran.out


def test_a_redefinition_of_what_the_parent_rests_on_is_said(run: Run) -> None:
    Path("child.yaml").write_text(
        f"{EXTENSION}split: {{clause: 条, weights: {{primary: 5, junior: 1, senior: 1}}}}\n", encoding="utf-8"
    )
    assert "split" in run("standards", "validate", "child.yaml").out


def test_what_is_as_strict_as_the_parent_is_not_warned_of(run: Run) -> None:
    Path("child.yaml").write_text(
        f"{EXTENSION}override:\n  CV: {{limits: [{{stage: primary, below: 0.30}}, {{stage: junior, below: 0.30}}]}}\n"
    )
    ran = run("standards", "validate", "child.yaml")
    assert "child.yaml:10" not in ran.out, ran.out
