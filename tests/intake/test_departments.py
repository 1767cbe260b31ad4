"""小学部 and 初中部 of one school in rows of their own, each typed as a school of its stage."""

from collections.abc import Sequence

import pytest
from layouts import Column, Sheet, of
from test_callings import REST
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.grid import Grid, Raw

PEOPLE = ("在校生数", "班级数", "最大班额", "高于规定学历教师数", "县级以上骨干教师数", "体育艺术专任教师数")
COLUMNS: list[Column] = [(each, of(each)) for each in ("学校代码", "学校名称", "学校类别", *PEOPLE, *REST)]
Values = dict[str, Raw]


def part(name: str, kind: str, sports: Raw = 9000, code: str | None = None, pupils: int = 400) -> Values:
    people = dict(zip(PEOPLE, (pupils, 10, 42, 28, 6, 6), strict=True))
    rest = dict(zip(REST, (5000, 0, sports, 240, 24, 2, 2), strict=True))
    return {"学校名称": name, "学校类别": kind, "学校代码": code, **people, **rest}


def sheet(rows: Sequence[Values], name: str = "学校") -> Grid:
    return Sheet(name).head(COLUMNS).body(COLUMNS, rows).grid()


def read(*rows: Values) -> Census:
    return census(sheet([part("东风小学", "小学", pupils=390), *rows]))


PRIMARY, JUNIOR = part("文昌学校小学部", "小学"), part("文昌学校初中部", "初中")


@pytest.mark.parametrize("second", [JUNIOR, {**JUNIOR, **dict.fromkeys(REST)}])
@pytest.mark.parametrize("swapped", [True, False])
@pytest.mark.parametrize("sheets", [True, False])
def test_departments_are_one_school_with_one_campus(second: Values, swapped: bool, sheets: bool) -> None:
    rows = [PRIMARY, second][:: -1 if swapped else 1]
    if sheets:
        found = census(sheet([part("东风小学", "小学", pupils=390), PRIMARY], "小学"), sheet([second], "初中"))
    else:
        found = read(*rows)
    school = next(one for one in found.schools if one.name == "文昌学校")
    assert (school.type, [*school.staged], school.values["sports_area"]) == ("nine_year", ["primary", "junior"], 9000)
    assert len(found.schools) == 2
    assert {issue.code for issue in found.issues} <= {"N611", "N612", "N625"}


@pytest.mark.parametrize("name", ["外国语学校小学部", "石桥学校（小学）", "文昌学校小学部"])
@pytest.mark.parametrize("typed", [True, False])
def test_a_department_that_is_called_so_on_two_sheets_is_one_school(name: str, typed: bool) -> None:
    rows = [part("东风小学", "小学", pupils=390), part("西门小学", "小学"), part(name, "小学")]
    people: list[Column] = [(each, of(each)) for each in ("学校名称", "学校类别", *PEOPLE)]
    rest: list[Column] = [(each, of(each)) for each in ("学校名称", *(["学校类别"] if typed else []), *REST)]
    topics = (("学生", people), ("条件", rest))
    found = census(*(Sheet(title).head(columns).body(columns, rows).grid() for title, columns in topics))
    assert [one.name for one in found.schools] == ["东风小学", "西门小学", name]
    assert found.schools[2].values["sports_area"] == 9000 and not found.schools[2].doubt
    assert {issue.code for issue in found.issues} <= {"N611", "N612", "N625"}


def test_departments_in_brackets_are_one_school_too() -> None:
    found = read(part("文昌学校（小学部）", "小学"), part("文昌学校（初中部）", "初中"))
    school = next(one for one in found.schools if one.name == "文昌学校")
    assert (school.type, school.values["sports_area"], len(found.schools)) == ("nine_year", 9000, 2)


def test_departments_that_state_different_campuses_are_asked_about() -> None:
    found = read(PRIMARY, {**JUNIOR, "运动场地面积": 8000})
    assert [(issue.school, issue.value) for issue in issues(found, "E115")] == [("文昌学校小学部", "8000")]
    assert "sports_area" not in found.schools[1].values


@pytest.mark.parametrize(
    "rows",
    [
        (part("文昌学校小学部", "小学", code="2133000001"), part("文昌学校初中部", "初中", code="2133000002")),
        (part("文昌学校", "小学"), part("文昌学校初中部", "初中")),
        (part("文昌学校小学", "小学"), part("文昌学校初中", "初中")),
        (part("文昌小学部", "小学"), part("武昌初中部", "初中")),
        (part("文昌学校初中部", "初中"), part("文昌学校高中部", "高中", sports=7000)),
    ],
)
def test_other_rows_are_schools_of_their_own(rows: tuple[Values, Values]) -> None:
    found = read(*rows)
    assert [school.name for school in found.schools] == ["东风小学", *(str(row["学校名称"]) for row in rows)]
    assert not issues(found, "E115") and not issues(found, "N612")


def test_three_departments_of_one_campus() -> None:
    found = read(PRIMARY, JUNIOR, part("文昌学校高中部", "高中"))
    assert [(school.name, school.type) for school in found.schools[1:]] == [("文昌学校", "twelve_year")]


def test_a_code_with_types_of_two_stages_is_a_school_of_both() -> None:
    found = read({**PRIMARY, "学校代码": "2133000001", "学校名称": "文昌学校"}, {**JUNIOR, "学校代码": "2133000001"})
    assert [school.type for school in found.schools] == ["primary_school", "nine_year"]
    assert not issues(found, "W502")
