"""Constructs of the format that several kinds of rule share: factors by stage, eased limits, rounding, conditions."""

from fractions import Fraction

import pytest
from county import Row, junior, nine_year, primary
from judging import CASES, TINY, county_rule, threshold

from eqeval.core.errors import StandardError
from eqeval.core.grid import Raw
from eqeval.core.reports.report import IndicatorLine, Report


def quorum(member: str, rest: str = "") -> str:
    return (
        "  - {id: Q, kind: quorum, title: 项, clause: 条, scope: all, level: section, at_least: 1, "
        f"{rest}of: [{member}]}}\n"
    )


def indicator(report: Report, stage: str = "primary") -> IndicatorLine:
    (line,) = next(one for one in report.sections if one.stage == stage).indicators
    return line


# factors by stage: 45 pupils for every primary class, 50 for every junior one

NOMINAL = "of: land, per: {classes: {primary: 45, junior: 50}}, limits: [{at_least: 20}]"


@pytest.mark.parametrize(
    ("row", "outcome", "value"),
    [
        (nine_year(小学班级数=12, 初中班级数=10, 占地面积=20800), "met", Fraction(20)),  # 540 + 500 pupils
        (nine_year(小学班级数=12, 初中班级数=10, 占地面积=20799), "not_met", Fraction(20799, 1040)),
        (primary(小学班级数=12, 占地面积=10800), "met", Fraction(20)),
        (junior(初中班级数=12, 占地面积=12000), "met", Fraction(20)),
        (junior(初中班级数=12, 占地面积=11999), "not_met", Fraction(11999, 600)),
        (nine_year(小学班级数=None, 初中班级数=10, 占地面积=20800), "undetermined", None),
    ],
)
def test_a_factor_for_every_stage_of_a_whole_school(
    judge: CASES, row: Row, outcome: str, value: Fraction | None
) -> None:
    one = judge(threshold(NOMINAL), [row]).one()
    assert (one.outcome, one.value) == (outcome, value)


def test_a_section_counts_its_own_stage_only(judge: CASES) -> None:
    rule = threshold(NOMINAL.replace("at_least: 20", "at_least: 1")).replace("level: school", "level: section")
    found = judge(rule, [nine_year(小学班级数=12, 初中班级数=10, 占地面积=5400)])
    assert [found.one(stage=stage).value for stage in ("primary", "junior")] == [10, Fraction(54, 5)]
    staged = {stage: set(found.one(stage=stage).cells) for stage in ("primary", "junior")}
    assert len(staged["primary"]) == len(staged["junior"]) == 2
    assert len(staged["primary"] & staged["junior"]) == 1, "the land is one cell, the classes are two"


@pytest.mark.parametrize(
    ("per", "message"),
    [
        ("{classes: {primary: 45, middle: 50}}", "middle"),
        ("{land: {primary: 45}}", "land"),
        ("{clases: {primary: 45}}", "clases"),
        ("{classes: {}}", "classes"),
    ],
)
def test_factors_of_a_stage_that_is_not_there_are_refused(judge: CASES, per: str, message: str) -> None:
    with pytest.raises(StandardError) as refused:
        judge(threshold(f"of: land, per: {per}, limits: [{{at_least: 20}}]"))
    assert message in str(refused.value.problems[0].text)


# eased limits of an indicator

EASED = (
    "{indicator: BOOKS, limits: [{at_least: 20}], relax: [{id: mountain, title: 山区, clause: 条, "
    "when: {item: terrain, one_of: [mountain]}, factor: 90%}]}"
)


@pytest.mark.parametrize(
    ("books", "terrain", "outcome", "required", "relaxed"),
    [
        (12000, "山区", "met", 20, None),
        (10800, "山区", "met", 18, "mountain"),
        (10799, "山区", "tolerated", 20, None),
        (10200, "山区", "tolerated", 20, None),  # 85 % of 20 is 17
        (10199, "山区", "tolerated", 18, "mountain"),
        (9180, "山区", "tolerated", 18, "mountain"),  # 85 % of 18 is 15.3
        (9179, "山区", "not_met", 20, None),
        (10800, "平原", "tolerated", 20, None),
        (10800, None, "tolerated", 20, None),
        (10800, "？", "undetermined", 20, None),
    ],
)
def test_a_named_relaxation_eases_the_limit_of_an_indicator(
    judge: CASES, books: int, terrain: Raw, outcome: str, required: int, relaxed: str | None
) -> None:
    found = judge(quorum(EASED, "rest_at_least: 85%, "), [primary(图书册数=books, 地形=terrain)])
    line = indicator(found.report)
    assert (line.outcome, line.required, line.relaxed_by) == (outcome, required, relaxed)
    assert any("山区" in note for note in line.notes) == (relaxed is not None)


def test_an_eased_limit_of_a_combined_school_leaves_the_split_as_it_is(judge: CASES) -> None:
    """600 pupils each, 1 : 1.1: of 20160 books the primary stage has 9600, which are 16 each."""
    rule = quorum(EASED.replace("90%", "80%"))
    line = indicator(judge(rule, [nine_year(图书册数=20160, 地形="山区")]).report)
    assert (line.value, line.required, line.outcome, line.relaxed_by) == (16, 16, "met", "mountain")
    line = indicator(judge(rule, [nine_year(图书册数=20159, 地形="山区")]).report)
    assert (line.outcome, line.relaxed_by) == ("not_met", None)


# a divisor that belongs to the whole school

INVERSE = (
    "  PER:\n    title: 生机比\n    short: 生机比\n    clause: 条\n    unit: 人/台\n    of: pupils\n"
    "    per: computers\n    split: per\n    gap: {unit: 台, whole: true}\n"
)
TEN = quorum("{indicator: PER, limits: [{at_most: 10}]}")


@pytest.mark.parametrize(
    ("computers", "primary_value", "junior_value", "lacking"),
    [(126, 10, Fraction(100, 11), None), (125, Fraction(252, 25), Fraction(504, 55), 1), (0, None, None, None)],
)
def test_the_divisor_of_an_inverse_ratio_is_split(
    judge: CASES,
    computers: int,
    primary_value: Fraction | int | None,
    junior_value: Fraction | None,
    lacking: int | None,
) -> None:
    """600 and 600 pupils share computers 1 : 1.1; with 126 of them the primary stage has 60."""
    report = judge(TEN, [nine_year(计算机台数=computers)], head=TINY + INVERSE).report
    lines = [indicator(report, stage) for stage in ("primary", "junior")]
    assert [line.value for line in lines] == [primary_value, junior_value]
    assert (lines[0].shortfall and lines[0].shortfall.amount) == lacking
    assert lines[0].outcome == ("met" if lines[0].value == 10 else "not_met"), "without any computer it fails too"


def test_coefficients_weighted_by_pupils_need_figures_per_pupil(judge: CASES) -> None:
    rule = (
        "  - {id: CV, kind: dispersion, title: 项, clause: 条, scope: all, of: [PER], on: each, weight: pupils, "
        "limits: [{stage: primary, at_most: 0.5}, {stage: junior, at_most: 0.5}]}\n"
    )
    with pytest.raises(StandardError, match="PER"):
        judge(rule, head=TINY + INVERSE)
    assert judge(rule.replace("weight: pupils", "weight: none"), [primary(计算机台数=60)], head=TINY + INVERSE)["CV"]


# declared rounding


@pytest.mark.parametrize(
    ("books", "mode", "outcome"),
    [
        (11997, "half_up", "met"),  # 19.995 is shown as 20.00
        (11996, "half_up", "not_met"),
        (11999, "down", "not_met"),
        (12000, "down", "met"),
    ],
)
def test_an_authority_may_round_before_it_compares(judge: CASES, books: int, mode: str, outcome: str) -> None:
    rounding = f"compare_at: {{decimals: 2, mode: {mode}}}"
    head = TINY.replace("    gap: {unit: 册", f"    {rounding}\n    gap: {{unit: 册")
    line = indicator(
        judge(quorum("{indicator: BOOKS, limits: [{at_least: 20}]}"), [primary(图书册数=books)], head=head).report
    )
    assert (line.outcome, line.value) == (outcome, Fraction(books, 600)), "what is reported stays exact"
    rule = threshold(f"of: books, per: pupils, {rounding}, limits: [{{at_least: 20}}]")
    assert judge(rule, [primary(图书册数=books)])["R"] == outcome


# conditions that compare two numbers of a school


@pytest.mark.parametrize(
    ("computers", "largest", "outcome"),
    [(45, 45, "met"), (44, 45, "not_met"), (None, 45, "undetermined"), (45, None, "undetermined")],
)
def test_a_condition_may_compare_with_another_number(
    judge: CASES, computers: int | None, largest: int | None, outcome: str
) -> None:
    rule = "scope: all, that: {of: computers, at_least: {of: largest_class}}"
    rows = [primary(计算机台数=computers, 小学最大班额=largest)]
    assert judge(county_rule("holds", rule), rows)["R"] == outcome


def test_a_condition_may_follow_from_a_table(judge: CASES) -> None:
    table = "{by: classes, rows: [[6, 1000], [12, 2000]], between: linear, outside: clamp}"
    rule = f"scope: all, that: {{of: land, at_least: {table}}}"
    assert judge(county_rule("holds", rule), [primary(小学班级数=9, 占地面积=1500)])["R"] == "met"
    assert judge(county_rule("holds", rule), [primary(小学班级数=9, 占地面积=1499)])["R"] == "not_met"
