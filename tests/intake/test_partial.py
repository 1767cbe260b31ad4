"""A table that says that it leaves schools out is asked about; a line about a column, or about others, is not."""

import pytest
from county import HEADINGS, Row, primary, standard
from layouts import Column, Sheet, of

from eqeval.core.grid import Grid
from eqeval.core.intake import take
from eqeval.words import Words

ONE = standard()
COLUMNS: list[Column] = [(each, of(each)) for each in HEADINGS]


def sheet(name: str = "学校", title: str = "", below: str = "", rows: list[Row] | None = None) -> Grid:
    made = Sheet(name)
    if title:
        made.line(title)
    made.head(COLUMNS).body(COLUMNS, rows or [primary(), primary(学校名称="乙小学")])
    if below:
        made.line(below)
    return made.grid()


def asked(*grids: Grid) -> list[str | None]:
    found = take(list(grids), ONE.standard, ONE.vocabulary, "县", Words("zh"))["县"]
    return [issue.cell for issue in found.issues if issue.code == "W599"]


@pytest.mark.parametrize(
    "said",
    [
        "注：本表不含民办学校", "注：不含民办学校", "注：1.本表数据不包括教学点。2.面积单位为㎡。",
        "注：以上均不含村小", "备注：本表仅统计公办学校", "说明：统计范围不含城区学校",
    ],
)  # fmt: skip
def test_a_line_that_leaves_schools_out_is_asked_about(said: str) -> None:
    assert asked(sheet(below=said)) == ["学校!A4"]
    assert asked(sheet(title=said)) == ["学校!A1"]


def test_a_title_and_the_name_of_a_sheet_may_leave_schools_out() -> None:
    assert asked(sheet(title="某县公办小学统计表（不含民办学校）")) == ["学校!A1"]
    assert asked(sheet("小学（不含教学点）")) == [None]
    assert asked(sheet("学校（仅公办）")) == [None]


@pytest.mark.parametrize(
    "said",
    [
        "本表含民办学校", "不含特殊教育学校", "在校生数不含教学点", "教师数不含民办学校教师", "注：不含幼儿园",
        "教学点学生计入中心校", "仅供内部使用",
    ],
)  # fmt: skip
def test_what_leaves_out_no_school_that_is_judged_is_not_asked_about(said: str) -> None:
    assert asked(sheet(below=said)) == asked(sheet(title=said)) == []


def test_schools_that_another_table_or_a_row_has_are_not_left_out() -> None:
    assert asked(sheet("小学（不含民办）"), sheet("民办小学", rows=[primary(学校名称="丙小学")])) == []
    point = primary(学校名称="丁教学点", 办学类型="教学点")
    assert asked(sheet("甲", title="统计表（不含教学点）"), sheet("乙", rows=[point])) == []
