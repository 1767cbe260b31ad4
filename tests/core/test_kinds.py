"""Every kind of rule and every construct of the format, on small counties: sheets in, report out.

A test writes the rules it is about; the items, scopes and indicators that they use stand in
`tests/standards/tiny.yaml`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from county import grids, junior, nine_year, primary, school
from judging import CASES, DAY, TINY, Found, county_rule, threshold

from eqeval.core.assess import Provenance, assess
from eqeval.core.errors import StandardError
from eqeval.core.figures import exact
from eqeval.core.grid import Raw
from eqeval.core.intake import take
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.limit import Choice
from eqeval.core.rules.dispersion import Dispersion, Spread
from eqeval.core.verdict import Outcome
from eqeval.io.written.standards import load
from eqeval.words import Words

# threshold


@pytest.mark.parametrize(
    ("computers", "outcome", "value"), [(60, "met", Fraction(10)), (59, "not_met", Fraction(59, 6)), (None, None, None)]
)
def test_threshold_with_per_and_times(
    judge: CASES, computers: int | None, outcome: str | None, value: Fraction | None
) -> None:
    found = judge(
        threshold("of: computers, per: pupils, times: 100, limits: [{at_least: 10}]"), [primary(计算机台数=computers)]
    )
    assert (found["R"], found.one().value) == (outcome or "undetermined", value)
    assert found.exit == {"met": 0, "not_met": 1, None: 3}[outcome]


@pytest.mark.parametrize(
    ("pupils", "health", "outcome"),
    [(600, 1, "met"), (601, 1, "not_met"), (601, 2, "met"), (600, 0, "not_met"), (600, None, "undetermined")],
)
def test_no_health_worker_for_somebody_exceeds_every_limit(
    judge: CASES, pupils: int, health: int | None, outcome: str
) -> None:
    rows = [primary(小学在校生数=pupils, 专职卫生人员数=health)]
    assert judge(threshold("of: pupils, per: health, limits: [{at_most: 600}]"), rows)["R"] == outcome


@pytest.mark.parametrize(
    ("boarders", "area", "outcome"),
    [
        (0, 0, "not_applicable"),
        (0, 500, "not_applicable"),
        (100, 300, "met"),
        (100, 299, "not_met"),
        (100, 0, "not_met"),
        (None, 300, "undetermined"),
    ],
)
def test_without_boarders_the_dormitory_is_not_applicable(
    judge: CASES, boarders: int | None, area: int, outcome: str
) -> None:
    rows = [primary(寄宿生数=boarders, 宿舍面积=area), junior(寄宿生数=10, 宿舍面积=30)]
    rule = threshold("of: dormitory_area, per: boarders, limits: [{at_least: 3}]")
    assert judge(rule, rows).one(name="甲小学").outcome == outcome


def test_where_nothing_is_applicable_there_is_no_verdict(judge: CASES) -> None:
    rule = threshold("of: dormitory_area, per: boarders, limits: [{at_least: 3}]")
    found = judge(rule, [primary(寄宿生数=0, 宿舍面积=0)])
    assert (found["R"], found.outcome, found.exit) == ("not_applicable", "undetermined", 3)


@pytest.mark.parametrize(("boarding", "outcome"), [("是", "not_met"), ("否", "not_applicable"), (None, "undetermined")])
def test_threshold_for_some_schools_only(judge: CASES, boarding: str | None, outcome: str) -> None:
    rule = threshold("where: {item: boarding, one_of: ['yes']}, of: dormitory_area, limits: [{at_least: 100}]")
    assert judge(rule, [primary(是否寄宿制学校=boarding, 宿舍面积=99)]).one().outcome == outcome


def test_threshold_of_the_county(judge: CASES) -> None:
    rule = county_rule("threshold", "level: county, of: points, unit: 分, limits: [{at_least: 85}]")
    assert judge(rule, said={"得分": 85})["R"] == "met"
    found = judge(rule, said={"得分": 84.9})
    assert (found["R"], found.exit) == ("not_met", 1)
    assert "84.9" in found.because("R")
    assert judge(rule)["R"] == "awaiting"
    found = judge(rule, said={"得分": "不详"})
    assert (found["R"], found.exit) == ("undetermined", 3)


def test_each_stage_is_judged_by_its_own_limit_or_none(judge: CASES) -> None:
    limits = "[{stage: primary, at_most: 45}, {stage: junior, no_limit: true}]"
    rule = threshold(f"of: largest_class, limits: {limits}").replace("level: school", "level: section")
    found = judge(rule, [nine_year(小学最大班额=46, 初中最大班额=90)])
    assert found.one(stage="primary").outcome == "not_met"
    assert found.one(stage="junior").outcome == "not_applicable"


@pytest.mark.parametrize("pupils", [2499, 2500, 2501])
def test_the_first_limit_that_concerns_a_school_counts(judge: CASES, pupils: int) -> None:
    rule = threshold("of: pupils, limits: [{type: [nine_year], at_most: 2500}, {at_most: 2000}]")
    rows = [nine_year(小学在校生数=pupils - 1000, 初中在校生数=1000), primary(小学在校生数=2001)]
    found = judge(rule, rows)
    assert found.outcomes() == {"甲九年制学校": "met" if pupils <= 2500 else "not_met", "甲小学": "not_met"}


@pytest.mark.parametrize(("pupils", "limit"), [(499, 2), (500, 2), (501, 3), (1000, 3), (1001, 4)])
def test_bands_by_a_condition(judge: CASES, pupils: int, limit: int) -> None:
    bands = (
        "[{where: {of: pupils, at_most: 500}, at_least: 2}, {where: {of: pupils, between: [501, 1000]}, at_least: 3}, "
        "{where: {of: pupils, above: 1000}, at_least: 4}]"
    )
    rows = [primary(小学在校生数=pupils, 计算机台数=3)]
    one = judge(threshold(f"of: computers, limits: {bands}"), rows).one()
    assert (one.limit, one.outcome) == (limit, "met" if limit <= 3 else "not_met")


# Tables, quotients, the larger and the smaller

ROWS = "rows: [[12, 6.6], [18, 5.8], [24, 5.4], [30, 5.2]]"


def limit_for(judge: CASES, amount: str, **stated: Raw) -> tuple[object, str]:
    found = judge(threshold(f"of: land, limits: [{{at_least: {amount}}}]"), [primary(占地面积=5, **stated)])
    return found.one().limit, found.one().outcome.value


@pytest.mark.parametrize(
    ("classes", "between", "outside", "limit"),
    [
        # 建标〔2002〕102号, 完全小学: linear between the rows, clamped outside.
        (15, "linear", "clamp", "6.2"),
        (6, "linear", "clamp", "6.6"),
        (36, "linear", "clamp", "5.2"),
        (18, "linear", "clamp", "5.8"),
        (13, "linear", "clamp", "97/15"),
        (12, "lower", "clamp", "6.6"),
        (17, "lower", "clamp", "6.6"),
        (18, "lower", "clamp", "5.8"),
        (31, "lower", "clamp", "5.2"),
        (31, "lower", "none", "5.2"),
        (12, "upper", "clamp", "6.6"),
        (13, "upper", "clamp", "5.8"),
        (18, "upper", "clamp", "5.8"),
        (29, "upper", "clamp", "5.2"),
        (5, "upper", "clamp", "6.6"),
        (12, "linear", "none", "6.6"),
        (30, "linear", "none", "5.2"),
    ],
)
def test_a_limit_by_a_table(judge: CASES, classes: int, between: str, outside: str, limit: str) -> None:
    amount = f"{{by: classes, {ROWS}, between: {between}, outside: {outside}}}"
    rows = {"小学班级数": classes, "小学在校生数": classes * 40}
    assert limit_for(judge, amount, **rows) == (Fraction(limit), "not_met")


@pytest.mark.parametrize(("classes", "between"), [(11, "linear"), (31, "linear"), (11, "lower"), (31, "upper")])
def test_outside_a_table_without_ends_there_is_no_limit(judge: CASES, classes: int, between: str) -> None:
    """All data are there, so nothing is undetermined: the table says nothing of schools of this size."""
    amount = f"{{by: classes, {ROWS}, between: {between}, outside: none}}"
    rows = {"小学班级数": classes, "小学在校生数": classes * 40}
    assert limit_for(judge, amount, **rows) == (None, "not_applicable")


def test_a_table_without_its_size_is_undetermined(judge: CASES) -> None:
    amount = f"{{by: classes, {ROWS}, between: linear, outside: clamp}}"
    assert limit_for(judge, amount, 小学班级数=None) == (None, "undetermined")


@pytest.mark.parametrize(
    ("classes", "how", "limit"),
    [
        (1, "up", 1), (12, "up", 1), (13, "up", 2), (24, "up", 2), (25, "up", 3), (11, "down", 0), (12, "down", 1),
        (23, "down", 1), (13, "none", Fraction(13, 12)),
    ],
)  # fmt: skip
def test_a_limit_by_a_quotient(judge: CASES, classes: int, how: str, limit: Fraction) -> None:
    rows = {"小学班级数": classes, "小学在校生数": classes * 40}
    assert limit_for(judge, f"{{of: classes, per: 12, round: {how}}}", **rows)[0] == limit


@pytest.mark.parametrize(
    ("amount", "limit"),
    [
        ("{largest_of: [{of: pupils, per: 100, round: up}, 8]}", 8),
        ("{largest_of: [{of: pupils, per: 100, round: up}, 5]}", 6),
        ("{smallest_of: [{of: pupils, per: 100, round: up}, 8]}", 6),
        ("{smallest_of: [{of: pupils, per: 100, round: up}, 5]}", 5),
        ("{largest_of: [3, {smallest_of: [{of: pupils}, 4]}]}", 4),
        ("{of: largest_class}", 40),
        ("{of: pupils, per: classes, times: 2}", 80),
        ("{of: big_class}", 56),
    ],
)
def test_the_larger_and_the_smaller_and_what_the_county_states(judge: CASES, amount: str, limit: int) -> None:
    assert limit_for(judge, amount)[0] == limit


def test_the_larger_of_something_unknown_is_unknown(judge: CASES) -> None:
    assert limit_for(judge, "{largest_of: [{of: computers}, 1]}")[1] == "undetermined"


def test_what_the_county_states_comes_before_the_default(judge: CASES) -> None:
    rule = threshold("of: largest_class, limits: [{at_most: {of: big_class}}]")
    rows = [primary(小学最大班额=50)]
    assert judge(rule, rows)["R"] == "met"
    assert judge(rule, rows, {"大班额起点": 49})["R"] == "not_met"


@pytest.mark.parametrize(("area", "outcome"), [(24, "not_met"), (25, "met"), (30, "met"), (31, "not_met")])
def test_both_ends_of_a_range_are_in_it(judge: CASES, area: int, outcome: str) -> None:
    rule = threshold("of: land, limits: [{between: [25, {of: big_class, per: 2, round: up}]}]")
    rows = [primary(占地面积=area)]
    expected = "met" if area == 28 else outcome if area < 28 else "not_met"
    assert judge(rule, rows)["R"] == expected
    assert judge(threshold("of: land, limits: [{between: [25, 30]}]"), rows)["R"] == outcome


# Phases, counties, due


@pytest.mark.parametrize(
    ("day", "outcome", "limit"),
    [
        ("2025-12-30", "not_due", None),
        ("2025-12-31", "met", 80),
        ("2027-12-30", "met", 80),
        ("2027-12-31", "not_met", 100),
    ],
)
def test_of_several_phases_the_latest_counts(judge: CASES, day: str, outcome: str, limit: int | None) -> None:
    rule = threshold("of: computers, limits: [{at_least: 100, from: 2027-12-31}, {at_least: 80, from: 2025-12-31}]")
    found = judge(rule, [primary(计算机台数=99)], day=day)
    assert (found.one().outcome, found.one().limit) == (outcome, limit)
    stated = "limits: [{at_least: 80%, from: 2025-12-31}, {at_least: 100%, from: 2027-12-31}]"
    found = judge(county_rule("share", f"stated: rate, {stated}"), said={"标准化学校比例": "99%"}, day=day)
    assert found["R"] == outcome
    if outcome == "not_due":
        assert "2025-12-31" in found.because("R")
        assert (found.outcome, found.exit) == ("undetermined", 3), "nothing was judged yet"


@pytest.mark.parametrize(
    ("name", "outcome"), [("东县", "not_met"), ("西县", "met"), ("南县", "not_applicable"), ("东", "not_applicable")]
)
def test_limits_for_some_counties(judge: CASES, name: str, outcome: str) -> None:
    limits = "[{at_least: 90%, counties: [东县]}, {at_least: 80%, counties: [西县, 北县]}]"
    found = judge(county_rule("share", f"stated: rate, limits: {limits}"), said={"标准化学校比例": "85%"}, name=name)
    assert found["R"] == outcome


def test_a_county_of_its_own_comes_before_all_others(judge: CASES) -> None:
    rule = county_rule("share", "stated: rate, limits: [{at_least: 80%, counties: [东县]}, {at_least: 90%}]")
    said = {"标准化学校比例": "85%"}
    assert judge(rule, said=said, name="东县")["R"] == "met"
    assert judge(rule, said=said, name="西县")["R"] == "not_met"


@pytest.mark.parametrize(
    ("name", "day", "outcome"),
    [
        ("东县", "2026-12-30", "not_due"),
        ("东县", "2026-12-31", "not_met"),
        ("西县", "2027-12-31", "not_due"),
        ("西县", "2028-12-31", "not_met"),
        ("南县", "2030-01-01", "not_applicable"),
    ],
)
def test_due_by_county(judge: CASES, name: str, day: str, outcome: str) -> None:
    due = "due: [{by: 2026-12-31, counties: [东县]}, {by: 2028-12-31, counties: [西县]}]"
    found = judge(county_rule("share", f"{due}, stated: rate, limits: [{{at_least: 80%}}]"),
                  said={"标准化学校比例": "79%"}, name=name, day=day)  # fmt: skip
    assert found["R"] == outcome
    assert found.exit == (1 if outcome == "not_met" else 3)


# Relaxations

RELAXED = "relax: [{id: mountain, title: 山区, clause: 条, when: {item: terrain, one_of: [mountain]}, %s}]"


@pytest.mark.parametrize(
    ("terrain", "land", "outcome", "by", "limit"),
    [
        ("山区", 900, "met", "mountain", 900),
        ("山区", 899, "not_met", None, 1000),
        ("山区", 1000, "met", None, 1000),
        ("平原", 999, "not_met", None, 1000),
        (None, 999, "not_met", None, 1000),
    ],
)
def test_a_relaxation_by_a_factor(
    judge: CASES, terrain: str | None, land: int, outcome: str, by: str | None, limit: int
) -> None:
    relax = RELAXED % "factor: 90%"
    one = judge(
        threshold(f"of: land, limits: [{{at_least: 1000}}], {relax}"), [primary(占地面积=land, 地形=terrain)]
    ).one()
    assert (one.outcome, one.relaxed_by, one.limit) == (outcome, by, limit)


def test_a_relaxation_by_a_factor_of_a_range_keeps_both_ends(judge: CASES) -> None:
    relax = RELAXED % "factor: 90%"
    rule = threshold(f"of: land, limits: [{{between: [1000, 2000]}}], {relax}")
    assert judge(rule, [primary(占地面积=950, 地形="山区")]).outcome == "met"
    assert judge(rule, [primary(占地面积=899, 地形="山区")]).outcome == "not_met"
    assert judge(rule, [primary(占地面积=3000, 地形="山区")]).outcome == "not_met"


@pytest.mark.parametrize(("planned", "outcome"), [(1000, "met"), (999, "not_met"), (None, "not_met")])
def test_a_relaxation_by_other_items(judge: CASES, planned: int | None, outcome: str) -> None:
    relax = RELAXED % "of: planned_land"
    rows = [primary(占地面积=500, 规划用地面积=planned, 地形="山区")]
    one = judge(threshold(f"of: land, limits: [{{at_least: 1000}}], {relax}"), rows).one()
    assert (one.outcome, one.value) == (outcome, 1000 if outcome == "met" else 500)
    assert one.relaxed_by == ("mountain" if outcome == "met" else None)


def test_a_relaxation_by_other_limits(judge: CASES) -> None:
    relax = RELAXED % "limits: [{type: [primary_school], at_least: 700}, {at_least: 800}]"
    rows = [primary(占地面积=700, 地形="山区"), junior(占地面积=700, 地形="山区")]
    found = judge(threshold(f"of: land, limits: [{{at_least: 1000}}], {relax}"), rows)
    assert found.outcomes() == {"甲小学": "met", "甲初中": "not_met"}


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2025-12-31", "not_met"), ("2026-01-01", "met"), ("2027-12-31", "met"), ("2028-01-01", "not_met")],
)
def test_a_relaxation_holds_from_and_until_its_days(judge: CASES, day: str, outcome: str) -> None:
    relax = RELAXED % "factor: 90%, valid: {from: 2026-01-01, until: 2027-12-31}"
    rule = threshold(f"of: land, limits: [{{at_least: 1000}}], {relax}")
    assert judge(rule, [primary(占地面积=950, 地形="山区")], day=day)["R"] == outcome


# any, all, holds


def several(kind: str, *parts: str) -> str:
    inner = "".join(f"    {part}" for part in parts)
    return f"  - id: R\n    kind: {kind}\n    title: 项\n    clause: 条\n    parts:\n{inner}"


LAND = threshold("of: land, limits: [{at_least: 1000}]", "P1")
COMPUTERS = threshold("of: computers, limits: [{at_least: 60}]", "P2")


@pytest.mark.parametrize(
    ("land", "computers", "any_", "all_"),
    [
        (1000, 60, "met", "met"),
        (1000, 59, "met", "not_met"),
        (999, 60, "met", "not_met"),
        (999, 59, "not_met", "not_met"),
        (1000, None, "met", "undetermined"),
        (999, None, "undetermined", "not_met"),
        (None, None, "undetermined", "undetermined"),
    ],
)
def test_any_and_all(judge: CASES, land: int | None, computers: int | None, any_: str, all_: str) -> None:
    rows = [primary(占地面积=land, 计算机台数=computers)]
    assert judge(several("any", LAND, COMPUTERS), rows)["R"] == any_
    assert judge(several("all", LAND, COMPUTERS), rows)["R"] == all_


def test_different_schools_may_meet_different_parts(judge: CASES) -> None:
    rows = [primary(占地面积=1000, 计算机台数=0), junior(占地面积=0, 计算机台数=60)]
    assert judge(several("any", LAND, COMPUTERS), rows).outcome == "met"
    assert judge(several("all", LAND, COMPUTERS), rows).outcome == "not_met"


def test_any_and_all_of_the_county(judge: CASES) -> None:
    parts = (
        county_rule("share", "stated: rate, limits: [{at_least: 80%}]", "P1"),
        county_rule("attestation", "note: 说明", "P2"),
    )
    assert judge(several("any", *parts), said={"标准化学校比例": "80%"})["R"] == "met"
    assert judge(several("all", *parts), said={"标准化学校比例": "80%"})["R"] == "awaiting"
    assert judge(several("all", *parts), said={"标准化学校比例": "79%"})["R"] == "not_met"
    assert judge(several("any", *parts), said={"标准化学校比例": "79%", "P2": "是"})["R"] == "attested"
    assert judge(several("all", *parts), said={"标准化学校比例": "80%", "P2": "是"})["R"] in ("met", "attested")


@pytest.mark.parametrize(("charter", "outcome"), [("是", "met"), ("否", "not_met"), (None, "undetermined")])
def test_holds(judge: CASES, charter: str | None, outcome: str) -> None:
    rule = county_rule("holds", "scope: all, that: {item: charter, one_of: ['yes']}")
    found = judge(rule, [primary(是否有学校章程=charter), junior(是否有学校章程="是")])
    assert found["R"] == outcome
    assert found.outcomes() == {"甲小学": outcome, "甲初中": "met"}


def test_holds_for_some_schools_only(judge: CASES) -> None:
    rule = county_rule(
        "holds", "scope: all, where: {type: [junior_school]}, that: {not: {item: charter, one_of: ['no']}}"
    )
    found = judge(rule, [primary(是否有学校章程="否"), junior(是否有学校章程="是")])
    assert found.outcomes() == {"甲小学": "not_applicable", "甲初中": "met"}
    assert found.outcome == "met"


# share_of


def listed(*sizes: Raw) -> list[tuple[Raw, ...]]:
    return [("甲小学", "一年级", f"{number}班", size) for number, size in enumerate(sizes, 1)]


@pytest.mark.parametrize(
    ("sizes", "outcome"),
    [
        ([45] * 9 + [46], "met"),
        ([45] * 8 + [46] * 2, "not_met"),
        # One class that cannot be read leaves it open, unless both ends of the range lie on one side.
        ([45] * 9 + ["?"], "met"),
        ([45] * 8 + [46, "?"], "undetermined"),
        ([45] * 7 + [46, 46, "?"], "not_met"),
        ([45] * 9 + [None], "met"),
    ],
)
def test_share_of_classes_with_some_unknown(judge: CASES, sizes: list[Raw], outcome: str) -> None:
    rule = county_rule(
        "share_of", "scope: all, units: classes, that: {of: class_pupils, at_most: 45}, limits: [{at_least: 90%}]"
    )
    rows = [primary(小学在校生数=450, 小学班级数=10, 小学最大班额=46)]
    assert judge(rule, rows, classes=listed(*sizes))["R"] == outcome


def test_without_a_list_of_classes_nothing_is_known_of_them(judge: CASES) -> None:
    rule = county_rule(
        "share_of", "scope: all, units: classes, that: {of: class_pupils, at_most: 45}, limits: [{at_least: 90%}]"
    )
    assert judge(rule)["R"] == "undetermined"
    assert judge(rule, [primary(), junior()], classes=listed(*[40] * 15))["R"] == "undetermined"


@pytest.mark.parametrize(
    ("lands", "outcome"),
    [
        ((1000, 1000, 1000, 1000), "met"),
        ((1000, 1000, 1000, 999), "met"),
        ((1000, 1000, 999, 999), "not_met"),
        ((1000, 1000, 1000, None), "met"),
        ((1000, 1000, 999, None), "undetermined"),
        ((1000, 999, 999, None), "not_met"),
    ],
)
def test_share_of_schools_as_a_range(judge: CASES, lands: tuple[int | None, ...], outcome: str) -> None:
    rows = [primary(学校名称=f"学校{number}", 占地面积=land) for number, land in enumerate(lands)]
    rule = county_rule(
        "share_of", "scope: all, units: schools, that: {of: land, at_least: 1000}, limits: [{at_least: 75%}]"
    )
    assert judge(rule, rows)["R"] == outcome


def test_share_of_sections_that_a_condition_names(judge: CASES) -> None:
    rule = county_rule(
        "share_of",
        "scope: all, units: sections, where: {stage: junior}, that: {of: pupils, at_most: 600}, limits: [{equals: 1}]",
    )
    assert judge(rule, [primary(小学在校生数=900), nine_year(小学在校生数=900)])["R"] == "met"
    assert judge(rule, [primary(), junior(初中在校生数=601)])["R"] == "not_met"
    assert judge(rule, [primary()])["R"] == "not_applicable"


# survey

SURVEY = county_rule(
    "survey",
    "satisfied: satisfied, returned: returned, stated: satisfaction, limits: [{at_least: 85%}], "
    "sample: {of: population, per: 1000, round: up}, groups: [{item: parents, at_least: 50%}]",
)
ASKED: dict[str, Raw] = {"满意问卷数": 85, "有效问卷数": 100, "常住人口": 99_001, "家长问卷数": 50}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "met"),
        ({"满意问卷数": 84}, "not_met"),
        ({"常住人口": 100_001}, "not_met"),
        ({"常住人口": 100_000}, "met"),
        ({"家长问卷数": 49}, "not_met"),
        ({"家长问卷数": None}, "awaiting"),
        ({"常住人口": None}, "awaiting"),
        ({"满意问卷数": None}, "awaiting"),
        ({"满意问卷数": None, "满意度": "86%"}, "met"),
        ({"满意问卷数": None, "满意度": "84.9%"}, "not_met"),
        ({"满意问卷数": 84, "家长问卷数": None}, "not_met"),
    ],
)
def test_survey_with_sample_and_quotas(judge: CASES, changed: dict[str, Raw], outcome: str) -> None:
    said = {item: value for item, value in {**ASKED, **changed}.items() if value is not None}
    assert judge(SURVEY, said=said)["R"] == outcome


@pytest.mark.parametrize(
    "changed", [{"满意问卷数": 101}, {"满意问卷数": "很多"}, {"满意问卷数": None, "满意度": "850%"}]
)
def test_a_survey_that_cannot_be_right_is_not_met_by_it(judge: CASES, changed: dict[str, Raw]) -> None:
    """More satisfied than asked, a number that nobody can read: no verdict, as for every rate of the county."""
    said = {item: value for item, value in {**ASKED, **changed}.items() if value is not None}
    found = judge(SURVEY, said=said)
    assert (found["R"], found.exit) == ("undetermined", 3)


# trend

CHANGE = "of: myopia, change: %s, years: 3"


def yearly(name: str, *values: Raw, last: int = 2026) -> dict[str, Raw]:
    first = last - len(values) + 1
    return {f"{name}{first + index}": value for index, value in enumerate(values) if value is not None}


@pytest.mark.parametrize(
    ("values", "outcomes"),
    [
        (("40%", "39%", "38%", "37%"), {"falls": "met", "not_rising": "met", "rises": "not_met"}),
        (("40%", "39%", "38%", "37%"), {"not_falling": "not_met"}),
        (("40%", "39%", "39%", "37%"), {"falls": "not_met", "not_rising": "met", "not_falling": "not_met"}),
        (("37%", "38%", "39%", "40%"), {"falls": "not_met", "rises": "met", "not_falling": "met"}),
        (("39%", "38%", "37%"), {"falls": "awaiting", "rises": "not_met"}),
        (("40%", None, "38%", "37%"), {"falls": "awaiting", "rises": "not_met", "not_falling": "not_met"}),
        ((), {"falls": "awaiting", "rises": "awaiting"}),
        (("41%", "39%", "38%", "37%", "36%"), {"falls": "met"}),
        (("35%", "39%", "38%", "37%", "36%"), {"falls": "met"}),
    ],
)  # fmt: skip
def test_trend_year_by_year(judge: CASES, values: tuple[Raw, ...], outcomes: dict[str, str]) -> None:
    said = yearly("近视率", *values)
    for change, outcome in outcomes.items():
        assert judge(county_rule("trend", CHANGE % change), said=said)["R"] == outcome, change


def test_a_figure_that_is_enough_need_not_move(judge: CASES) -> None:
    rule = "of: coverage, change: rises, years: 2, enough: 100%"
    assert judge(county_rule("trend", rule), said=yearly("覆盖率", "99%", "100%", "100%"))["R"] == "met"
    assert judge(county_rule("trend", rule), said=yearly("覆盖率", "99%", "99%", "100%"))["R"] == "not_met"
    assert judge(county_rule("trend", rule), said=yearly("覆盖率", "98%", "100%", "99%"))["R"] == "not_met"


@pytest.mark.parametrize(
    ("values", "last", "outcome"),
    [
        ({2020: "40%", 2026: "37%"}, 2030, "met"),
        ({2020: "40%", 2026: "37.1%"}, 2030, "not_met"),
        ({2020: "40%", 2024: "38%", 2026: "39%"}, 2024, "met"),
        ({2026: "37%"}, 2030, "awaiting"),
        ({2020: "40%"}, 2030, "awaiting"),
        ({2020: "40%", 2027: "1%"}, 2030, "awaiting"),
    ],
)
def test_trend_against_a_base(judge: CASES, values: dict[int, Raw], last: int, outcome: str) -> None:
    rule = county_rule("trend", f"of: myopia, base: 2020, per_year: {{at_most: -0.5%}}, last: {last}")
    assert judge(rule, said={f"近视率{year}": value for year, value in values.items()})["R"] == outcome


@pytest.mark.parametrize(
    ("values", "bound", "day", "outcome"),
    [
        ({2024: 2, 2025: 3, 2026: 5}, "at_least: 10", DAY, "met"),
        ({2024: 2, 2025: 3, 2026: 4}, "at_least: 10", DAY, "not_met"),
        ({2024: 2, 2025: 8}, "at_least: 10", "2025-09-01", "met"),
        ({2024: 2, 2025: 7}, "at_least: 10", "2025-09-01", "not_due"),
        ({2024: 2, 2025: 7}, "at_least: 10", DAY, "awaiting"),
        ({2024: 6, 2025: 5}, "at_most: 10", "2025-09-01", "not_met"),
        ({2024: 6, 2025: 4}, "at_most: 10", "2025-09-01", "not_due"),
        ({2024: 6, 2025: 4, 2026: 0}, "at_most: 10", DAY, "met"),
    ],
)
def test_trend_as_a_sum(judge: CASES, values: dict[int, Raw], bound: str, day: str, outcome: str) -> None:
    rule = county_rule("trend", f"of: new_schools, first: 2024, last: 2026, sum: {{{bound}}}")
    assert judge(rule, said={f"新建学校数{year}": value for year, value in values.items()}, day=day)["R"] == outcome


def test_a_year_may_stand_in_brackets(judge: CASES) -> None:
    said = {"新建学校数（2024年）": 2, "新建学校数2025年": 3, "新建学校数2026": 5}
    rule = county_rule("trend", "of: new_schools, first: 2024, last: 2026, sum: {at_least: 10}")
    assert judge(rule, said=said)["R"] == "met"


# score


def score(items: str, level: str = "school", total: str = "at_least: 80", out_of: int = 100) -> str:
    return (
        f"  - id: R\n    kind: score\n    title: 得分\n    clause: 条\n    level: {level}\n    scope: all\n"
        f"    out_of: {out_of}\n    total: {{{total}}}\n    blocks:\n{items}"
    )


def scored(points: int, of: str, limit: int, more: str = "without: excluded", per: str = "") -> str:
    rule = threshold(f"of: {of}, {per}limits: [{{at_least: {limit}}}]", of.upper()).strip()[2:]
    return f"{{points: {points}, {more}, rule: {rule}}}"


STEPS = "steps: [[80%, 80%], [60%, 50%]], without: excluded"
DEDUCT = "deduct: {points: 2, for_every: 5}, without: excluded"


@pytest.mark.parametrize(
    ("more", "computers", "points"),
    [
        (STEPS, 100, 100), (STEPS, 99, 80), (STEPS, 80, 80), (STEPS, 79, 50), (STEPS, 60, 50), (STEPS, 59, 0),
        (DEDUCT, 100, 100), (DEDUCT, 99, 98), (DEDUCT, 95, 98), (DEDUCT, 94, 96), (DEDUCT, 0, 60),
        ("without: full", 99, 0), ("without: full", 100, 100),
    ],
)  # fmt: skip
def test_points_in_steps_and_by_deduction(judge: CASES, more: str, computers: int, points: int) -> None:
    items = f"      - {{title: 块, items: [{scored(100, 'computers', 100, more)}]}}\n"
    one = judge(score(items), [primary(计算机台数=computers)]).one()
    assert (one.value, one.outcome) == (points, "met" if points >= 80 else "not_met")


@pytest.mark.parametrize(
    ("without", "computers", "points", "outcome"),
    [
        ("full", 100, 100, "met"),
        ("excluded", 100, 100, "met"),
        ("full", 0, 50, "not_met"),
        ("excluded", 0, 0, "not_met"),
    ],
)
def test_what_does_not_apply_earns_all_or_is_left_out(
    judge: CASES, without: str, computers: int, points: int, outcome: str
) -> None:
    dormitory = scored(50, "dormitory_area", 3, f"without: {without}", "per: boarders, ")
    items = f"      - {{title: 块, items: [{scored(50, 'computers', 100)}, {dormitory}]}}\n"
    one = judge(score(items), [primary(计算机台数=computers, 寄宿生数=0, 宿舍面积=0)]).one()
    assert (one.value, one.outcome) == (points, outcome)


@pytest.mark.parametrize(
    ("computers", "land", "outcome"),
    [
        (100, 1000, "met"),
        (80, 1000, "not_met"),
        (100, 800, "met"),
        (100, None, "undetermined"),
        (80, None, "not_met"),
        (None, 1000, "undetermined"),
    ],
)
def test_every_block_has_its_minimum(judge: CASES, computers: int | None, land: int | None, outcome: str) -> None:
    """80 of 100 points in all, and 85 % of the first block: 32 of its 40 points are 80 %."""
    items = (
        f"      - {{title: 甲, at_least: 85%, items: [{scored(40, 'computers', 100, STEPS)}]}}\n"
        f"      - {{title: 乙, items: [{scored(60, 'land', 1000, STEPS)}]}}\n"
    )
    assert judge(score(items), [primary(计算机台数=computers, 占地面积=land)]).one().outcome == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [({"得分": 85}, "met"), ({"得分": 79}, "not_met"), ({}, "awaiting"), ({"得分": 500}, "undetermined")],
)
def test_points_that_an_inspector_awards(judge: CASES, said: dict[str, Raw], outcome: str) -> None:
    items = "      - {title: 块, items: [{points: 100, awarded: points, without: excluded}]}\n"
    found = judge(score(items, "county"), said=said)
    assert found["R"] == outcome
    if outcome == "not_met":
        assert "79" in found.because("R")


PARTS = (
    "      - title: 块\n        items:\n"
    "          - {title: 甲, awarded: satisfied, without: full}\n"
    "          - {title: 乙, awarded: returned, without: full}\n"
)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"满意问卷数": 45, "有效问卷数": 40}, "met"),  # 85 of 100, on its limit
        ({"满意问卷数": 44, "有效问卷数": 40}, "not_met"),
        ({"满意问卷数": 85}, "met"),
        ({"满意问卷数": 84}, "awaiting"),
        ({}, "awaiting"),
        ({"得分": 85}, "met"),
        ({"得分": 84.9}, "not_met"),
        ({"得分": 85, "满意问卷数": 45, "有效问卷数": 40}, "met"),
        ({"得分": 90, "满意问卷数": 45, "有效问卷数": 40}, "undetermined"),
        ({"得分": 85, "满意问卷数": 86}, "undetermined"),
        ({"满意问卷数": 60, "有效问卷数": 50}, "undetermined"),
        ({"得分": "八十五"}, "undetermined"),
    ],
)
def test_points_that_others_fix_are_added_up_or_stated_as_a_total(
    judge: CASES, said: dict[str, Raw], outcome: str
) -> None:
    rule = score(PARTS, "county", "at_least: 85").replace("    total:", "    stated: points\n    total:")
    assert judge(rule, said=said)["R"] == outcome


@pytest.mark.parametrize(("books", "outcomes"), [(1000, ("met", "met")), (999, ("not_met", "not_met"))])
def test_a_score_for_every_section(judge: CASES, books: int, outcomes: tuple[str, str]) -> None:
    """A whole-school book stock counts for both stages alike; the pupils are each stage's own."""
    rule = "{id: B, kind: threshold, title: 项, clause: 条, scope: all, level: section, unit: 册, of: books, "
    rule += "limits: [{at_least: 1000}]}"
    items = f"      - {{title: 块, items: [{{points: 100, without: full, rule: {rule}}}]}}\n"
    found = judge(score(items, "section"), [nine_year(图书册数=books)])
    lines = [found.one(stage=stage) for stage in ("primary", "junior")]
    assert tuple(line.outcome for line in lines) == outcomes
    assert found["R"] == outcomes[0]


# tiers


def tiers(needed: str) -> str:
    inner = (LAND + COMPUTERS + threshold("of: land, per: pupils, limits: [{at_least: 2}]", "P3")).replace(
        "  - {", "      - {"
    )
    return (
        "  - id: R\n    kind: tiers\n    title: 等级\n    clause: 条\n    scope: all\n    level: school\n"
        "    tiers: [{name: 合格, at_least: 3}, {name: 基本合格, at_least: 2}, {name: 不合格, at_least: 0}]\n"
        f"    needed: {needed}\n    of:\n{inner}"
    )


@pytest.mark.parametrize(
    ("land", "computers", "name", "outcome"),
    [
        (1200, 60, "合格", "met"),
        (1199, 60, "基本合格", "met"),
        (999, 60, "不合格", "not_met"),
        (1199, None, "不合格–基本合格", "undetermined"),
        (1200, None, "基本合格–合格", "met"),
        (None, 59, "不合格–基本合格", "undetermined"),
        (999, None, "不合格", "not_met"),
    ],
)
def test_tiers_with_a_range(judge: CASES, land: int | None, computers: int | None, name: str, outcome: str) -> None:
    one = judge(tiers("基本合格"), [primary(占地面积=land, 计算机台数=computers)]).one()
    assert (one.because, one.outcome) == (name, outcome)


def test_the_best_tier_may_be_needed(judge: CASES) -> None:
    assert judge(tiers("合格"), [primary(占地面积=1199, 计算机台数=60)])["R"] == "not_met"
    assert judge(tiers("合格"), [primary(占地面积=1200, 计算机台数=60)])["R"] == "met"


# meets, noted, binding


def test_schools_that_meet_another_standard(judge: CASES, tmp_path: Path) -> None:
    other = TINY.replace("id: tiny", "id: basic")
    (tmp_path / "basic.yaml").write_text(f"{other}\nrules:\n{LAND}{COMPUTERS}", encoding="utf-8")
    rule = county_rule("meets", "standard: basic, scope: all, stated: rate, limits: [{at_least: 50%}]")
    good, bad, open_ = ({"占地面积": 1000, "计算机台数": count} for count in (60, 59, None))

    def outcome(*rows: Mapping[str, Raw]) -> str:
        return judge(rule, [primary(学校名称=f"学校{number}", **row) for number, row in enumerate(rows)])["R"]

    assert outcome(good, bad) == "met"
    assert outcome(good, bad, bad) == "not_met"
    assert outcome(good, bad, bad, open_) == "undetermined"
    assert outcome(good, bad, open_) == "undetermined"
    assert outcome(good, open_) == "met"
    assert outcome(bad, bad, bad, open_) == "not_met"


def test_meets_reads_items_that_only_the_other_standard_has(judge: CASES, tmp_path: Path) -> None:
    """Blank cells of the other standard's items are named as those of this one are."""
    items = "\nitems:\n  gyms: {title: 体育馆数, headings: [体育馆数], kind: whole}\n"
    other = TINY.replace("id: tiny", "id: basic").replace("\nitems:\n", items)
    gyms = threshold("of: gyms, limits: [{at_least: 1}]", "G")
    (tmp_path / "basic.yaml").write_text(f"{other}\nrules:\n{gyms}", encoding="utf-8")
    rule = county_rule("meets", "standard: basic, scope: all, stated: rate, limits: [{equals: 1}]")
    assert judge(rule, [primary(体育馆数=1)])["R"] == "met"
    assert judge(rule, [primary(体育馆数=0)])["R"] == "not_met"
    found = judge(rule, [primary(体育馆数=None)])
    assert found["R"] == "undetermined"
    assert "E210" in [issue.code for issue in found.report.issues]


def test_another_standard_splits_shared_resources_by_its_own_weights(judge: CASES, tmp_path: Path) -> None:
    """600 books for 300 and 300 pupils: one to one is 1 for each stage, one to two is two thirds and four thirds."""
    quorum = (
        "  - {id: Q, kind: quorum, title: 项, clause: 条, scope: all, level: section, at_least: 1, "
        "of: [{indicator: BOOKS, limits: [{at_least: 1}]}]}\n"
    )
    asked = TINY.replace("junior: 1.1", "junior: 2")
    rule = county_rule("meets", "standard: basic, scope: all, stated: rate, limits: [{equals: 100%}]")
    rows = [nine_year(小学在校生数=300, 初中在校生数=300, 图书册数=600)]
    for weight, outcome in (("1", "met"), ("2", "not_met")):
        other = TINY.replace("id: tiny", "id: basic").replace("junior: 1.1", f"junior: {weight}")
        (tmp_path / "basic.yaml").write_text(f"{other}\nrules:\n{quorum}", encoding="utf-8")
        assert judge(rule, rows, head=asked)["R"] == outcome


@pytest.mark.parametrize(("said", "outcome"), [({"标准化学校比例": "90%"}, "met"), ({}, "awaiting")])
def test_meets_as_the_county_states_it(judge: CASES, said: dict[str, Raw], outcome: str) -> None:
    rule = county_rule("meets", "scope: all, stated: rate, limits: [{at_least: 90%}]")
    assert judge(rule, said=said)["R"] == outcome


def test_noted_decides_nothing_and_says_why(judge: CASES) -> None:
    noted = county_rule("noted", "text: 211年建成xx所, reading: 或指2011年, why: 字迹不清", "N")
    found = judge(noted + LAND, [primary(占地面积=1000)])
    assert (found["N"], found.outcome) == ("not_applicable", "met")
    for part in ("211年建成xx所", "或指2011年", "字迹不清"):
        assert part in found.because("N")
    assert judge(noted).outcome == "undetermined", "nothing was judged"


@pytest.mark.parametrize(("binding", "exit_code"), [("must", 1), ("principle", 0), ("aspired", 0)])
def test_only_what_must_be_decides(judge: CASES, binding: str, exit_code: int) -> None:
    weak = threshold(f"binding: {binding}, of: computers, limits: [{{at_least: 60}}]", "W")
    found = judge(LAND + weak, [primary(占地面积=1000, 计算机台数=59)])
    assert (found["W"], found.exit) == ("not_met", exit_code)
    assert found.report.headline
    (line,) = [line for line in found.report.requirements if line.id == "W"]
    assert line.binding == binding


# quorum with rules, and limits that are not there


def quorum(at_least: int, level: str = "school", rest: str = "") -> str:
    inner = (LAND + COMPUTERS).replace("  - {", "      - {").replace("level: school", f"level: {level}")
    return (
        f"  - id: R\n    kind: quorum\n    title: 项\n    clause: 条\n    scope: all\n    level: {level}\n"
        f"    at_least: {at_least}\n{rest}    of:\n{inner}"
    )


@pytest.mark.parametrize(
    ("land", "computers", "one_of", "two_of"),
    [
        (1000, 60, "met", "met"),
        (1000, 59, "met", "not_met"),
        (999, 59, "not_met", "not_met"),
        (1000, None, "met", "undetermined"),
        (999, None, "undetermined", "not_met"),
    ],
)
def test_quorum_of_rules(judge: CASES, land: int, computers: int | None, one_of: str, two_of: str) -> None:
    rows = [primary(占地面积=land, 计算机台数=computers)]
    for level in ("school", "section"):
        assert judge(quorum(1, level), rows)["R"] == one_of
        assert judge(quorum(2, level), rows)["R"] == two_of


@pytest.mark.parametrize(("land", "outcome"), [(850, "met"), (849, "not_met")])
def test_quorum_of_rules_with_a_floor(judge: CASES, land: int, outcome: str) -> None:
    rows = [primary(占地面积=land, 计算机台数=60)]
    assert judge(quorum(1, rest="    rest_at_least: 85%\n"), rows)["R"] == outcome


# dispersion


def dispersion(on: str, limit: str, weight: str = "pupils", more: str = "") -> str:
    return (
        "  - id: R\n    kind: dispersion\n    title: 差异系数\n    clause: 条\n    scope: all\n    of: [BOOKS]\n"
        f"    on: {on}\n    weight: {weight}\n{more}"
        f"    limits: [{{stage: primary, {limit}}}, {{stage: junior, no_limit: true}}]\n"
    )


# The published worked example: five primary schools, books.
FIVE = [
    primary(学校名称=f"小学{number}", 小学在校生数=pupils, 图书册数=books)
    for number, (pupils, books) in enumerate([(45, 279), (37, 137), (89, 935), (76, 160), (55, 402)], 1)
]


@pytest.mark.parametrize(
    ("on", "weight", "limit", "more", "outcome", "cv"),
    [
        ("each", "pupils", "at_most: 0.52", "", "met", "0.515257"),
        ("each", "pupils", "at_most: 0.515", "", "not_met", "0.515257"),
        ("each", "none", "at_most: 0.50", "", "met", "0.488771"),
        ("each", "none", "at_most: 0.488", "", "not_met", "0.488771"),
        ("mean", "pupils", "at_most: 0.52", "", "met", "0.515257"),
        ("mean", "pupils", "at_most: 0.515", "", "not_met", "0.515257"),
        ("mean", "none", "at_most: 0.488", "", "not_met", "0.488771"),
        # 0.515257 is 0.515 with three decimals, 0.52 with two, and 0.51 where they are cut off.
        ("each", "pupils", "at_most: 0.515", "    compare_at: {decimals: 3, mode: half_up}\n", "met", "0.515257"),
        ("each", "pupils", "at_most: 0.515", "    compare_at: {decimals: 2, mode: half_up}\n", "not_met", "0.515257"),
        ("each", "pupils", "at_most: 0.51", "    compare_at: {decimals: 2, mode: down}\n", "met", "0.515257"),
        ("mean", "pupils", "at_most: 0.515", "    compare_at: {decimals: 3, mode: half_up}\n", "met", "0.515257"),
        ("mean", "pupils", "at_most: 0.51", "    compare_at: {decimals: 2, mode: down}\n", "met", "0.515257"),
        ("mean", "pupils", "below: 0.51", "    compare_at: {decimals: 2, mode: down}\n", "not_met", "0.515257"),
    ],
)
def test_dispersion(judge: CASES, on: str, weight: str, limit: str, more: str, outcome: str, cv: str) -> None:
    found = judge(dispersion(on, limit, weight, more), FIVE)
    assert found["R"] == outcome
    line = next(line for line in found.report.dispersion if line.stage == "primary")
    assert line.cv is not None
    assert exact.fixed(line.cv, 6) == cv
    (composite,) = [one for one in found.report.composite if one.stage == "primary"]
    assert composite.outcome == (outcome if on == "mean" else None)
    assert line.limit is None if on == "mean" else line.outcome == outcome


def test_a_mean_exactly_on_its_limit_is_met(judge: CASES) -> None:
    """100 and 300 books for as many pupils each: mean 2, deviation 1, coefficient 0.5 exactly."""
    rows = [primary(学校名称=f"学校{books}", 小学在校生数=100, 图书册数=books) for books in (100, 300)]
    assert judge(dispersion("mean", "at_most: 0.5"), rows)["R"] == "met"
    assert judge(dispersion("each", "at_most: 0.5"), rows)["R"] == "met"
    assert judge(dispersion("each", "below: 0.5"), rows)["R"] == "not_met"
    assert judge(dispersion("mean", "below: 0.5"), rows)["R"] == "not_met"


def test_a_missing_value_leaves_the_mean_open(judge: CASES) -> None:
    found = judge(dispersion("mean", "at_most: 0.5"), [*FIVE, primary(学校名称="己", 图书册数=None)])
    assert (found["R"], found.exit) == ("undetermined", 3)


# Published tables of the 2012 measure: eight coefficients and their composite, the plain mean.
COMPOSITES = [
    ("庐阳区", "primary", "0.881 1.299 0.977 0.379 0.170 0.334 0.286 0.408", "0.592"),
    ("庐阳区", "junior", "0.353 0.784 0.146 0.491 0.037 0.226 0.223 0.253", "0.314"),
    ("蜀山区", "primary", "0.711 0.649 0.472 0.338 0.235 0.274 0.260 0.396", "0.417"),
    ("蜀山区", "junior", "0.505 0.484 0.325 0.275 0.199 0.715 0.421 1.021", "0.493"),
    ("万州区", "primary", "0.437 0.419 0.255 0.188 0.171 0.263 0.263 0.420", "0.302"),
    ("万州区", "junior", "0.381 0.298 0.264 0.212 0.207 0.502 0.445 0.539", "0.356"),
    ("黔江区", "primary", "0.633 0.891 0.435 0.328 0.351 0.391 0.379 0.541", "0.494"),
    ("江津区", "junior", "0.319 0.346 0.187 0.241 0.154 0.267 0.250 0.324", "0.261"),
    # The mean of the printed figures is 0.56275: here it shows that unrounded coefficients were averaged.
    ("永川区", "primary", "0.696 0.916 0.819 0.580 0.450 0.286 0.285 0.470", "0.562"),
]


@pytest.mark.parametrize(("county", "stage", "single", "composite"), COMPOSITES)
def test_published_composites_are_plain_means(county: str, stage: str, single: str, composite: str) -> None:
    squares = [Fraction(one) ** 2 for one in single.split()]
    assert len(squares) == 8
    rule = Dispersion.model_validate(
        {
            "id": "CV", "kind": "dispersion", "title": "均值", "clause": "条", "scope": "all", "of": ["S1"],
            "on": "mean", "weight": "pupils", "limits": [{"stage": stage, "at_most": 1}],
        }
    )  # fmt: skip
    spreads = [Spread("CV", Outcome.NOT_APPLICABLE, stage=stage, squared=one, sections=1) for one in squares]
    found = rule.mean(spreads, stage, Choice("bound", Bound(at_most=Fraction(composite) + Fraction("0.0005"))))
    assert found.value is not None
    assert found.value == sum((exact.rounded(exact.root(one), 30) for one in squares), Fraction(0)) / 8
    # Each figure was rounded to three decimals, and so was their mean.
    assert abs(found.value - Fraction(composite)) <= Fraction("0.001")
    if county != "永川区":
        assert exact.fixed(found.value, 3) == composite
        assert found.outcome == "met"


# extends


PARENT = (
    LAND
    + COMPUTERS
    + several("all", threshold("of: books, limits: [{at_least: 10}]", "Q1"),
              threshold("of: health, limits: [{at_least: 1}]", "Q2"))
)  # fmt: skip
CHILD = """id: child
title: 县级方案
document: 试验
authority: 试验
region: cn
valid: {from: 2020-01-01}
checked: {state: example, note: 试验}
extends: tiny
"""
GOOD: dict[str, Raw] = {"占地面积": 1000, "计算机台数": 60, "图书册数": 10, "专职卫生人员数": 1}


@pytest.fixture
def extended(tmp_path: Path, judge: CASES) -> Callable[..., Found]:
    def call(child: str, **stated: Raw) -> Found:
        folder = tmp_path / "extended"
        folder.mkdir(exist_ok=True)
        (folder / "tiny.yaml").write_text(f"{TINY}\nrules:\n{PARENT}", encoding="utf-8")
        path = folder / "child.yaml"
        path.write_text(CHILD + child, encoding="utf-8")
        words = Words("zh")
        loaded = load(str(path), words)
        sheets = grids([school("小学", {**GOOD, **stated})])
        (census,) = take(sheets, loaded.standard, loaded.vocabulary, "测试县", words).values()
        day = date.fromisoformat(DAY)
        return Found(assess(loaded.standard, loaded.vocabulary, census, day, words, Provenance("0", "", ())))

    return call


def ids(found: Found) -> list[str]:
    return [line.id for line in found.report.requirements]


def test_extends_keeps_everything(extended: Callable[..., Found]) -> None:
    found = extended("")
    assert (ids(found), found.outcome) == (["P1", "P2", "R"], "met")
    assert found.report.standard.id == "child"


def test_extends_only_remove_and_more(extended: Callable[..., Found]) -> None:
    assert ids(extended("only: [P2]\n")) == ["P2"]
    assert ids(extended("remove: [P2]\n")) == ["P1", "R"]
    found = extended("only: [P1]\nrules:\n" + threshold("of: books, limits: [{at_least: 11}]", "N"))
    assert (ids(found), found["P1"], found["N"]) == (["P1", "N"], "met", "not_met")


def test_extends_overrides_a_rule_and_a_part_of_one(extended: Callable[..., Found]) -> None:
    found = extended("override: {P1: {limits: [{at_least: 1001}]}}\n")
    assert (found["P1"], found["P2"], found["R"]) == ("not_met", "met", "met")
    found = extended("override: {Q2: {limits: [{at_least: 2}], binding: must}}\n")
    assert (found["P1"], found["R"]) == ("met", "not_met")
    assert found.outcomes("Q1") == {"甲小学": "met"}
    assert found.outcomes("Q2") == {"甲小学": "not_met"}


def test_extends_overrides_an_indicator_of_a_quorum(tmp_path: Path) -> None:
    words = Words("zh")
    (tmp_path / "child.yaml").write_text(
        CHILD.replace("extends: tiny", "extends: cn-quality-2017")
        + "override:\n  A1: {limits: [{stage: primary, at_least: 6.1}, {stage: junior, at_least: 5.3}]}\n",
        encoding="utf-8",
    )
    loaded = load(str(tmp_path / "child.yaml"), words)
    (census,) = take(grids([primary()]), loaded.standard, loaded.vocabulary, "测试县", words).values()
    day = date.fromisoformat(DAY)
    report = assess(loaded.standard, loaded.vocabulary, census, day, words, Provenance("0", "", ()))
    (line,) = report.sections
    found = {one.id: (one.required, one.outcome) for one in line.indicators}
    assert found["A1"] == (Fraction("6.1"), "tolerated")
    assert found["A2"] == (1, "met")


@pytest.mark.parametrize(
    ("child", "line", "fragments"),
    [
        ("only: [P1, P9]\n", 9, ("P9",)),
        ("remove: [P3]\n", 9, ("P3",)),
        ("override:\n  P4: {binding: principle}\n", 10, ("P4",)),
        ("override: {Q9: {binding: principle}}\n", 9, ("Q9",)),
        ("extras: 1\n", 9, ("extras",)),
        ("override: {P1: {limit: 5}}\n", 9, ("limit",)),
        ("override: {P1: {limits: [{at_lest: 5}]}}\n", 9, ("at_lest",)),
        ("rules:\n" + threshold("of: book, limits: [{at_least: 1}]", "N"), 10, ("book", "books")),
        ("rules:\n" + threshold("of: books, limits: [{at_least: 1}]", "P1"), 10, ("P1",)),
    ],
)
def test_what_an_extension_names_must_be_there(
    extended: Callable[..., Found], child: str, line: int, fragments: tuple[str, ...]
) -> None:
    with pytest.raises(StandardError) as raised:
        extended(child)
    (problem,) = raised.value.problems
    assert problem.path.endswith("child.yaml")
    assert problem.line == line
    for fragment in fragments:
        assert fragment in problem.text


def test_an_extension_of_itself(tmp_path: Path) -> None:
    words = Words("zh")
    (tmp_path / "child.yaml").write_text(CHILD.replace("extends: tiny", "extends: child"), encoding="utf-8")
    with pytest.raises(StandardError) as raised:
        load(str(tmp_path / "child.yaml"), words)
    assert "child" in str(raised.value)


def test_an_extension_of_nothing_names_the_line_and_the_nearest(tmp_path: Path) -> None:
    words = Words("zh")
    (tmp_path / "child.yaml").write_text(CHILD.replace("extends: tiny", "extends: cn-qality-2017"), encoding="utf-8")
    with pytest.raises(StandardError) as raised:
        load(str(tmp_path / "child.yaml"), words)
    (problem,) = raised.value.problems
    assert problem.line == 8
    assert "cn-quality-2017" in problem.message
