"""Tables that state values per pupil instead of totals: read as they are written, marked, and checked."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from conftest import Run
from county import (
    DAY,
    Row,
    full_secondary,
    grids,
    junior,
    nine_year,
    primary,
    report,
    reports,
    standard,
    twelve_year,
)
from layouts import Sheet, save
from msgspec.structs import replace

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.figures import exact
from eqeval.core.grid import Grid, Percent, Raw
from eqeval.core.intake import take
from eqeval.core.lint.screening import screen
from eqeval.core.reports.report import IndicatorLine, Report, SectionLine
from eqeval.core.verdict import Outcome
from eqeval.words import Words

# As the application form writes them, stray blanks and all.
VALUES = (
    "每百名学生拥有高于规定学历教师数",
    "每百名学生拥有县级及以上骨干教师数",
    "每百名学生拥有体育、艺术 (美术、音乐)专任教师数",
    "生均教学及辅助用 房面积（ ㎡）",
    "生均体育运动场馆面积（㎡）",
    "生均教学仪器设备值(元)",
    "每百名学生拥有网络多媒体 教室数",
)
SHORT = ("每百生高于规定学历教师数", "每百生骨干教师数", "每百生体育、艺术专任教师数", "生均教学及辅助用房面积",
         "生均体育运动场馆面积", "生均教学仪器设备值", "每百名学生拥有网络多媒体教室数")  # fmt: skip
BASIC = (
    "生均教学及辅助用房面积(㎡)",
    "生均体育运动场馆面积(㎡)",
    "生均教学仪器设备值(元)",
    "每百名学生拥有计算机台数(台)",
    "生均图书册数",
    "师生比",
    "生均高于规定学历教师数",
    "生均中级及以上专业技术职务教师数",
)
STAGES = {"primary": "小学", "junior": "初中"}
MET = {"primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3), "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4)}
COUNTY = [
    primary(学校名称="甲小学"),
    primary(学校名称="乙小学", 小学在校生数=480, 小学高于规定学历教师数=12),
    nine_year(学校名称="丙学校"),
    junior(学校名称="丁初中", 初中在校生数=720),
    full_secondary(学校名称="戊中学"),
    twelve_year(学校名称="己学校", 小学在校生数=333),
]

Write = Callable[[SectionLine], Sequence[Raw]]


def printed(line: SectionLine) -> list[Raw]:
    """The values of a section as a form prints them."""
    return [float(exact.fixed(one.value, 2)) for one in line.indicators if one.value is not None]


def form(
    sections: Iterable[SectionLine], write: Write = printed, verdict: str = "", headings: Sequence[str] = VALUES
) -> Sheet:
    """Table Ⅱ-2: primary schools, then junior ones, each numbered from 1, with codes, fillers and a remark."""
    lines = list(sections)
    sheet = Sheet("表2-2").line("表Ⅱ-2  小学、初中资源配置基本情况（分学校）")
    sheet.line(
        "序 号",
        "学校名称",
        "举办者 类型",
        "在校生数",
        "年级数",
        "班级数",
        *headings,
        "该校综合评估是否达标",
        "备注（注 明有哪几项指标达标）",
    )
    sheet.line(*(f"L{number}" for number in range(1, 15)))
    for stage in STAGES:
        here = [line for line in lines if line.stage == stage]
        for number, line in enumerate(here, 1):
            pupils = line.pupils
            assert isinstance(pupils, int)
            sheet.line(number, line.school, 7, pupils, 6, 15, *write(line), verdict, "")
        sheet.line(None, "…")
    return sheet.line("注： 1.小学学校总数＿＿所（其中： 一贯制学校的小学部有＿＿所）。3. L7-L13 数值均保留两位小数。")


def judged(*sheets: Sheet | Grid, name: str = "cn-quality-2017") -> Report:
    (found,) = reports([one if isinstance(one, Grid) else one.grid() for one in sheets], name=name).values()
    return found


def census_of(*rows: Row) -> Census:
    loaded = standard()
    (found,) = take(grids(rows), loaded.standard, loaded.vocabulary, "测试县", Words("zh")).values()
    return found


def lines(found: Report) -> dict[tuple[str, str], SectionLine]:
    return {(line.school, line.stage): line for line in found.sections}


def stated(stage: str, *values: Raw, pupils: int = 600, more: Sequence[Sequence[Raw]] = ()) -> Report:
    """Judge a county with one school at a stage, which states these values; what is left out just meets its limit."""
    sheet = Sheet(STAGES[stage]).line("学校名称", "在校生数", *VALUES)
    sheet.line("甲学校", pupils, *values, *MET[stage][len(values) :])
    for row in more:
        sheet.line(*row)
    return judged(sheet)


def one(found: Report, number: int = 0) -> IndicatorLine:
    return found.sections[0].indicators[number]


def codes(found: Report) -> set[str]:
    return {issue.code for issue in found.issues}


def test_the_form_gives_the_verdicts_of_the_totals_that_it_was_filled_from() -> None:
    raw = report(COUNTY)
    found = judged(form(raw.sections))
    assert set(lines(found)) == set(lines(raw))
    for key, line in lines(raw).items():
        read = lines(found)[key]
        assert (read.pupils, read.outcome) == (line.pupils, line.outcome), key
        for mine, own in zip(read.indicators, line.indicators, strict=True):
            assert own.value is not None and mine.value == exact.rounded(own.value, 2)
            assert mine.outcome == own.outcome
            assert mine.approximate and not own.approximate
            assert mine.value_text.startswith("≈") and not own.value_text.startswith("≈")
    assert [line.outcome for line in found.dispersion] == [line.outcome for line in raw.dispersion]
    assert all(line.approximate and line.cv_text.startswith("≈") for line in found.dispersion)
    assert not any(line.approximate for line in raw.dispersion)
    missing = [issue.message for issue in found.issues if issue.code == "E108"]
    assert len(missing) == 4 and not any("教师" in each or "面积" in each or "值" in each for each in missing)
    assert {"N625", "N626"} <= codes(found) and not codes(found) & {"E116", "E210", "W535", "W536", "W537"}


def test_cells_name_the_value_and_the_pupils() -> None:
    found = judged(form(report(COUNTY).sections))
    assert lines(found)["甲小学", "primary"].indicators[0].cells == ("表2-2!G4", "表2-2!D4")
    assert lines(found)["丙学校", "junior"].indicators[6].cells == ("表2-2!M9", "表2-2!D9")


@pytest.mark.parametrize(("place", "cell"), [(0, "小学!C2"), (3, "小学!F2"), (6, "小学!I2")])
def test_a_value_in_a_cell_that_shows_percent_is_asked_about_and_open(place: int, cell: str) -> None:
    """5.42% may be 5.42 that was typed there, or 0.0542: the one would be met and the other not."""
    values: list[Raw] = list(MET["primary"])
    values[place] = Percent(0.0542)
    found = stated("primary", *values)
    (asked,) = (issue for issue in found.issues if issue.code in ("E209", "E201", "E210", "E211", "W542"))
    assert (asked.code, asked.cell, asked.value, asked.school) == ("E209", cell, "5.42%", "甲学校")
    assert "0.0542" in asked.message and "也可能是 5.42；" in asked.message
    assert [line.outcome for line in found.sections[0].indicators].count(Outcome.UNDETERMINED) == 1
    assert one(found, place).outcome == "undetermined"


def test_zero_percent_is_zero() -> None:
    found = stated("primary", Percent(0.0))
    assert "E209" not in codes(found) and one(found).value == 0


@pytest.mark.parametrize("seed", range(40))
def test_wherever_rounding_changes_a_verdict_it_is_said(seed: int) -> None:
    """Counties whose values lie close to limits and floors, with coefficients close to theirs."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for number in range(chance.randint(2, 7)):
        pupils = chance.choice([100, 150, 333, 700, 997])
        wanted = [
            chance.choice([0.85, 1, 1, 2.4]) * limit + chance.choice([-1, 0, 1]) * 0.004 for limit in MET["primary"]
        ]
        area = wanted[3] * pupils
        rows.append(
            primary(
                学校名称=f"第{number}小学",
                小学在校生数=pupils,
                小学高于规定学历教师数=round(wanted[0] * pupils / 100),
                小学县级以上骨干教师数=round(wanted[1] * pupils / 100),
                小学体育艺术专任教师数=round(wanted[2] * pupils / 100),
                教学及辅助用房面积=round(area, 3),
                室内体育用房面积=0,
                运动场地面积=round(wanted[4] * pupils, 3),
                教学仪器设备资产值=round(wanted[5] * pupils / 10000, 6),
                网络多媒体教室数=round(wanted[6] * pupils / 100),
            )
        )
    raw = report(rows)
    found = judged(form(raw.sections))
    for key, line in lines(raw).items():
        for mine, own in zip(lines(found)[key].indicators, line.indicators, strict=True):
            assert mine.outcome == own.outcome or mine.hangs, (key, own.id, own.value)
    for mine_cv, own_cv in zip(found.dispersion, raw.dispersion, strict=True):
        assert mine_cv.outcome == own_cv.outcome or mine_cv.hangs
        if own_cv.cv is not None:
            low, high = (float(each) for each in mine_cv.notes[0].split("在 ")[1].removesuffix(" 之间").split(" 和 "))
            assert low <= own_cv.cv <= high


@pytest.mark.parametrize(
    ("stage", "value", "outcome", "hangs"),
    [
        ("primary", 4.20, "met", True),  # it may have been 4.195
        ("primary", 4.21, "met", False),
        ("primary", "4.203", "met", False),  # written with three decimals, so at least 4.2025
        ("primary", 4.19, "tolerated", False),
        ("primary", 3.57, "tolerated", True),
        ("primary", 3.56, "not_met", False),
        ("primary", 3.58, "tolerated", False),
        ("junior", 4.51, "tolerated", False),  # nothing below 4.505 is printed 4.51
        ("junior", 4.505, "tolerated", True),
        ("junior", 4.5, "not_met", False),
        ("junior", 5.3, "met", True),
    ],
)
def test_the_value_as_stated_decides_and_what_rounding_leaves_open_is_said(
    stage: str, value: Raw, outcome: str, hangs: bool
) -> None:
    line = one(stated(stage, value))
    assert (line.outcome, line.hangs) == (outcome, hangs)
    assert ("填报的数只到所写的位数" in " ".join(line.notes)) is hangs


def test_what_is_lacking_follows_from_the_pupils() -> None:
    line = one(stated("primary", 3.5, pupils=650))
    # (4.2 - 3.5) x 6.5 = 4.55 teachers
    assert line.shortfall is not None
    assert (line.shortfall.amount, line.shortfall.text) == (5, "≈5 人")
    area = one(stated("primary", 4.2, 1, 0.9, 4.25, pupils=650), 3)
    assert area.shortfall is not None and (area.shortfall.amount, area.shortfall.text) == (162.5, "≈162.5 ㎡")


def test_a_combined_school_lacks_what_its_section_lacks() -> None:
    sheet = Sheet("表").line("学校名称", "在校生数", *VALUES)
    sheet.line("甲学校小学部", 600, *MET["primary"][:3], 4.4, *MET["primary"][4:])
    sheet.line("甲学校初中部", 300, *MET["junior"])
    found = judged(sheet)
    assert [(line.school, line.stage) for line in found.sections] == [
        ("甲学校", "primary"),
        ("甲学校", "junior"),
    ]
    shortfall = found.sections[0].indicators[3].shortfall
    assert shortfall is not None and (shortfall.amount, shortfall.text) == (60, "≈60 ㎡")


@pytest.mark.parametrize("blank", [None, "—", "/"])
def test_a_blank_value_is_no_zero_and_no_pass(blank: Raw) -> None:
    found = stated("primary", blank, more=[("乙学校", 600, *MET["primary"])])
    line = one(found)
    assert (line.value, line.outcome) == (None, Outcome.UNDETERMINED)
    assert found.dispersion[0].outcome == Outcome.UNDETERMINED and not found.dispersion[0].approximate
    assert found.dispersion[1].outcome == Outcome.MET
    assert [issue.cell for issue in found.issues if issue.code == "E210"] == ["小学!C2"]


def test_without_pupils_values_are_judged_and_their_coefficients_are_open() -> None:
    sheet = Sheet("小学").line("学校名称", "在校生数", *VALUES).line("甲学校", None, *MET["primary"])
    found = judged(sheet)
    assert found.sections[0].outcome == Outcome.MET and found.sections[0].pupils is None
    assert {line.outcome for line in found.dispersion if line.stage == "primary"} == {Outcome.UNDETERMINED}
    assert [issue.cell for issue in found.issues if issue.code == "E210"] == ["小学!B2"]
    assert not codes(found) & {"E302"}


def test_one_school_without_pupils_leaves_the_coefficients_open() -> None:
    found = stated("primary", 4.3, more=[("乙学校", None, *MET["primary"])])
    assert [line.outcome for line in found.sections] == [Outcome.MET, Outcome.MET]
    assert {line.outcome for line in found.dispersion if line.stage == "primary"} == {Outcome.UNDETERMINED}


def test_a_value_of_nobody_is_no_value() -> None:
    indicator = standard().standard.indicators["A1"]
    (section,) = census_of(primary()).sections
    empty = replace(section, values={indicator.column: 5, "pupils": 0})
    assert indicator.measure("A1", empty, DAY).value is None


def test_values_of_a_stage_that_has_no_pupils_contradict_that() -> None:
    sheet = Sheet("小学").line("学校名称", "在校生数", *VALUES).line("甲学校", 0, *MET["primary"])
    found = judged(sheet)
    (said,) = [issue for issue in found.issues if issue.code == "E302"]
    assert (said.cell, said.value) == ("小学!B2", "0") and "补上学生数" in said.message
    assert not any(each.outcome == Outcome.MET for line in found.sections for each in line.indicators)


def test_a_coefficient_whose_limit_lies_within_the_rounding_is_said() -> None:
    # Values 1 and 3 with the same pupils have mean 2 and coefficient 0.50 exactly.
    hanging = stated("primary", 4.2, 1, more=[("乙学校", 600, 4.2, 3, *MET["primary"][2:])])
    line = hanging.dispersion[1]
    assert (line.outcome, line.hangs, line.cv_text) == (Outcome.MET, True, "≈0.500")
    assert "0.496 和 0.504 之间" in line.notes[0] and len(line.notes) == 2
    clear = stated("primary", 4.2, 1, more=[("乙学校", 600, 4.2, 2.9, *MET["primary"][2:])])
    assert (clear.dispersion[1].hangs, len(clear.dispersion[1].notes)) == (False, 1)


def beside(sheet: Grid, *values: Raw) -> None:
    """Add a column of values to a table of totals."""
    column: list[Raw] = ["小学每百名学生拥有高于规定学历教师数", *values]
    for row, cell in zip(sheet.rows, column, strict=True):
        row.append(cell)


def test_totals_come_before_values_and_a_difference_is_named() -> None:
    (sheet,) = grids(COUNTY[:2])
    beside(sheet, 6, 2.5)
    same = judged(sheet)
    assert not codes(same) & {"W535", "N626"} and not any(line.approximate for line in same.dispersion)
    sheet.rows[2][-1] = 2.51
    differs = judged(sheet)
    (issue,) = [issue for issue in differs.issues if issue.code == "W535"]
    assert (issue.school, issue.value, issue.severity) == ("乙小学", "2.51", "warning")
    assert "2.51" in issue.message and "2.50" in issue.message
    assert [line.outcome for line in differs.sections] == [line.outcome for line in same.sections]


def test_a_value_counts_where_its_totals_are_blank() -> None:
    (sheet,) = grids([primary(学校名称="甲小学", 小学高于规定学历教师数=None), primary(学校名称="乙小学")])
    beside(sheet, 4.3, 6)
    found = judged(sheet)
    first, second = (line.indicators[0] for line in found.sections)
    assert (first.approximate, second.approximate) == (True, False)
    assert first.value == exact.from_text("4.3")
    assert found.dispersion[0].approximate


FACES = ("基本值", "达标值", "实际值", "是否达标")


def seven(stage: str, *rows: Sequence[Raw], merge: bool = True, below: Sequence[str] = FACES) -> Sheet:
    """The report of seven indicators: each stands over 基本值, 达标值, 实际值 and 是否达标."""
    sheet = Sheet(STAGES[stage]).line(f"{STAGES[stage]}优质均衡发展七项指标报告")
    paths = ["序号", "学校", "在校生数", *(f"{name} > {each}" for name in SHORT for each in below)]
    sheet.head([(path, lambda row: None) for path in paths], merge)
    for row in rows:
        sheet.line(*row)
    return sheet


FLOORS = {"primary": (3.57, 0.85, 0.77, 3.83, 6.38, 1700, 1.96), "junior": (4.51, 0.85, 0.77, 4.93, 8.67, 2125, 2.04)}


def fours(stage: str, **changed: Sequence[Raw]) -> list[Raw]:
    cells: list[Raw] = []
    for number, (floor, limit) in enumerate(zip(FLOORS[stage], MET[stage], strict=True), 1):
        cells += changed.get(f"A{number}", (floor, limit, limit, "达标"))
    return cells


@pytest.mark.parametrize(
    ("merge", "below"),
    [
        (True, FACES),
        (False, FACES),
        (True, ("底线值", "标准", "实际", "达标情况")),
        (True, ("85%底线值", "规定值", "计算值", "达标与否")),
    ],
)
def test_the_report_of_seven_indicators_is_read_by_its_actual_values(merge: bool, below: Sequence[str]) -> None:
    found = judged(
        seven("primary", [1, "甲校", 500, *fours("primary")], merge=merge, below=below),
        seven("junior", [1, "乙校", 500, *fours("junior")], merge=merge, below=below),
    )
    assert {key: line.outcome for key, line in lines(found).items()} == {
        ("甲校", "primary"): Outcome.MET,
        ("乙校", "junior"): Outcome.MET,
    }
    assert [float(each.value or 0) for each in lines(found)["乙校", "junior"].indicators] == list(MET["junior"])
    assert not codes(found) & {"W535", "W536", "W537", "N628", "E109", "W514"}


def test_other_limits_and_verdicts_of_the_table_are_named_with_their_cells() -> None:
    changed: dict[str, Sequence[Raw]] = {
        "A1": (3.57, 4, 4.1, "是"),  # another limit; by the standard it reaches only the floor
        "A2": (0.8, 1, 1.2, "否"),  # another floor, and a verdict that is too strict
        "A3": (0.77, "≥0.9", 0.95, "√?"),  # a limit with its sign, an answer that nobody can read
        "A4": (3.83, "≥省标", 4.6, "达标"),
    }
    found = judged(seven("primary", [1, "甲校", 500, *fours("primary", **changed)]))
    told = [(issue.code, issue.cell) for issue in found.issues if issue.code in ("W536", "W537", "N628")]
    assert sorted(told) == [
        ("N628", "小学!Q4"),
        ("W536", "小学!E4"),
        ("W536", "小学!H4"),
        ("W537", "小学!G4"),
        ("W537", "小学!K4"),
    ]
    assert [each.outcome for each in found.sections[0].indicators[:2]] == [Outcome.TOLERATED, Outcome.MET]


def test_reaching_the_floor_is_not_being_met() -> None:
    for said, told in (("否", set[str]()), ("是", {"W537"})):
        found = judged(seven("primary", [1, "甲校", 500, *fours("primary", A1=(3.57, 4.2, 4, said))]))
        assert found.sections[0].indicators[0].outcome == Outcome.TOLERATED
        assert codes(found) & {"W537"} == told


@pytest.mark.parametrize(("said", "told"), [("是", ["乙小学"]), ("达标", ["乙小学"]), ("", []), ("1", ["乙小学"])])
def test_the_verdict_of_the_form_is_compared(said: str, told: list[str]) -> None:
    found = judged(form(report(COUNTY).sections, verdict=said))
    assert [issue.school for issue in found.issues if issue.code == "W537"] == told
    # The other way round: everybody is said to fail.
    strict = judged(form(report(COUNTY).sections, verdict="否"))
    assert len([issue for issue in strict.issues if issue.code == "W537"]) == len(found.sections) - 1


def test_pairs_of_value_and_limit_of_the_basic_form() -> None:
    sheet = Sheet("小学").line("表Ⅱ-2: 小学办学基本标准达标情况(分学校)")
    paths = ["学校名称", "在校生数", *(f"{name} > {each}" for name in BASIC for each in ("指标值", "省级评估标准"))]
    sheet.head([(path, lambda row: None) for path in paths])
    sheet.line("L1", "L2", *(f"L{number}-1" for number in range(3, 19)))
    for name, pupils, values in (
        ("池渡小学", 500, (5.6, 8, 1200, 10, 25, 0.06, 0.05, 0.03)),
        ("乙小学", 300, (5.6, 8, 1200, 10, 25, 0.06, 0.05, "/")),
    ):
        sheet.line(name, pupils, *(cell for value in values for cell in (value, "≥省标")))
    sheet.line("注: 指标值保留两位小数。")
    found = judged(sheet, name="cn-basic-2012")
    assert [float(line.mean or 0) for line in found.dispersion[:7]] == [5.6, 8, 1200, 10, 25, 0.06, 0.05]
    assert found.dispersion[7].mean is None
    assert [issue.cell for issue in found.issues if issue.code == "E210"] == ["小学!Q6"]
    # All the same, as far as two decimals show: of 0.05 ± 0.005 the coefficient is at most 0.111.
    assert "0.112" in found.dispersion[6].notes[0]
    assert found.composite[0].cv is None


def test_a_composite_from_values_says_between_which_numbers_it_lies() -> None:
    # Two schools of the same size with 1 - c and 1 + c have the coefficient c: seven of 0.70 and one of 0.30 make 0.65.
    for last, outcome, hangs in ((0.3, "met", True), (0.33, "not_met", False), (0.28, "met", False)):
        spread = [0.7] * 7 + [last]
        sheet = Sheet("小学").line("学校名称", "在校生数", *BASIC)
        for sign, name in ((-1, "甲小学"), (1, "乙小学")):
            sheet.line(name, 500, *(round(100 * (1 + sign * each), 2) for each in spread))
        (composite,) = [line for line in judged(sheet, name="cn-basic-2012").composite if line.stage == "primary"]
        assert composite.approximate and composite.cv_text.startswith("≈")
        assert (composite.outcome, len(composite.notes) == 2) == (outcome, hangs)


def results() -> Sheet:
    """Table Ⅲ: means and coefficients."""
    sheet = Sheet("表3").line("表Ⅲ 县域义务教育校际均衡情况").line(None, None, *VALUES, "综合")
    sheet.line(None, None, *(f"L{number}" for number in range(1, 9)))
    for stage in STAGES.values():
        sheet.line(stage, "全县平均值", *MET["primary"], "——").line(None, "差异系数", *[0.3] * 7, 0.3)
    return sheet.line("注： 全县平均值保留两位小数，差异系数保留三位小数。")


def of_province() -> Sheet:
    """Means and coefficients of several counties, whose names are written downwards."""
    sheet = Sheet("表2").line("表2 某省6个区义务教育学校校际差异系数表")
    sheet.line("序号", "市", "县", "学校类别", "类型", *SHORT, "综合")
    sheet.line(1, "某市", "庐\n阳\n区", "小学", "全县平均值", *MET["primary"], "—")
    sheet.line("", "", "", "", "差异系数", *[0.3] * 7, 0.3)
    return sheet


def of_counts() -> Sheet:
    """Table Ⅱ-1: how many schools meet each indicator."""
    sheet = Sheet("表2-1").line("表Ⅱ-1  小学、初中资源配置基本情况").line(None, None, *VALUES, "综合评估")
    for stage in STAGES.values():
        sheet.line(stage, "达标学校总数", *[3] * 8).line(None, "达标学校比例（%）", *[75.0] * 8)
    return sheet


@pytest.mark.parametrize("table", [results, of_province, of_counts])
def test_results_of_the_county_are_no_schools(table: Callable[[], Sheet]) -> None:
    with pytest.raises(InputError, match="只有全县的结果"):
        judged(table())
    raw = report(COUNTY)
    found = judged(form(raw.sections), table())
    assert [issue.sheet for issue in found.issues if issue.code == "N627"] == [table().name]
    assert not codes(found) & {"W510", "W511"}
    assert set(lines(found)) == set(lines(raw))


def test_a_mean_below_schools_makes_no_table_of_results() -> None:
    found = stated("primary", more=[("乙学校", 600, *MET["primary"]), ("全县平均值", None, *MET["primary"])])
    assert [line.school for line in found.sections] == ["甲学校", "乙学校"]


def test_a_row_whose_name_says_another_stage_than_its_place_is_not_read() -> None:
    sheet = form(report(COUNTY).sections)
    sheet.rows[-3][1] = "庚小学"
    found = judged(sheet)
    assert [issue.school for issue in found.issues if issue.code == "E116"] == ["庚小学"]
    assert found.outcome in (Outcome.NOT_MET, Outcome.UNDETERMINED)


def test_stages_are_not_guessed_where_nothing_says_them() -> None:
    sheet = Sheet("表").line("序号", "学校名称", "在校生数", *VALUES)
    for number in (1, 2, 1, 2):
        sheet.line(number, f"第{len(sheet.rows)}学校", 500, *MET["primary"])
    with pytest.raises(InputError, match="办学类型"):
        judged(sheet)


def test_values_of_several_sites_are_not_added_up() -> None:
    sheet = Sheet("表").line("学校名称", "办学类型", "是否计校数", "所属学校", "在校生数", *VALUES)
    sheet.line("甲小学", "小学", 1, "", 500, *MET["primary"]).line("东校区", "小学", 0, "甲小学", 100, *MET["primary"])
    found = judged(sheet)
    assert len([issue for issue in found.issues if issue.code == "E136"]) == 7
    assert all(each.outcome == Outcome.UNDETERMINED for each in found.sections[0].indicators)


@pytest.mark.parametrize(
    ("unit", "value"), [("㎡", 4.6), ("㎡/生", 4.6), ("M2", 4.6), ("平方米", 4.6), ("亩", "0.0069")]
)
def test_units_of_values_with_or_without_the_pupil(unit: str, value: Raw) -> None:
    sheet = Sheet("小学").line("学校名称", "在校生数", f"生均教学及辅助用房面积（{unit}）").line("甲校", 500, value)
    assert round(float(judged(sheet).sections[0].indicators[3].value or 0), 6) == 4.6


def test_the_form_goes_through_the_command_line(run: Run, tmp_path: Path) -> None:
    file = save(tmp_path / "申报表.xlsx", form(report(COUNTY).sections), results())
    found = json.loads(run("check", file, "-o", "json").out)
    schema = json.loads(run("schema", "report").out)
    jsonschema.Draft202012Validator(schema).validate(found)
    indicator = found["sections"][0]["indicators"][0]
    assert indicator["approximate"] is True and indicator["notes"]
    assert found["dispersion"][0]["approximate"] is True and found["dispersion"][0]["notes"]
    assert found["composite"][0]["approximate"] is True
    screen = run("check", file).out
    assert "≈" in screen and "已取整的指标值" in screen
    told = run("explain", file, "--school", "丙学校", "--indicator", "A4").out
    assert "填报值" in told and "表2-2!J6" in told and "表2-2!J9" in told
    page = run("check", file, "-o", "markdown").out
    assert "≈" in page and "由填报的指标值乘学生数算出" in page


def test_a_batch_counts_the_warnings_that_check_gives(run: Run, tmp_path: Path) -> None:
    file = save(tmp_path / "申报表.xlsx", form(report(COUNTY).sections, verdict="是"))
    found = json.loads(run("check", file, "-o", "json").out)
    (line,) = json.loads(run("batch", file, "-o", "json").out)["counties"]
    assert line["outcome"] == found["outcome"]
    assert line["warnings"] == sum(issue["severity"] == "warning" for issue in found["issues"]) > 0


def test_a_map_of_the_form_reads_it_alike(run: Run, tmp_path: Path) -> None:
    file = save(tmp_path / "申报表.xlsx", form(report(COUNTY).sections, verdict="是"))
    made = run("inspect", file, "--write-map", tmp_path / "map.yaml")
    assert made.code == 0 and "不需要" in made.out
    plain = json.loads(run("check", file, "-o", "json").out)
    mapped = json.loads(run("check", file, "--map", tmp_path / "map.yaml", "-o", "json").out)
    assert mapped["sections"] == plain["sections"] and mapped["dispersion"] == plain["dispersion"]


def test_totals_alone_are_judged_as_before() -> None:
    found = report(COUNTY)
    assert not codes(found) & {"N625", "N626", "W535"}
    assert not any(
        each.approximate or (each.notes and "填报" in each.notes[0])
        for line in found.sections
        for each in line.indicators
    )


def screened(
    place: int, *values: Raw, pupils: int = 500, name: str = "cn-quality-2017"
) -> list[tuple[str, str | None]]:
    """Name what is asked about in a table of primary schools that state these values in one column."""
    sheet = Sheet("小学").line("学校名称", "在校生数", *VALUES)
    usual = list(MET["primary"])
    for number, value in enumerate(values):
        sheet.line(f"第{number + 1}小学", pupils, *usual[:place], value, *usual[place + 1 :])
    loaded = standard(name)
    (census,) = take([sheet.grid()], loaded.standard, loaded.vocabulary, "测试县", Words("zh")).values()
    found = screen(census, loaded.vocabulary, Words("zh"), date(2026, 9, 1), loaded.standard.indicators)
    return [(issue.code, issue.cell) for issue in found if issue.code in ("W580", "W581")]


@pytest.mark.parametrize(
    ("place", "value", "asked"),
    [
        # Teaching area: 1 to 60 ㎡ is usual for the middle school.
        (3, 60, False),
        (3, "60.01", True),
        (3, 1, False),
        (3, "0.99", True),
        # Sports area is that of two items: 1.5 + 0.02 to 80 + 15.
        (4, 95, False),
        (4, "95.01", True),
        (4, "1.52", False),
        (4, "1.51", True),
        # Equipment in 元, its item in 万元.
        (5, 400, False),
        (5, "399.99", True),
        (5, 30000, False),
        (5, "30000.01", True),
        # Teachers for 100 pupils, given for one.
        (0, 60, False),
        (0, "0.042", True),
    ],
)
def test_a_column_of_totals_is_asked_about(place: int, value: Raw, asked: bool) -> None:
    column = "CDEFGHI"[place]
    assert screened(place, *[value] * 5) == ([("W580", f"小学!{column}2")] if asked else [])


@pytest.mark.parametrize(
    ("value", "pupils", "asked"),
    [
        (300, 500, False),
        ("300.01", 500, True),
        ("0.2", 500, False),
        ("0.19", 500, True),
        # Of a school with few pupils each has much space, and still no more than a hundred would have.
        (600, 50, False),
        ("600.1", 50, True),
    ],
)
@pytest.mark.parametrize("others", [0, 8])
def test_one_total_among_values_is_asked_about(value: Raw, pupils: int, asked: bool, others: int) -> None:
    found = screened(3, *[10] * others, value, pupils=pupils)
    assert found == ([("W581", f"小学!F{others + 2}")] if asked else [])


def test_few_people_are_always_possible_and_zero_is_another_question() -> None:
    assert screened(1, *[1] * 6, "0.009") == []
    assert screened(3, *[10] * 6, 0) == []


def test_a_total_under_a_heading_of_values_is_said_by_every_command(run: Run, tmp_path: Path) -> None:
    sheet = Sheet("小学").line("学校名称", "在校生数", *VALUES)
    for number in range(6):
        sheet.line(f"第{number + 1}小学", 500, *MET["primary"][:3], 3000 + number, *MET["primary"][4:])
    file = save(tmp_path / "申报表.xlsx", sheet)
    for command in ("check", "lint"):
        assert "整列“生均教学及辅助用房面积”（小学）不像这项指标的值：中位数是 3000" in run(command, file).out
    english = run("check", file, "--lang", "en").out
    assert "does not look like this indicator" in english
    (line,) = json.loads(run("batch", file, "-o", "json").out)["counties"]
    assert line["warnings"] == len(
        [one for one in json.loads(run("check", file, "-o", "json").out)["issues"] if one["severity"] == "warning"]
    )
