"""Rows that are the sum of others: a total that nothing calls one, a centre given with its schools."""

import pytest
from county import HEADINGS, Row, grids, junior, primary
from layouts import Column, Sheet, of
from test_office_tables import census, issues, table

from eqeval.core.grid import Raw

ADDED = [each for each in HEADINGS if each.endswith(("在校生数", "班级数", "教师数", "面积", "资产值", "教室数"))]
SCHOOLS = [
    primary(学校名称="甲小学", 小学在校生数=400, 小学高于规定学历教师数=31, 教学及辅助用房面积=2811),
    primary(学校名称="乙小学", 小学在校生数=360, 小学高于规定学历教师数=24, 运动场地面积=4100),
    primary(学校名称="丙小学", 小学在校生数=440, 小学体育艺术专任教师数=9, 教学仪器设备资产值=155.5),
]


def total(name: str, rows: list[Row], **changed: Raw) -> Row:
    """A row of a primary school with the sums of some others."""
    sums: Row = {each: sum(float(str(row.get(each) or 0)) for row in rows) for each in ADDED}
    known = {each: said for each, said in sums.items() if said}
    return primary(学校名称=name, 小学最大班额=44) | known | changed


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([*SCHOOLS, total("合并", SCHOOLS)], 3),
        ([total("城关镇中心学校", SCHOOLS), *SCHOOLS], 0),
        ([*SCHOOLS[:2], total("河东片", SCHOOLS[:2]), SCHOOLS[2]], 2),
        ([SCHOOLS[0], total("河西片", SCHOOLS[1:]), *SCHOOLS[1:]], 1),
    ],
)
def test_a_row_that_is_the_sum_of_others_leaves_the_verdict_open(rows: list[Row], at: int) -> None:
    found = census(*grids(rows))
    (issue,) = issues(found, "E416")
    assert (issue.severity, issue.school, issue.cell) == ("error", rows[at]["学校名称"], f"学校!A{at + 2}")
    assert [bool(school.doubt) for school in found.schools] == [place == at for place in range(len(rows))]


def test_sums_of_sums_are_found_too() -> None:
    towns = [SCHOOLS[:2], [SCHOOLS[2], primary(学校名称="丁小学", 小学在校生数=300)]]
    rows = [row for number, own in enumerate(towns) for row in (*own, total(f"第{number}片", own))]
    rows.append(total("本级", [row for own in towns for row in own]))
    found = census(*grids(rows))
    assert [issue.school for issue in issues(found, "E416")] == ["第0片", "第1片", "本级"]


@pytest.mark.parametrize("changed", [{"运动场地面积": 10}, {"音乐专用教室数": 99}, {"小学体育艺术专任教师数": None}])
def test_a_slip_in_one_figure_makes_no_school_of_a_total(changed: dict[str, Raw]) -> None:
    found = census(*grids([*SCHOOLS, total("丁中心小学", SCHOOLS, **changed)]))
    assert [issue.school for issue in issues(found, "E416")] == ["丁中心小学"]


@pytest.mark.parametrize(
    "changed",
    [
        {"小学在校生数": 1201},
        {"运动场地面积": 10, "教学及辅助用房面积": 10, "教学仪器设备资产值": 10},
        {"运动场地面积": 10, "音乐专用教室数": 9, "美术专用教室数": 9, "小学班级数": 29},
    ],
)
def test_a_row_that_differs_in_its_pupils_or_in_several_figures_is_a_school(changed: dict[str, Raw]) -> None:
    found = census(*grids([*SCHOOLS, total("丁中心小学", SCHOOLS, **changed)]))
    assert not issues(found, "E416")


def test_schools_with_the_same_for_every_pupil_are_no_sums_of_each_other() -> None:
    rows = [
        primary(学校名称=name, 小学在校生数=count)
        for name, count in (("甲小学", 400), ("乙小学", 800), ("丙小学", 1200))
    ]
    assert not issues(census(*grids(rows)), "E416")


def test_the_same_figures_as_one_other_row_are_no_sum() -> None:
    found = census(*grids([SCHOOLS[0], SCHOOLS[0] | {"学校名称": "丁小学", "学校代码": "9"}, junior()]))
    assert not issues(found, "E416")


def test_few_figures_may_agree_by_chance() -> None:
    heads = ("学校名称", "办学类型", "小学在校生数", "小学班级数", "小学最大班额", "小学高于规定学历教师数")
    columns: list[Column] = [(each, of(each)) for each in heads]
    rows = [*SCHOOLS, total("丁小学", SCHOOLS)]
    assert not issues(census(Sheet("学校").head(columns).body(columns, rows).grid()), "E416")


def test_a_row_that_is_called_a_total_is_none_of_the_schools() -> None:
    found = census(table([*SCHOOLS, total("合计", SCHOOLS)]))
    assert not issues(found, "E416") and len(found.schools) == len(SCHOOLS)
