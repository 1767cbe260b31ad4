"""Schools of one name in several townships are different schools, where their rows say so."""

from collections.abc import Iterable

import pytest
from county import HEADINGS, Row, primary
from layouts import Column, Sheet, of
from msgspec.structs import replace
from test_office_tables import census, issues

from eqeval.core.census import Census
from eqeval.core.grid import Raw

ONE_STAGE = ("学校名称", "办学类型", "小学", "教学", "运动", "室内")


def read(names: list[str], towns: list[Raw], heading: str = "乡镇", spans: Iterable[tuple[int, int]] = ()) -> Census:
    heads = [each for each in HEADINGS if each.startswith(ONE_STAGE)]
    columns: list[Column] = [(heading, of("town")), *((each, of(each)) for each in heads)]
    rows: list[Row] = [
        primary(学校名称=name, 小学在校生数=300 + 10 * n, town=town)
        for n, (name, town) in enumerate(zip(names, towns, strict=True))
    ]
    grid = Sheet("学校").head(columns).body(columns, rows).grid()
    merged = [(first, 0, last, 0) for first, last in spans]
    return census(replace(grid, merged=(*grid.merged, *merged)))


@pytest.mark.parametrize("heading", ["乡镇", "所属乡镇（街道）", "所在镇街", "所属学区", "镇（街）", "片区"])
def test_schools_of_one_name_in_two_townships_are_two(heading: str) -> None:
    found = read(["中心小学", "甲小学", "中心小学"], ["城关镇", "城关镇", "石桥镇"], heading)
    assert [school.name for school in found.schools] == ["城关镇中心小学", "甲小学", "石桥镇中心小学"]
    (said,) = issues(found, "N649")
    assert said.severity == "note" and "石桥镇中心小学" in said.message
    assert not any(school.doubt for school in found.schools)


def test_a_name_that_begins_with_its_township_stays() -> None:
    found = read(["石桥镇中心小学", "石桥镇中心小学"], ["石桥镇", "城关镇"])
    assert [school.name for school in found.schools] == ["石桥镇中心小学", "城关镇石桥镇中心小学"]


@pytest.mark.parametrize("towns", [["石桥镇", "石桥镇"], ["石桥镇", None], [None, None], ["石桥镇", " 石桥镇"]])
def test_one_name_in_one_township_is_given_twice(towns: list[Raw]) -> None:
    found = read(["中心小学", "中心小学"], towns)
    assert len(issues(found, "E401")) == 1 and not issues(found, "N649")


def test_a_township_that_is_merged_over_its_schools_is_that_of_each() -> None:
    names = ["甲小学", "中心小学", "乙小学", "中心小学"]
    found = read(names, ["城关镇", None, "石桥镇", None], spans=[(1, 2), (3, 4)])
    assert [school.name for school in found.schools] == ["甲小学", "城关镇中心小学", "乙小学", "石桥镇中心小学"]


def test_a_township_may_stand_once_above_the_rows_of_its_schools() -> None:
    names = ["中心小学", "甲小学", "中心小学", "乙小学"]
    found = read(names, ["城关镇", None, "石桥镇", None])
    assert [school.name for school in found.schools] == ["城关镇中心小学", "甲小学", "石桥镇中心小学", "乙小学"]
    below = read([*names, "希望小学", "希望小学"], ["城关镇", None, "石桥镇", None, None, "白石乡"])
    assert [school.name for school in below.schools][-2:] == ["石桥镇希望小学", "白石乡希望小学"]
    # Where townships stand in every row, a blank one says nothing.
    assert issues(read(names, ["城关镇", "城关镇", None, "石桥镇"]), "E401")


def captioned(*lines: str) -> Census:
    """A table without townships, in which those lines that are no name of a school stand alone."""
    heads = [each for each in HEADINGS if each.startswith(ONE_STAGE)]
    columns: list[Column] = [("序号", of("number")), *((each, of(each)) for each in heads)]
    sheet = Sheet("学校").head(columns)
    for number, line in enumerate(lines):
        if line.endswith("学"):
            sheet.body(columns, [primary(学校名称=line, 小学在校生数=300 + 10 * number, number=number)])
        else:
            sheet.line(line)
    return census(sheet.grid())


@pytest.mark.parametrize(
    ("first", "second"), [("城关镇", "石桥乡"), ("一、城关镇", "二、石桥乡"), ("城关镇：", "石桥乡：")]
)
def test_schools_of_one_name_below_lines_of_their_townships_are_two(first: str, second: str) -> None:
    found = captioned(first, "中心小学", "甲小学", second, "中心小学", "乙小学")
    assert [school.name for school in found.schools] == ["城关镇中心小学", "甲小学", "石桥乡中心小学", "乙小学"]
    assert len(issues(found, "N649")) == 1 and not issues(found, "E401")


@pytest.mark.parametrize(
    "lines",
    [
        # One of them stands below no township, or below a line that names none.
        ("中心小学", "甲小学", "城关镇", "中心小学"),
        ("城关镇", "中心小学", "一、民办", "中心小学"),
        ("城关镇", "中心小学", "中心小学"),
    ],
)
def test_schools_of_one_name_not_all_below_townships_of_their_own_are_given_twice(lines: tuple[str, ...]) -> None:
    found = captioned(*lines)
    assert len(issues(found, "E401")) == 1 and not issues(found, "N649")
