"""What a line above or below a table says that a column takes in, leaves out or is."""

import pytest
from county import HEADINGS, junior, primary
from layouts import Column, Sheet, of
from test_headings import without
from test_office_tables import AS_IT_IS, census, issues, value

from eqeval.core.census import Census
from eqeval.core.intake.mapping import ColumnMap, TableMap
from eqeval.core.intake.sheets.tables import Wishes
from eqeval.core.origin import column_letters

COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]
SCHOOLS = [primary(), primary(学校名称="乙小学"), junior()]
AREA = "教学及辅助用房面积"


def noted(line: str, above: bool = False, columns: list[Column] = COLUMNS, wishes: Wishes = AS_IT_IS) -> Census:
    """A table of three schools with a line above its headings or below its schools."""
    sheet = Sheet("学校")
    if above:
        sheet.line(line)
    sheet.head(columns).body(columns, SCHOOLS)
    if not above:
        sheet.line(line)
    return census(sheet.grid(), wishes=wishes)


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    ("line", "item", "said"),
    [
        ("注：教学及辅助用房面积不含室内体育用房面积。", "teaching_area", "不含室内体育用房面积"),
        ("说明：1.表中教学及辅助用房面积均未包括体育馆；2.单位为平方米", "teaching_area", "未包括体育馆"),
        ("注：“运动场地面积”一栏含风雨操场", "sports_area", "含风雨操场"),
        ("备注：（1）在校生数含附设幼儿园在园幼儿数", "pupils", "含附设幼儿园在园幼儿数"),
        ("在校生数为学籍数，含学前班", "pupils", "含学前班"),
        ("注：小学、初中在校生数含学前班", "pupils", "含学前班"),
        ("注:骨干教师含校级骨干教师", "backbone_teachers", "含校级骨干教师"),
        ("注：运动场地面积为规划数", "sports_area", "规划数"),
    ],
)
def test_a_column_that_a_line_calls_another_quantity_is_not_used(line: str, item: str, said: str, above: bool) -> None:
    found = noted(line, above)
    refused = issues(found, "E125")
    place = "学校!A1" if above else "学校!A5"
    assert refused
    assert all(f"{place} 另有说明“{said}”" in issue.message for issue in refused)
    assert all(school.values.get(item) is None for school in found.schools)
    assert all(section.values.get(item) is None for section in found.sections)


@pytest.mark.parametrize(
    "line",
    [
        "注：教学及辅助用房面积含室内体育用房面积",
        "注：在校生数含随迁子女、寄宿生，不含学前班",
        "注：骨干教师指县级及以上骨干教师，不含校级",
        "注：运动场地面积不含室内体育馆。教学仪器设备资产值不含图书",
        "注：除特殊教育学校外均已填报",
        "注：教学仪器设备资产值为账面值",
        "填表说明：生均教学及辅助用房面积为总面积除以在校生数",
        "注：本县不含开发区",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_line_that_says_what_holds_anyway_changes_nothing(line: str, above: bool) -> None:
    found = noted(line, above)
    assert issues(found, "E125") == issues(found, "W590") == []
    assert [school.values for school in found.schools] == [school.values for school in noted("注：无").schools]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("注：乙小学教学及辅助用房面积不含室内体育用房", [AREA]),
        ("注：在校生数除特教学校外均为学籍数", ["小学在校生数", "初中在校生数", "高中在校生数"]),
        ("注：网络多媒体教室数含某某中心", ["网络多媒体教室数"]),
    ],
)
def test_a_line_of_some_schools_or_of_what_nobody_knows_is_asked_about(line: str, items: list[str]) -> None:
    found = noted(line)
    asked = issues(found, "W590")
    assert [(issue.cell, issue.severity) for issue in asked] == [("学校!A5", "warning")] * len(items)
    assert [item for issue in asked for item in items if f"“{item}”" in issue.message] == items
    assert issues(found, "E125") == []
    assert [school.values for school in found.schools] == [school.values for school in noted("注：无").schools]


def test_a_line_below_the_last_page_speaks_of_all_pages() -> None:
    sheet = Sheet("学校").head(COLUMNS).body(COLUMNS, SCHOOLS[:1]).head(COLUMNS).body(COLUMNS, SCHOOLS[1:])
    found = census(sheet.line("注：在校生数含学前班").grid())
    assert [school.name for school in found.schools] == ["甲小学", "乙小学", "甲初中"]
    assert all(section.values.get("pupils") is None for section in found.sections)


def test_only_the_stage_is_left_of_which_a_line_speaks() -> None:
    found = noted("注：小学在校生数含学前班")
    assert [issue.cell for issue in issues(found, "E125")] == ["学校!J1"]
    assert [section.values.get("pupils") for section in found.sections] == [None, None, 600]


def test_a_column_that_a_map_names_is_taken_whatever_a_line_says() -> None:
    told = TableMap(sheet="学校", columns={column_letters(HEADINGS.index(AREA)): ColumnMap(item="teaching_area")})
    found = noted("注：教学及辅助用房面积不含室内体育用房面积", wishes=Wishes(maps=(told,)))
    assert issues(found, "E125") == []
    assert value(found, "teaching_area") is not None


def test_the_parts_of_a_sum_are_left_together() -> None:
    columns = [*without("小学县级以上骨干教师数"), ("骨干教师 > 市级", of("市级")), ("骨干教师 > 县级", of("县级"))]
    rows = [{**one, "市级": 2, "县级": 4} for one in SCHOOLS[:2]]
    sheet = Sheet("小学").head(columns).body(columns, rows).line("注：骨干教师数含校级")
    found = census(sheet.grid())
    assert len(issues(found, "E125")) == 2


@pytest.mark.parametrize("apart", [True, False])
def test_what_one_heading_says_is_asked_about_where_another_table_does_not_say_it(apart: bool) -> None:
    """On the first page alone: the second one counted without a word."""
    with_remark: list[Column] = [
        (f"{AREA}（不含室内体育用房）" if path == AREA else path, of_) for path, of_ in COLUMNS
    ]
    first = Sheet("学校").head(with_remark).body(with_remark, SCHOOLS[:1])
    second = Sheet("续表") if apart else first
    second.head(COLUMNS).body(COLUMNS, SCHOOLS[1:])
    found = census(*(sheet.grid() for sheet in ([first, second] if apart else [first])))
    assert [issue.cell for issue in issues(found, "E125")] == ["学校!W1"]
    assert [issue.cell for issue in issues(found, "W590")] == ["续表!W1" if apart else "学校!W3"]
    plain = Sheet("学校").head(COLUMNS).body(COLUMNS, SCHOOLS[:1]).head(COLUMNS).body(COLUMNS, SCHOOLS[1:])
    assert issues(census(plain.grid()), "W590") == []
