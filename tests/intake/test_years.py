"""Several years in one table: a row or a column for each of them; the latest is the one that is judged."""

from functools import partial

import pytest
from county import HEADINGS, Row, junior, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.errors import InputError
from eqeval.core.grid import Raw, word

COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]
NOW, BEFORE = primary(小学在校生数=600), primary(小学在校生数=450)


def years(*rows: tuple[str, Row], heading: str = "年度") -> Census:
    sheet = Sheet("学校").head([(heading, of(heading)), *COLUMNS])
    return census(sheet.body([(heading, of(heading)), *COLUMNS], [{**row, heading: year} for year, row in rows]).grid())


@pytest.mark.parametrize(
    ("heading", "before", "now"),
    [
        ("年度", "2025", "2026"),
        ("学年", "2024-2025学年", "2025-2026学年"),
        ("年份", "2025年", "2026年"),
        ("年度", "25年", "二〇二六年"),
    ],
)
@pytest.mark.parametrize("latest_first", [True, False])
def test_of_rows_of_several_years_the_latest_is_read(heading: str, before: str, now: str, latest_first: bool) -> None:
    rows = [(now, NOW), (before, BEFORE)]
    found = years(*(rows if latest_first else rows[::-1]), heading=heading)
    assert [(school.values["pupils"], school.doubt) for school in found.schools] == [(600, None)]
    (said,) = issues(found, "N638")
    assert "1 行" in said.message


def test_a_school_without_a_row_of_the_latest_year_is_in_doubt() -> None:
    found = years(("2026", NOW), ("2025", BEFORE), ("2025", junior()))
    assert [school.doubt for school in found.schools] == [None, "E129"]
    assert [issue.value for issue in issues(found, "E129")] == ["甲初中"]


@pytest.mark.parametrize("other", ["2026", "", "去年"])
def test_without_another_year_in_every_row_nothing_is_left_out(other: str) -> None:
    found = years(("2026", NOW), (other, junior()))
    assert ([school.doubt for school in found.schools], issues(found, "N638")) == ([None, None], [])


REST: list[Column] = [column for column in COLUMNS if column[0] != "教学仪器设备资产值"]


def _same(worth: Raw, _: Row) -> Raw:
    return worth


def assets(*headings: str) -> Sheet:
    """A table with several columns of equipment: 18 in the first, 19 in the second, and so on."""
    columns: list[Column] = [*REST]
    for number, heading in enumerate(headings):
        columns.append((heading, partial(_same, 18 + number)))
    return Sheet("学校").head(columns).body(columns, [primary()])


def worth(found: Census) -> object:
    return found.schools[0].values.get("equipment_value")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("2025年底教学仪器设备值", "2026年6月底教学仪器设备值"),
        ("教学仪器设备值 > 2025年底", "教学仪器设备值 > 2026年6月底"),
        ("教学仪器设备值 > 2025年", "教学仪器设备值 > 截至2026年9月1日"),
        ("教学仪器设备值 > 2026年3月", "教学仪器设备值 > 2026年9月"),
        ("教学仪器设备值（2026年春季学期）", "教学仪器设备值（2026年秋季学期）"),
        ("教学仪器设备值 > 2026年初", "教学仪器设备值 > 2026年上半年"),
        ("教学仪器设备值 > 二〇二五年", "教学仪器设备值 > 二〇二六年"),
        ("教学仪器设备值 > 25年", "教学仪器设备值 > 26年"),
        ("教学仪器设备值（24-25学年）", "教学仪器设备值（25-26学年）"),
        ("教学仪器设备值 > 2025.9", "教学仪器设备值 > 2026.9"),
        ("教学仪器设备值 > 2026.3.1", "教学仪器设备值 > 2026-09"),
        # The one of the earlier year is understood better.
        ("2025年教学仪器设备值", "2026年教学仪器设备值 > 合计"),
    ],
)
@pytest.mark.parametrize("latest_first", [True, False])
def test_of_columns_of_several_times_the_latest_is_read(before: str, now: str, latest_first: bool) -> None:
    found = census(assets(now, before).grid() if latest_first else assets(before, now).grid())
    assert worth(found) == (18 if latest_first else 19)
    (said,) = issues(found, "N637")
    assert str(said.value).startswith(word(before.partition(" ")[0])) and not issues(found, "W512")


@pytest.mark.parametrize(
    "now", ["2026年（清查） > 教学仪器设备值", "账上 > 2026年教学仪器设备值", "教学仪器设备值 > 2025-2026学年"]
)
def test_a_year_that_is_understood_less_well_or_not_apart_is_refused_with_the_other(now: str) -> None:
    before = "教学仪器设备值 > 2026年" if "学年" in now else "教学仪器设备值 > 2025年"
    with pytest.raises(InputError, match="两列都是“教学仪器设备资产值”"):
        census(assets(before, now).grid())


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("教学仪器设备值 > 2025年", "教学仪器设备值 > 2026年清产核资"),
        ("2025年教学仪器设备值", "2026年清产核资教学仪器设备值"),
        ("教学仪器设备值 > 25年", "教学仪器设备值 > 26年清产核资"),
        ("教学仪器设备值 > 2025.9", "教学仪器设备值 > 2026.9清产核资"),
    ],
)
def test_an_earlier_year_is_not_read_where_a_later_one_was_not_understood(before: str, now: str) -> None:
    found = census(assets(before, now).grid())
    (said,) = issues(found, "E125")
    assert worth(found) is None and "2025 年" in said.message and "26" in said.message


@pytest.mark.parametrize(
    "beside", ["教学仪器设备值 > 2027年规划", "教学仪器设备值 > 2026年比2025年增加", "2026年在校生数 > 其中女"]
)
def test_plans_differences_and_other_items_of_a_later_year_change_nothing(beside: str) -> None:
    found = census(assets("教学仪器设备值 > 2025年", beside).grid())
    assert (worth(found), issues(found, "E125")) == (18, [])


def test_the_year_that_most_columns_say_is_not_warned_of_and_one_alone_is() -> None:
    columns: list[Column] = [
        (f"2026年{heading}", take) if take(primary()) else (heading, take) for heading, take in REST
    ]
    columns[:4] = REST[:4]
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert found.schools[0].values["pupils"] == 600 and not issues(found, "W512")
    columns.append(("教学仪器设备值（2024年）", of("教学仪器设备资产值")))
    found = census(Sheet("学校").head(columns).body(columns, [primary()]).grid())
    assert [issue.value for issue in issues(found, "W512")] == ["2024年"]


def sheet(name: str, row: Row, *titles: str) -> Sheet:
    made = Sheet(name)
    for title in titles:
        made.line(title)
    return made.head(COLUMNS).body(COLUMNS, [row])


@pytest.mark.parametrize("planned", ["2028年规划", "预测数", "应配表", "未审核"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_of_what_is_planned_is_not_read_where_another_tells_what_is_there(planned: str, first: bool) -> None:
    now = "已审核" if planned == "未审核" else "2026年现状"
    sheets = [sheet(planned, BEFORE).grid(), sheet(now, NOW).grid()]
    found = census(*(sheets if first else sheets[::-1]))
    assert [school.values["pupils"] for school in found.schools] == [600]
    assert [issue.sheet for issue in issues(found, "W511")] == [planned]


@pytest.mark.parametrize(
    ("name", "titles", "cell"),
    [
        ("学校", ["某县2028年规划办学条件预测表"], "学校!A1"),
        ("学校", ["某县义务教育学校", "教学设施缺口统计"], "学校!A2"),
        ("需求测算", [], None),
    ],
)
def test_a_title_or_a_sheet_that_speaks_of_what_is_planned_is_asked_about(
    name: str, titles: list[str], cell: str | None
) -> None:
    found = census(sheet(name, NOW, *titles).grid())
    assert [(issue.cell, issue.severity) for issue in issues(found, "W587")] == [(cell, "warning")]
    assert found.schools[0].values["pupils"] == 600


@pytest.mark.parametrize("below", ["注：以上数据为2028年规划数。", "备注：为预测数"])
def test_a_line_below_the_schools_may_say_that_they_are_planned(below: str) -> None:
    found = census(sheet("学校", NOW).line(below).grid())
    assert [(issue.cell, issue.severity) for issue in issues(found, "W587")] == [("学校!A3", "warning")]
    assert found.schools[0].values["pupils"] == 600


@pytest.mark.parametrize("below", ["注：新增班级计划另报", "规划科 张三", "填表人：张三"])
def test_a_line_below_the_schools_may_speak_of_plans_for_other_reasons(below: str) -> None:
    assert issues(census(sheet("学校", NOW).line(below).grid()), "W587") == []


@pytest.mark.parametrize(
    "title", ["某县2026年义务教育学校情况表", "规划内学校办学条件现状表", "应配、实有对照表（实际数）"]
)
def test_a_title_of_what_is_there_is_not_asked_about(title: str) -> None:
    assert issues(census(sheet("学校", NOW, title).grid()), "W587") == []


@pytest.mark.parametrize("tenure", ["20年", "25年以上", "21-25年"])
def test_years_of_service_are_no_year(tenure: str) -> None:
    found = census(assets("教学仪器设备值 > 原值", f"教学仪器设备值 > {tenure}").grid())
    assert worth(found) == 18 and not issues(found, "N637")
