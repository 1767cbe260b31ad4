"""Rows that are joined by their code although their name is that of another school."""

import pytest
from county import Row, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues

from eqeval.core.census import Census

WHO = ("学校代码", "学校名称", "办学类型")
PUPILS = ("小学在校生数", "小学班级数", "小学最大班额", "教学及辅助用房面积", "教学仪器设备资产值")
TEACHERS = ("小学高于规定学历教师数", "小学县级以上骨干教师数", "小学体育艺术专任教师数")
EAST, WEST = ("11", "东小学"), ("12", "西小学")
FULL = [EAST, WEST]


def two(left: list[tuple[str, str]], right: list[tuple[str, str]], swap: bool = False) -> Census:
    sheets = []
    for name, own, schools in (("学生", PUPILS, left), ("教师", TEACHERS, right)):
        columns: list[Column] = [(each, of(each)) for each in (*WHO, *own)]
        rows: list[Row] = [primary(学校代码=code, 学校名称=called) for code, called in schools]
        sheets.append(Sheet(name).head(columns).body(columns, rows).grid())
    return census(*(reversed(sheets) if swap else sheets))


@pytest.mark.parametrize("swap", [False, True])
def test_crossed_names_leave_both_schools_open(swap: bool) -> None:
    found = two(FULL, [("12", "东小学"), ("11", "西小学")], swap)
    assert [school.doubt for school in found.schools] == ["E408", "E408"]
    said = issues(found, "E408")
    first, second = ("教师", "学生") if swap else ("学生", "教师")
    assert [issue.cell for issue in said] == [f"{second}!A2", f"{second}!A3"]
    assert all(cell in said[0].message for cell in (f"{first}!A2", f"{first}!A3", f"{second}!B2"))
    assert not issues(found, "N612")


def test_one_wrong_code_leaves_the_two_schools_open_of_which_it_may_speak() -> None:
    found = two([*FULL, ("13", "南小学")], [("11", "西小学"), ("13", "南小学")])
    assert {school.name: school.doubt for school in found.schools} == {
        "东小学": "E408",
        "西小学": "E408",
        "南小学": None,
    }
    (said,) = issues(found, "E408")
    assert (said.cell, said.value, said.school) == ("教师!A2", "11", "东小学")
    assert "教师!B2" in said.message and "学生!A2" in said.message and "学生!A3" in said.message


@pytest.mark.parametrize(
    ("name", "odd"), [("北山教学点", True), ("南校", True), ("东学校", False), ("云溪县城东第一小学", False)]
)
def test_one_code_with_two_quite_different_names_is_asked_about(name: str, odd: bool) -> None:
    found = two(FULL, [("11", name), WEST])
    assert [school.doubt for school in found.schools] == [None, None]
    asked = [(issue.cell, issue.value) for issue in issues(found, "W566")]
    assert asked == ([("教师!B2", name)] if odd else [])
    assert len(issues(found, "N612")) == 2 - odd


@pytest.mark.parametrize("name", ["东 小学", "东方小学", "云溪县东小学"])
def test_another_spelling_under_the_same_code_is_joined(name: str) -> None:
    found = two(FULL, [("11", name), WEST])
    assert [school.doubt for school in found.schools] == [None, None]
    assert not issues(found, "E408")
    assert len(issues(found, "N612")) == 2


def test_two_schools_of_one_name_are_told_apart_by_their_codes() -> None:
    found = two([("11", "育才小学"), ("12", "育才小学")], [("11", "育才小学"), ("12", "育才小学")])
    assert [(school.code, school.doubt) for school in found.schools] == [("11", None), ("12", None)]
    assert not issues(found, "E408")
