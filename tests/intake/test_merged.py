"""Cells merged over several rows, captions of units, sheets called by a type: what speaks of more than one row."""

from fractions import Fraction

import pytest
from county import HEADINGS, Row, nine_year, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues, value

from eqeval.core.grid import Raw

SHARED = tuple(each for each in HEADINGS if not each.startswith(("小学", "初中", "高中")))
STAGED = ("在校生数", "班级数", "最大班额", "高于规定学历教师数", "县级以上骨干教师数", "体育艺术专任教师数")


def table(*schools: tuple[Row, tuple[str, ...]], merge: tuple[str, ...], split: tuple[str, ...] = ()) -> Sheet:
    """One row a stage; the columns in `merge` are merged over the rows of a school, those in `split` repeated."""
    heads = [*SHARED[:4], "学段", *STAGED, *SHARED[4:]]
    sheet = Sheet("汇总").line(*heads)
    for row, stages in schools:
        top = len(sheet.rows)
        for number, stage in enumerate(stages):
            line: list[Raw] = []
            for head in heads:
                own = stage if head == "学段" else row.get(f"{stage}{head}") if head in STAGED else row.get(head)
                line.append(None if number and head in merge and head not in split else own)
            sheet.rows.append(line)
        for at, head in enumerate(heads):
            if head in merge and len(stages) > 1:
                sheet.merged.append((top, at, top + len(stages) - 1, at))
    return sheet


BOTH = ("小学", "初中")


def test_a_school_merged_over_the_rows_of_its_stages_is_one() -> None:
    row, other = nine_year(学校名称="甲学校"), primary(学校名称="乙小学")
    found = census(table((row, BOTH), (other, ("小学",)), merge=SHARED).grid())
    first, second = found.schools
    assert (first.name, second.name) == ("甲学校", "乙小学")
    assert {stage: values["pupils"] for stage, values in first.staged.items()} == {"primary": 600, "junior": 600}
    assert first.values["sports_area"] == Fraction(str(row["运动场地面积"]))
    assert [issue.code for issue in found.issues if issue.code[0] == "E"] == []


@pytest.mark.parametrize(("sports", "wrong"), [(1, 0), (2, 0), (3, 1)])
def test_a_total_may_count_the_campus_of_a_school_once_or_in_each_of_its_rows(sports: int, wrong: int) -> None:
    row, other = nine_year(学校名称="甲学校"), primary(学校名称="乙小学")
    sheet = table((row, BOTH), (other, ("小学",)), merge=())
    total: Row = {"学校名称": "合计", "在校生数": 1800}
    total["运动场地面积"] = sports * int(str(row["运动场地面积"])) + int(str(other["运动场地面积"]))
    sheet.line(*(total.get(str(heading)) for heading in sheet.rows[0]))
    assert len(issues(census(sheet.grid()), "W513")) == wrong


def test_a_figure_merged_over_stages_is_named_and_given_to_none() -> None:
    found = census(table((nine_year(学校名称="甲学校"), BOTH), merge=(*SHARED, "在校生数")).grid())
    (said,) = issues(found, "E121")
    assert (said.cell, said.value) == ("汇总!F2", "600")
    assert all("pupils" not in values for values in found.schools[0].staged.values())


def departments(*ends: str, **cells: tuple[Raw, ...]) -> Sheet:
    """Two rows of departments of one school, over which everything of the whole school but its name is merged."""
    sheet = table((nine_year(学校名称="甲学校"), BOTH), (primary(学校名称="乙小学"), ("小学",)), merge=SHARED[9:])
    for head, said in {"学校名称": tuple(f"甲学校{end}" for end in ends), **cells}.items():
        for row, raw in zip(sheet.rows[1:3], said, strict=True):
            row[sheet.rows[0].index(head)] = raw
    return sheet


@pytest.mark.parametrize(
    ("ends", "cells"),
    [
        (("（小学部）", "（初中部）"), {}),
        (("小学部", "初中部"), {}),
        (("（小学）", "（初中）"), {}),
        (("（小学部）", "（初中部）"), {"办学类型": ("小学", "初级中学")}),
        (("（小学部）", "（初中部）"), {"学校代码": ("2133000001", "2133000001")}),
    ],
)
def test_a_figure_merged_over_the_departments_of_a_school_counts_once(
    ends: tuple[str, ...], cells: dict[str, tuple[Raw, ...]]
) -> None:
    found = census(departments(*ends, **cells).grid())
    assert [school.name for school in found.schools] == ["甲学校", "乙小学"]
    assert found.schools[0].values["sports_area"] == Fraction(str(nine_year()["运动场地面积"]))
    assert not [issue.code for issue in found.issues if issue.code[0] == "E"]


@pytest.mark.parametrize(
    ("ends", "cells"),
    [
        (("（东校区）", "（西校区）"), {}),
        (("（小学部）", "（小学）"), {}),
        (("（小学部）", ""), {}),
        (("（小学部）", "（初中部）"), {"学校代码": ("2133000001", "2133000002")}),
        (("（小学部）", "（初中部）"), {"办学类型": ("九年一贯制学校", "完全中学")}),
    ],
)
def test_a_figure_merged_over_rows_that_may_be_of_several_schools_is_given_to_none(
    ends: tuple[str, ...], cells: dict[str, tuple[Raw, ...]]
) -> None:
    found = census(departments(*ends, **cells).grid())
    assert issues(found, "E121") and "sports_area" not in found.schools[0].values


def test_a_figure_merged_over_schools_is_named_and_given_to_none() -> None:
    sheet = table((primary(学校名称="甲小学"), ("小学",)), (primary(学校名称="乙小学"), ("小学",)), merge=())
    at = sheet.rows[0].index("运动场地面积")
    sheet.rows[2][at] = None
    sheet.merged.append((1, at, 2, at))
    found = census(sheet.grid())
    assert [issue.value for issue in issues(found, "E121")] == ["5400"]
    assert [value(found, "sports_area", number) for number in (0, 1)] == [None, None]
    assert issues(found, "E210") == []


def test_a_type_merged_over_schools_is_that_of_each() -> None:
    sheet = table((primary(学校名称="甲小学"), ("小学",)), (primary(学校名称="乙小学"), ("小学",)), merge=())
    at = sheet.rows[0].index("办学类型")
    sheet.rows[2][at] = None
    sheet.merged.append((1, at, 2, at))
    assert [school.type for school in census(sheet.grid()).schools] == ["primary_school"] * 2


COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("单位：人、平方米、元", Fraction(1, 10000)),
        ("（单位：人，㎡，千元）", Fraction(1, 10)),
        ("单位：人、㎡、万元", 1),
        # Nobody knows which of the two is meant.
        ("单位：元、万元", 1),
        ("填报单位：云溪县教育局", 1),
    ],
)
def test_units_in_a_line_above_the_headings(line: str, factor: Fraction) -> None:
    row = primary(教学仪器设备资产值=180000)
    found = census(Sheet("学校").line(None, None, line).head(COLUMNS).body(COLUMNS, [row]).grid())
    assert value(found, "equipment_value") == 180000 * factor
    assert len(issues(found, "N610")) == (factor != 1)


def test_the_unit_of_a_heading_comes_before_that_of_a_line_above() -> None:
    columns: list[Column] = [
        (each + "（万元）" if each == "教学仪器设备资产值" else each, of(each)) for each in HEADINGS
    ]
    sheet = Sheet("学校").line("单位：人、元").head(columns).body(columns, [primary(教学仪器设备资产值=180)])
    assert value(census(sheet.grid()), "equipment_value") == 180


def test_a_sheet_called_by_a_type_stands_beside_those_of_the_stages() -> None:
    untyped: list[Column] = [each for each in COLUMNS if each[0] != "办学类型"]
    sheets = [
        Sheet(name).head(untyped).body(untyped, [row]).grid()
        for name, row in (("小学", primary(学校名称="甲小学")), ("九年一贯制", nine_year(学校名称="乙学校")))
    ]
    found = census(*sheets)
    assert [(school.name, school.type) for school in found.schools] == [
        ("甲小学", "primary_school"),
        ("乙学校", "nine_year"),
    ]
    assert [issue.value for issue in issues(found, "N630")] == ["九年一贯制"]


def test_without_type_stage_or_a_name_that_says_it_the_type_is_asked_for() -> None:
    untyped: list[Column] = [each for each in COLUMNS if each[0] != "办学类型"]
    rows = [primary(学校名称="甲学校"), primary(学校名称="乙学校")]
    (issue,) = issues(census(Sheet("汇总").head(untyped).body(untyped, rows).grid()), "E127")
    assert "请加一列“办学类型”，每所学校填一种：小学、教学点、初级中学" in issue.message


def test_remarks_are_named_and_not_read() -> None:
    columns: list[Column] = [*COLUMNS, ("备注（注 明有哪几项指标达标）", of("备注"))]
    rows = [
        primary(学校名称="甲小学", 备注="含教学点12人"),
        primary(学校名称="乙小学"),
        primary(学校名称="丙小学", 备注="新建"),
    ]
    (said,) = issues(census(Sheet("学校").head(columns).body(columns, rows).grid()), "N629")
    assert "2 格" in said.message
    assert said.value == "含教学点12人"
    assert issues(census(Sheet("学校").head(columns).body(columns, rows[1:2]).grid()), "N629") == []


def test_rows_named_by_a_part_of_a_school_are_the_school() -> None:
    sheet = table((nine_year(学校名称="甲学校"), BOTH), merge=())
    sheet.rows[1][0], sheet.rows[2][0] = "甲学校（小学部）", "甲学校（初中部）"
    found = census(sheet.grid())
    assert [school.name for school in found.schools] == ["甲学校"]
    assert {stage: values["pupils"] for stage, values in found.schools[0].staged.items()} == {
        "primary": 600,
        "junior": 600,
    }
