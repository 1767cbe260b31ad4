"""Remarks behind a heading: what takes something in or leaves it out is another quantity unless it is known."""

import pytest
from county import primary
from layouts import Column, Sheet, of
from test_headings import without
from test_office_tables import census, issues, value

ITEMS = {
    "小学在校生数": "pupils",
    "小学班级数": "classes",
    "小学高于规定学历教师数": "higher_degree_teachers",
    "小学县级以上骨干教师数": "backbone_teachers",
    "小学体育艺术专任教师数": "pe_art_teachers",
    "教学及辅助用房面积": "teaching_area",
    "运动场地面积": "sports_area",
    "教学仪器设备资产值": "equipment_value",
    "网络多媒体教室数": "multimedia_rooms",
    "音乐专用教室数": "music_rooms",
}


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("运动场地面积", "运动场地面积（㎡）（含租用）"),
        ("运动场地面积", "运动场地面积（不含篮球场）"),
        ("运动场地面积", "运动场地面积（含校区外租用场地）"),
        ("小学班级数", "班级数（含学前班）"),
        ("小学班级数", "2026年班级数（含学前班）"),
        ("小学班级数", "班级数（含学前班） > 2026年"),
        ("小学在校生数", "在校生数（除毕业班外）"),
        ("小学在校生数", "在校生数（含寄宿生、学前班）"),
        ("教学仪器设备资产值", "教学仪器设备值（当年新增）（万元）"),
        ("小学高于规定学历教师数", "高于规定学历教师数（含在读）"),
        ("小学县级以上骨干教师数", "县级以上骨干教师数（含已退休）"),
        ("音乐专用教室数", "音乐专用教室数（含舞蹈室）"),
        ("教学及辅助用房面积", "教学及辅助用房面积（㎡，含生活用房）"),
        ("网络多媒体教室数", "网络多媒体教室数（包括功能室）"),
    ],
)
def test_what_is_taken_in_or_left_out_makes_another_quantity(plain: str, written: str) -> None:
    columns: list[Column] = [*without(plain), (written, of(plain))]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, ITEMS[plain]) is None
    assert len(issues(found, "E125")) == 1 and not issues(found, "W512")


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("小学在校生数", "在校生数（含教学点）"),
        ("小学在校生数", "在校生数（含寄宿生、随迁子女）"),
        ("小学在校生数", "在校生数（不含学前班）"),
        ("小学在校生数", "在校生数（含分校，不含幼儿园）"),
        ("运动场地面积", "运动场地面积（不含租用）"),
        ("运动场地面积", "运动场地面积（含篮球场、田径场）"),
        ("小学高于规定学历教师数", "高于规定学历教师数（含编外聘用）"),
        ("小学县级以上骨干教师数", "骨干教师数（县级及以上）"),
        ("小学县级以上骨干教师数", "县级以上骨干教师数（含县级）"),
        ("小学体育艺术专任教师数", "体育、艺术专任教师数（音乐、美术）"),
        ("教学及辅助用房面积", "教学及辅助用房面积（含室内体育用房、实验室）"),
        ("教学仪器设备资产值", "教学仪器设备值（含计算机）（万元）"),
        ("教学仪器设备资产值", "教学仪器设备值（万元）（含本年新增）"),
        ("小学县级以上骨干教师数", "县级及以上骨干教师（含省、市、县级）"),
        ("小学县级以上骨干教师数", "县级以上骨干教师数（人，含省市级）"),
        ("小学体育艺术专任教师数", "体育、艺术专任教师（含音乐、美术、舞蹈）"),
        ("教学及辅助用房面积", "教学及辅助用房面积（㎡，不含生活用房）"),
        ("教学及辅助用房面积", "教学及辅助用房面积（不含行政办公用房、食堂；㎡）"),
    ],
)
def test_what_counts_anyway_is_read_without_a_word(plain: str, written: str) -> None:
    columns: list[Column] = [*without(plain), (written, of(plain))]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    known = census(Sheet("小学").head(without()).body(without(), [primary()]).grid())
    assert value(found, ITEMS[plain]) == value(known, ITEMS[plain]) is not None
    assert not issues(found, "E125") and not issues(found, "W512")


@pytest.mark.parametrize(
    "written", ["（元，含计算机）", "（含计算机；单位：元）", "（含计算机，元）", "（元）（含计算机）"]
)
def test_a_unit_among_remarks_is_the_unit(written: str) -> None:
    columns: list[Column] = [*without("教学仪器设备资产值"), (f"教学仪器设备值{written}", lambda _: 1_500_000)]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert value(found, "equipment_value") == 150
    assert not issues(found, "W512") and not issues(found, "W569")


def test_a_remark_of_which_nobody_knows_is_still_asked_about() -> None:
    columns: list[Column] = [
        *without("网络多媒体教室数"),
        ("网络多媒体教室数（套）（含班班通）", of("网络多媒体教室数")),
    ]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert [issue.value for issue in issues(found, "W512")] == ["套"]


def test_what_is_no_figure_takes_nothing_in() -> None:
    columns: list[Column] = [*without("学校名称"), ("学校名称（含教学点，不含幼儿园）", of("学校名称"))]
    found = census(Sheet("小学").head(columns).body(columns, [primary()]).grid())
    assert [school.name for school in found.schools] == ["甲小学"] and not issues(found, "E125")
