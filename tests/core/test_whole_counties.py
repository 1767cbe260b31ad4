"""Whole counties made at random, judged a second time by the plain formulas of the measure, in fractions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from county import STAGES, Row, report, school
from hypothesis import given, settings
from hypothesis import strategies as st

from eqeval.core.figures import exact
from eqeval.core.grid import Raw

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)

LIMITS = {
    "小学": {"A1": "4.2", "A2": "1", "A3": "0.9", "A4": "4.5", "A5": "7.5", "A6": "2000", "A7": "2.3"},
    "初中": {"A1": "5.3", "A2": "1", "A3": "0.9", "A4": "5.8", "A5": "10.2", "A6": "2500", "A7": "2.4"},
}
CV_LIMITS = {"小学": Fraction("0.50"), "初中": Fraction("0.45")}
NAMES = {"小学": "primary", "初中": "junior"}
# 九年一贯制 1 : 1.1, 完全中学 1 : 1.2 between junior and senior, 十二年一贯制 1 : 1.1 : 1.32.
WEIGHTS = {
    "小学": {"小学": Fraction(1)},
    "初级中学": {"初中": Fraction(1)},
    "九年一贯制学校": {"小学": Fraction(1), "初中": Fraction("1.1")},
    "完全中学": {"初中": Fraction(1), "高中": Fraction("1.2")},
    "十二年一贯制学校": {"小学": Fraction(1), "初中": Fraction("1.1"), "高中": Fraction("1.32")},
}
Section = tuple[str, str]


@st.composite
def rows(draw: st.DrawFn, number: int) -> Row:
    """One school with resources about its limits, now and then with nothing, now and then with a blank."""
    kind = draw(st.sampled_from(sorted(WEIGHTS)))
    stated: Row = {"学校名称": f"学校{number}"}
    heads = 0
    for stage in STAGES[kind]:
        pupils = draw(st.integers(20, 2500))
        heads += pupils
        stated[f"{stage}在校生数"] = pupils
        if stage != "高中":
            for item, per_hundred in (("高于规定学历教师数", 8), ("县级以上骨干教师数", 2), ("体育艺术专任教师数", 2)):
                stated[stage + item] = draw(st.integers(0, max(1, pupils * per_hundred // 100)))
    indoor = draw(st.integers(0, 200 * heads))
    stated["室内体育用房面积"] = indoor / 100
    stated["教学及辅助用房面积"] = (indoor + draw(st.integers(0, 1200 * heads))) / 100
    stated["运动场地面积"] = draw(st.integers(0, 1500 * heads)) / 100
    stated["教学仪器设备资产值"] = draw(st.integers(0, 45 * heads)) / 100
    stated["网络多媒体教室数"] = draw(st.integers(0, max(1, heads * 5 // 100)))
    blank = draw(st.sampled_from([None, None, None, *sorted(key for key in stated if not key.startswith("学校"))]))
    if blank is not None and not blank.endswith("在校生数"):
        stated[blank] = None
    return school(kind, stated)


counties = st.integers(1, 7).flatmap(lambda count: st.tuples(*(rows(number) for number in range(count))))


def amounts(row: Row) -> dict[Section, dict[str, tuple[Fraction | None, int]]]:
    """Follow the definitions: what of each resource falls to each stage, and its pupils."""

    def of(heading: str) -> Fraction | None:
        raw = row[heading]
        # As written, with two decimals at most: a resource of the table is never more precise here.
        return None if raw is None else Fraction(str(raw))

    def less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
        return None if one is None or other is None else one - other

    def plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
        return None if one is None or other is None else one + other

    def times(factor: Fraction | int, one: Fraction | None) -> Fraction | None:
        return None if one is None else one * factor

    weights = WEIGHTS[str(row["办学类型"])]
    pupils = {stage: int(str(row[f"{stage}在校生数"])) for stage in weights}
    weighted = sum((weights[stage] * pupils[stage] for stage in weights), Fraction(0))
    found = {}
    for stage in weights:
        if stage == "高中":
            continue
        share = weights[stage] * pupils[stage] / weighted
        indoor = of("室内体育用房面积")
        resources = {
            "A1": of(f"{stage}高于规定学历教师数"),
            "A2": of(f"{stage}县级以上骨干教师数"),
            "A3": of(f"{stage}体育艺术专任教师数"),
            "A4": times(share, less(of("教学及辅助用房面积"), indoor)),
            "A5": times(share, plus(of("运动场地面积"), indoor)),
            "A6": times(share * 10000, of("教学仪器设备资产值")),
            "A7": times(share, of("网络多媒体教室数")),
        }
        found[str(row["学校名称"]), stage] = {name: (amount, pupils[stage]) for name, amount in resources.items()}
    return found


def value(indicator: str, amount: Fraction, pupils: int) -> Fraction:
    return amount / pupils * (100 if indicator in ("A1", "A2", "A3", "A7") else 1)


def outcome(value: Fraction | None, limit: Fraction) -> str:
    if value is None:
        return "undetermined"
    return "met" if value >= limit else "tolerated" if value >= limit * 85 / 100 else "not_met"


def section_outcome(outcomes: Sequence[str]) -> str:
    if "not_met" in outcomes or outcomes.count("tolerated") > 1:
        return "not_met"
    return "undetermined" if "undetermined" in outcomes else "met"


def coefficient(shares: Sequence[tuple[Fraction | None, int]]) -> tuple[Fraction, Fraction] | None:
    """Mean and CV² by the published formula; None where a value is missing or the mean is 0."""
    heads = sum(pupils for _, pupils in shares)
    known = [(amount, pupils) for amount, pupils in shares if amount is not None]
    total = sum((amount for amount, _ in known), Fraction(0))
    if len(known) < len(shares) or not total:
        return None
    mean = total / heads
    spread = sum((Fraction(pupils, heads) * (amount / pupils - mean) ** 2 for amount, pupils in known), Fraction(0))
    return mean, spread / mean**2


@repeatable
@given(counties)
def test_a_county_is_judged_as_the_formulas_say(county: Sequence[Row]) -> None:
    judged = report(county)
    expected: dict[Section, Mapping[str, tuple[Fraction | None, int]]] = {}
    for row in county:
        expected |= amounts(row)
    assert {(line.school, line.stage) for line in judged.sections} == {(name, NAMES[stage]) for name, stage in expected}
    lines = {(line.school, line.stage): line for line in judged.sections}
    verdicts = []
    for (name, stage), resources in expected.items():
        line = lines[name, NAMES[stage]]
        outcomes = []
        for one in line.indicators:
            amount, pupils = resources[one.id]
            found = None if amount is None else value(one.id, amount, pupils)
            assert one.value == found, (name, stage, one.id)
            outcomes.append(outcome(found, Fraction(LIMITS[stage][one.id])))
        assert [one.outcome for one in line.indicators] == outcomes
        assert line.outcome == section_outcome(outcomes)
        verdicts.append(section_outcome(outcomes))
    for spread in judged.dispersion:
        stage = "小学" if spread.stage == "primary" else "初中"
        shares = [resources[spread.indicator] for (_, at), resources in expected.items() if at == stage]
        result = coefficient(shares)
        if result is None:
            assert spread.outcome == ("undetermined" if shares else "not_applicable")
            assert (spread.cv, spread.mean) == (None, None)
        else:
            mean, squared = result
            assert spread.mean == value(spread.indicator, mean, 1)
            assert spread.cv is not None
            assert exact.significant(spread.cv) == exact.significant(exact.root(squared))
            assert spread.outcome == ("met" if squared <= CV_LIMITS[stage] ** 2 else "not_met")
        verdicts.append(str(spread.outcome))
    if "not_met" in verdicts:
        assert judged.outcome == "not_met"


@repeatable
@given(counties.flatmap(lambda county: st.tuples(st.just(county), st.permutations(county))))
def test_the_order_of_the_rows_changes_no_verdict(pair: tuple[Sequence[Row], Sequence[Row]]) -> None:
    one, other = (report(county) for county in pair)
    assert one.outcome == other.outcome
    assert {(line.school, line.stage, line.outcome) for line in one.sections} == {
        (line.school, line.stage, line.outcome) for line in other.sections
    }
    assert [(line.mean, line.cv, line.outcome) for line in one.dispersion] == [
        (line.mean, line.cv, line.outcome) for line in other.dispersion
    ]


@repeatable
@given(counties)
def test_no_figure_is_shown_on_the_other_side_of_its_limit_or_floor(county: Sequence[Row]) -> None:
    judged = report(county)
    for line in judged.sections:
        for one in line.indicators:
            if one.value is not None and one.required is not None and one.floor is not None:
                for mark in (one.required, one.floor):
                    assert (Fraction(one.value_text) >= mark) == (one.value >= mark)
    for spread in judged.dispersion:
        if spread.cv is not None:
            assert spread.limit is not None
            assert (Fraction(spread.cv_text) <= spread.limit) == (spread.outcome == "met")


@pytest.mark.parametrize("raw", [0.07, 4139.99, 123.45])
def test_two_decimals_of_a_cell_are_taken_as_written(raw: Raw) -> None:
    judged = report([school("小学", {"小学在校生数": 100, "运动场地面积": raw, "室内体育用房面积": 0})])
    (line,) = judged.sections
    assert line.indicators[4].value == Fraction(str(raw)) / 100
