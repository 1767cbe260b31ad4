"""Lines above a table that say in which units it counts, and those that only look so."""

from fractions import Fraction

import pytest
from county import HEADINGS, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues, value

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Raw
from eqeval.core.intake.mapping import ColumnMap, TableMap
from eqeval.core.intake.sheets.tables import Wishes
from eqeval.core.origin import column_letters

COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]
TEN_THOUSANDTH = Fraction(1, 10000)
MU = Fraction(2000, 3)
EQUIPMENT = "教学仪器设备资产值"


def under(*line: Raw) -> Census:
    row = primary(教学仪器设备资产值=180000, 教学及辅助用房面积=3000)
    return census(Sheet("学校").line("学校情况").line(*line).head(COLUMNS).body(COLUMNS, [row]).grid())


@pytest.mark.parametrize(
    "line",
    [
        "金额单位：元　面积单位：平方米",
        "金额单位:元面积单位:平方米",
        "单位(元)",
        "（单位：元）",
        "单 位 ： 元",
        "货币单位：元",
        "计量单位：㎡、元",
        "（面积：平方米，金额：元）",
        "金额单位:人民币元",
        "单位：人民币（元）",
        "单位：人／㎡／元",
        "单位：元/人/㎡",
        "单位：人数（人）、面积（㎡）、金额（元）",
        "单位：人 平方米 元",
        "单位：元、平方米等",
        "单位：元（保留两位小数）",
        "单位：元 填表人：张三",
        "学校情况（单位：元）2026年9月",
        "本表单位：元",
        "填报单位：某县教育局　金额单位：元",
        "金额以元计，面积以平方米计",
        "金额以元为单位",
        "金额单位元",
        "单位 元",
        "单位：￥",
        "（元）",
        "（人、㎡、元）",
        "注：设备值单位为元",
        "单位：人、 元 、㎡",
        "填表说明：1.教学仪器设备资产值以元为单位填报。",
        "备注：设备值按元填列",
        "教学仪器设备资产值按元统计",
    ],
)
def test_a_line_of_units_is_understood(line: str) -> None:
    found = under(line)
    assert value(found, "equipment_value") == 180000 * TEN_THOUSANDTH
    assert value(found, "teaching_area") == 3000
    assert len(issues(found, "N610")) == 1
    assert not issues(found, "W563")


@pytest.mark.parametrize(
    ("line", "factor"),
    [("单位：人、 千 元 、㎡", 1000), ("单位：百 元", 100), ("单 位 ： 千 元", 1000), ("单位： 万　元", 10000)],
)
def test_blanks_within_a_unit_part_nothing(line: str, factor: int) -> None:
    assert value(under(line), "equipment_value") == 180000 * factor * TEN_THOUSANDTH


@pytest.mark.parametrize(
    "line",
    [
        "单位：元（设备值为万元）",
        "单位：元 设备值为万元",
        "单位：元（仪器设备值以万元计）",
        "单位：元，设备按万元填报",
        "单位：元；教学仪器设备值：万元",
        "单位：人、元（教学仪器设备值:万元）",
    ],
)
def test_a_unit_of_some_columns_leaves_open_which_have_the_other(line: str) -> None:
    found = under(line)
    assert value(found, "equipment_value") == 180000
    assert [issue.value for issue in issues(found, "W563")] == [line]
    assert not issues(found, "N610")


def test_a_unit_of_some_columns_leaves_other_quantities_alone() -> None:
    found = under("单位：元、平方米（运动场地为亩）")
    assert value(found, "equipment_value") == 180000 * TEN_THOUSANDTH
    assert value(found, "teaching_area") == 3000
    assert len(issues(found, "W563")) == 1


@pytest.mark.parametrize("line", ["单位：亩、万元", "面积单位：亩", "（面积：亩，金额：万元）", "单位：人／亩／万元"])
def test_areas_may_be_in_mu(line: str) -> None:
    found = under(line)
    assert value(found, "teaching_area") == 3000 * MU
    assert value(found, "equipment_value") == 180000
    assert not issues(found, "W563")


def test_the_unit_may_stand_in_the_next_cell() -> None:
    assert value(under(None, "单位：", None, "元"), "equipment_value") == 180000 * TEN_THOUSANDTH
    assert not issues(under("单位：", "某县教育局"), "W563")


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("单位：㎡/生", "运动场地面积"),
        ("单位：㎡/人、万元", "教学及辅助用房面积"),
        ("单位：人、元/生", "教学仪器设备资产值"),
    ],
)
def test_a_unit_per_pupil_is_none_of_totals(line: str, item: str) -> None:
    with pytest.raises(InputError) as error:
        under(line)
    assert f"“{item}”的单位是" in str(error.value)


@pytest.mark.parametrize("line", ["单位：㎡、㎡/生", "单位：㎡、万元、元/生"])
def test_a_unit_per_pupil_beside_that_of_the_totals_stays_one(line: str) -> None:
    found = under(line)
    assert (value(found, "equipment_value"), value(found, "teaching_area")) == (180000, 3000)
    assert not issues(found, "N610") + issues(found, "W563")


def test_a_unit_per_pupil_may_be_that_of_values_per_pupil_beside_the_totals() -> None:
    columns: list[Column] = [*COLUMNS, ("生均教学及辅助用房面积", lambda _: 5)]
    row = primary(教学及辅助用房面积=3000)
    found = census(Sheet("学校").line("单位：㎡/生").head(columns).body(columns, [row]).grid())
    assert value(found, "teaching_area") == 3000


@pytest.mark.parametrize(
    "line",
    [
        "单位：平方公尺",
        "（运动场地：平方米，设备：元）",
        "金额单位：美金",
        "单位：人、方",
        "单位：圆",
        "单位：元、万元",
        "运动场地面积单位：亩",
        "数据以百分之一元为单位",
    ],
)
def test_a_line_of_units_that_is_not_understood_is_named(line: str) -> None:
    found = under(line)
    assert [(issue.cell, issue.value) for issue in issues(found, "W563")] == [("学校!A2", line)]
    assert (value(found, "equipment_value"), value(found, "teaching_area")) == (180000, 3000)


def test_what_is_understood_of_a_line_is_used() -> None:
    found = under("单位：元、方")
    assert value(found, "equipment_value") == 180000 * TEN_THOUSANDTH
    assert len(issues(found, "W563")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：某县教育局",
        "单位：某县教育局",
        "单位：云溪县实验小学 负责人：张三",
        "单位负责人：张三",
        "单位盖章",
        "单位（盖章）：",
        "单位名称：二中",
        "单位：",
        "单位：______",
        "填报单位：二中　　2026年9月",
        "单位：2026年9月",
        "建筑面积：3000",
        "面积：见附表",
        "单位：人、平方米、万元",
        "以2026年9月数据计",
        "以2026年、2025年计",
    ],
)
def test_an_office_is_no_unit(line: str) -> None:
    found = under(line)
    assert value(found, "equipment_value") == 180000
    assert not issues(found, "N610") + issues(found, "W563")


def above(*lines: tuple[Raw, ...], over: tuple[Raw, ...] = ()) -> Census:
    rows = [primary(教学仪器设备资产值=180000, 教学及辅助用房面积=3000), primary(学校名称="乙小学")]
    sheet = Sheet("学校")
    sheet = (sheet.line(*over) if over else sheet).head(COLUMNS).body(COLUMNS, rows)
    for line in lines:
        sheet.line(*line)
    return census(sheet.grid())


@pytest.mark.parametrize(
    "lines",
    [
        [("单位：元、平方米",)],
        [(None, None, "金额单位：元　面积单位：平方米")],
        [("注：金额单位：元",)],
        [("（单位：元）",), ("填表人：张三", None, "2026年9月")],
        [(), ("单位：", "元")],
    ],
)
def test_a_line_of_units_may_stand_below_the_table(lines: list[tuple[Raw, ...]]) -> None:
    found = above(*lines)
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]
    assert value(found, "equipment_value") == 180000 * TEN_THOUSANDTH
    assert value(found, "teaching_area") == 3000
    assert not issues(found, "W563")


def test_a_line_below_the_table_that_is_not_understood_is_named() -> None:
    found = above(("单位：圆",))
    assert [(issue.cell, issue.value) for issue in issues(found, "W563")] == [("学校!A4", "单位：圆")]
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]


def test_lines_above_and_below_that_contradict_each_other_are_named() -> None:
    found = above(("单位：万元",), over=("单位：元",))
    assert [issue.cell for issue in issues(found, "W563")] == ["学校!A1", "学校!A5"]
    assert value(found, "equipment_value") == 180000


@pytest.mark.parametrize("line", ["填报单位：某县教育局", "单位负责人：张三", "单位：", "注：仪器设备含单位自购部分"])
def test_an_office_below_the_table_is_no_unit(line: str) -> None:
    found = above((line,))
    assert value(found, "equipment_value") == 180000
    assert not issues(found, "N610") + issues(found, "W563")
    assert [school.name for school in found.schools] == ["甲小学", "乙小学"]


def test_a_line_between_two_tables_speaks_of_the_second() -> None:
    rows = [primary(教学仪器设备资产值=180000)]
    sheet = Sheet("学校").head(COLUMNS).body(COLUMNS, rows).line("单位：元").head(COLUMNS)
    found = census(sheet.body(COLUMNS, [primary(学校名称="乙小学", 教学仪器设备资产值=150000)]).grid())
    assert [school.values["equipment_value"] for school in found.schools] == [180000, 15]


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("固定资产总值（千元）", "其中：教学仪器设备资产值", 18000),
        ("固定资产总值（元）", "其中:教学仪器设备资产值", 18),
        ("固定资产总值（万元）", "其中：教学仪器设备资产值", 180000),
        ("固定资产总值（千元）", "其中：教学仪器设备资产值（元）", 18),
        ("固定资产（台）", "其中：教学仪器设备资产值", 180000),
        ("固定资产总值（千元）", "教学仪器设备资产值", 180000),
    ],
)
def test_a_part_has_the_unit_of_the_column_before_it(whole: str, part: str, expected: int) -> None:
    columns = [each for each in COLUMNS if each[0] != "教学仪器设备资产值"]
    columns += [(whole, lambda _: 900000), (part, lambda _: 180000)]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert value(found, "equipment_value") == expected


@pytest.mark.parametrize("remark", ["仟元", "人民币千元", "以千元计", "K元", "以元为单位"])
def test_a_remark_with_another_unit_that_is_not_understood_refuses_the_column(remark: str) -> None:
    columns = [(f"{name}（{remark}）" if name == "教学仪器设备资产值" else name, of_) for name, of_ in COLUMNS]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert value(found, "equipment_value") is None
    assert [issue.value for issue in issues(found, "E125")] == [remark]


@pytest.mark.parametrize("remark", ["万元，精确到元", "以万元计", "账面值，万元"])
def test_a_remark_with_the_unit_itself_refuses_nothing(remark: str) -> None:
    columns = [(f"{name}（{remark}）" if name == "教学仪器设备资产值" else name, of_) for name, of_ in COLUMNS]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert value(found, "equipment_value") is not None
    assert issues(found, "E125") == []


def pages(first: str = "", last: str = "") -> Census:
    """A table on two pages, with a line above the first one or below the last one."""
    sheet = Sheet("学校")
    if first:
        sheet.line(first)
    sheet.head(COLUMNS).body(COLUMNS, [primary(教学仪器设备资产值=180000)])
    sheet.head(COLUMNS).body(COLUMNS, [primary(学校名称="乙小学", 教学仪器设备资产值=150000)])
    if last:
        sheet.line(last)
    return census(sheet.grid())


@pytest.mark.parametrize(("first", "last"), [("单位：元", ""), ("", "注：金额单位为元"), ("单位：元", "填表人：张三")])
def test_a_line_above_the_first_page_or_below_the_last_one_speaks_of_all(first: str, last: str) -> None:
    found = pages(first, last)
    assert [school.values["equipment_value"] for school in found.schools] == [18, 15]
    assert not issues(found, "W576")


def test_a_page_with_a_unit_of_its_own_keeps_it() -> None:
    sheet = Sheet("学校").line("单位：元").head(COLUMNS).body(COLUMNS, [primary(教学仪器设备资产值=180000)])
    sheet.line("单位：万元").head(COLUMNS).body(COLUMNS, [primary(学校名称="乙小学", 教学仪器设备资产值=15)])
    assert [school.values["equipment_value"] for school in census(sheet.grid()).schools] == [18, 15]


@pytest.mark.parametrize("place", ["line", "heading"])
def test_a_table_without_a_unit_beside_one_with_another_is_asked_about(place: str) -> None:
    one, other = Sheet("学校"), Sheet("乡村学校")
    columns = COLUMNS
    if place == "line":
        one.line("单位：元")
    else:
        columns = [(f"{name}（元）" if name == "教学仪器设备资产值" else name, value) for name, value in COLUMNS]
    one.head(columns).body(columns, [primary(教学仪器设备资产值=180000)])
    other.head(COLUMNS).body(COLUMNS, [primary(学校名称="乙小学", 教学仪器设备资产值=15)])
    found = census(one.grid(), other.grid())
    assert sorted(school.values["equipment_value"] for school in found.schools) == [15, 18]
    (asked,) = issues(found, "W576")
    line = 2 if place == "line" else 1
    assert (asked.cell, asked.severity) == ("乡村学校!Z1", "warning")
    assert f"学校!Z{line} 的单位是“元”" in asked.message


@pytest.mark.parametrize("line", ["单位:元({}", "单位:元{}以", "{}(单位:元", "单位:元,{}按", "以{}"])
def test_a_very_long_line_of_units_is_read_at_once(line: str) -> None:
    """A pattern without an end tried such a line anew at every sign, for a quarter of a minute."""
    sheet = Sheet("学校").line(line.format("面" * 32_000)).head(COLUMNS).body(COLUMNS, [primary()])
    assert len(census(sheet.grid()).schools) == 1


def with_heading(heading: str, *maps: ColumnMap) -> Census:
    """A table whose value of the equipment, 1800, stands below a heading of its own."""
    columns = [*(one for one in COLUMNS if one[0] != EQUIPMENT), (heading, lambda _: 1800)]
    said = tuple(TableMap(sheet="学校", columns={column_letters(len(columns) - 1): one}) for one in maps)
    sheet = Sheet("学校").head(columns).body(columns, [primary()])
    return census(sheet.grid(), wishes=Wishes(maps=said))


@pytest.mark.parametrize(
    ("heading", "units"),
    [
        (f"{EQUIPMENT}（万元） > 元", "万元、元"),
        (f"{EQUIPMENT}（万元） > （千元）", "万元、千元"),
        (f"{EQUIPMENT}/万元 > 原值 > 单位：元", "万元、元"),
        (f"资产（元） > {EQUIPMENT} > 万元", "元、万元"),
    ],
)
def test_two_units_of_one_heading_that_contradict_each_other_leave_its_column_open(heading: str, units: str) -> None:
    found = with_heading(heading)
    (said,) = issues(found, "E154")
    assert said.value == units and value(found, "equipment_value") is None
    # Only the inspector knows which of them holds.
    unsaid = with_heading(heading, ColumnMap(item="equipment_value"))
    assert issues(unsaid, "E154") and value(unsaid, "equipment_value") is None
    told = with_heading(heading, ColumnMap(item="equipment_value", unit="元"))
    assert (value(told, "equipment_value"), issues(told, "E154")) == (Fraction(1800, 10000), [])


@pytest.mark.parametrize(
    "heading",
    [
        f"{EQUIPMENT}（万元） > 万元",
        f"{EQUIPMENT}（万元） > 万",
        f"办学条件（㎡） > {EQUIPMENT} > 万元",
        f"资产（元） > {EQUIPMENT}（万元）",
        f"{EQUIPMENT} > 账面原值（万元）",
    ],
)
def test_a_unit_that_stands_twice_or_is_that_of_other_columns_contradicts_nothing(heading: str) -> None:
    found = with_heading(heading)
    assert (value(found, "equipment_value"), issues(found, "E154")) == (1800, [])


def test_a_unit_may_stand_before_its_heading() -> None:
    found = with_heading(f"（千元）{EQUIPMENT}")
    assert (value(found, "equipment_value"), issues(found, "W512")) == (180, [])
    assert value(with_heading(f"【元】 {EQUIPMENT}"), "equipment_value") == Fraction(1800, 10000)
    # With another one behind it nobody knows which of them holds.
    assert value(with_heading(f"（千元）{EQUIPMENT}（万元）"), "equipment_value") is None


@pytest.mark.parametrize("unit", ["万元，保留2位小数", "万元；保留两位小数"])
def test_a_row_of_units_may_say_how_figures_are_rounded(unit: str) -> None:
    found = with_heading(f"{EQUIPMENT} > {unit}")
    assert (value(found, "equipment_value"), issues(found, "W512")) == (1800, [])
    assert value(with_heading(f"{EQUIPMENT} > {unit.replace('万', '')}"), "equipment_value") == Fraction(1800, 10000)
    said = issues(with_heading(f"{EQUIPMENT} > 万元，按票据"), "W512")
    assert [one.value for one in said] == ["按票据"]
